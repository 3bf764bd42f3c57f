import { describeCheck } from "./support/cases";
import { EKS, exactly, GITHUB, GKE, role, statement, trusting } from "./support/aws";

const REPOSITORY = "repo:acme/shop:ref:refs/heads/main";
const aud = (issuer: string) => ({ [`${issuer}:aud`]: "sts.amazonaws.com" });

const SENTINEL = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d";

/** Claims that AWS STS compares as well, for GitHub. */
const withClaims = (claims: Readonly<Record<string, string>>) => ({
  StringEquals: {
    ...aud(GITHUB),
    ...Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${GITHUB}:${claim}`, value])),
  },
});

describeCheck("aws-shared-issuer-without-subject", {
  bad: {
    "GitHub by its audience alone": trusting(GITHUB, { StringEquals: aud(GITHUB) }),
    "GitLab without a condition": trusting("gitlab.com"),
    "a subject that is only excluded": trusting(GITHUB, {
      StringEquals: aud(GITHUB),
      StringNotEquals: { [`${GITHUB}:sub`]: "repo:evil/x" },
    }),
    "HCP Terraform by a key of AWS's": trusting("app.terraform.io", {
      StringEquals: { "aws:RequestedRegion": "eu-west-1" },
    }),
    // AWS IAM documentation, "Identity-provider controls for shared OIDC providers": its list of issuers.
    ...Object.fromEntries(
      [
        ...["vstoken.actions.githubusercontent.com", "oidc-configuration.audit-log.githubusercontent.com"],
        ...["oidc.codefresh.io", "studio.datachain.ai/api", "scalr.io", "tokens.cloud.shisho.dev", "proidc.upbound.io"],
        ...["oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb", "agent.buildkite.com"],
      ].map((issuer) => [issuer, trusting(issuer, { StringEquals: aud(issuer) })]),
    ),
    "a pattern of Vercel's teams": trusting("oidc.vercel.com", {
      StringLike: { "oidc.vercel.com:aud": "https://vercel.com/*" },
    }),
    // The owner of every repository chooses the names of branches, environments and workflows.
    "GitHub by the branch": trusting(GITHUB, withClaims({ ref: "refs/heads/main" })),
    "GitHub by the environment": trusting(GITHUB, withClaims({ environment: "production", workflow: "deploy" })),
    "GitHub by a workflow of any repository": trusting(GITHUB, {
      StringEquals: aud(GITHUB),
      StringLike: { [`${GITHUB}:job_workflow_ref`]: "*/.github/workflows/deploy.yml@refs/heads/main" },
    }),
    "GitHub by repositories of one name": trusting(GITHUB, {
      StringEquals: aud(GITHUB),
      StringLike: { [`${GITHUB}:repository`]: "*/shop" },
    }),
    "Pulumi Cloud without a condition": trusting("api.pulumi.com/oidc"),
    "Microsoft Sentinel by its audience alone": trusting(SENTINEL, { StringEquals: aud(SENTINEL) }),
  },
  good: {
    "one branch of one repository": trusting(GITHUB, exactly(GITHUB, REPOSITORY)),
    "one team of Vercel": trusting("oidc.vercel.com", {
      StringEquals: { "oidc.vercel.com:aud": "https://vercel.com/acme" },
    }),
    "one organization of Pulumi Cloud": trusting("api.pulumi.com/oidc", {
      StringEquals: { "api.pulumi.com/oidc:aud": "aws:acme" },
    }),
    "one workspace of Microsoft Sentinel": trusting(SENTINEL, {
      StringEquals: {
        ...aud(SENTINEL),
        "sts:RoleSessionName": "MicrosoftSentinel_00000000-0000-0000-0000-000000000001",
      },
    }),
  },
  near: {
    "the workflow instead of the subject": trusting(GITHUB, {
      StringEquals: {
        ...aud(GITHUB),
        [`${GITHUB}:job_workflow_ref`]: "acme/ci/.github/workflows/x.yml@refs/heads/main",
      },
    }),
    "a repository by its id": trusting(GITHUB, withClaims({ repository_id: "123456789", ref: "refs/heads/main" })),
    "a repository by its name": trusting(GITHUB, withClaims({ repository: "acme/shop" })),
    "a GitLab of one's own": trusting("gitlab.acme.example", { StringEquals: aud("gitlab.acme.example") }),
    "a statement that denies": role([
      statement(GITHUB, exactly(GITHUB, REPOSITORY)),
      statement(GITHUB, undefined, { Effect: "Deny" }),
    ]),
  },
});

describeCheck("aws-issuer-without-subject", {
  bad: {
    "an EKS cluster": trusting(EKS, { StringEquals: aud(EKS) }),
    "a GKE cluster": trusting(GKE),
    "an issuer of one's own": trusting("oidc.acme.example", { StringEquals: aud("oidc.acme.example") }),
  },
  good: { "one service account": trusting(EKS, exactly(EKS)) },
  near: {
    GitHub: trusting(GITHUB, { StringEquals: aud(GITHUB) }),
    "one workspace of Microsoft Sentinel": trusting(SENTINEL, {
      StringEquals: { ...aud(SENTINEL), "sts:RoleSessionName": "MicrosoftSentinel_1" },
    }),
    SAML: role([
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/corp" },
        Action: "sts:AssumeRoleWithSAML",
      },
    ]),
    "a condition that is not known": {
      ...trusting(EKS),
      variable: { keys: {} },
      resource: {
        aws_iam_role: {
          it: {
            name: "it",
            assume_role_policy:
              '${jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/o.example" }, Condition = var.keys }] })}',
          },
        },
      },
    },
  },
});

describeCheck("aws-audience-missing", {
  bad: { "a subject alone": trusting(EKS, { StringEquals: { [`${EKS}:sub`]: "system:serviceaccount:a:b" } }) },
  good: { both: trusting(EKS, exactly(EKS)) },
  near: {
    "Google's own tokens, which have another key for it": trusting("accounts.google.com", {
      StringEquals: { "accounts.google.com:sub": "1" },
    }),
  },
});

describeCheck("aws-audience-pattern", {
  bad: {
    "a star": trusting(EKS, {
      StringEquals: { [`${EKS}:sub`]: "system:serviceaccount:a:b" },
      StringLike: { [`${EKS}:aud`]: "*" },
    }),
  },
  good: { equality: trusting(EKS, exactly(EKS)) },
  near: {
    "StringLike without a wildcard": trusting(EKS, {
      StringLike: { [`${EKS}:aud`]: "sts.amazonaws.com", [`${EKS}:sub`]: "system:serviceaccount:a:*" },
    }),
  },
});

describeCheck("aws-for-all-values", {
  bad: {
    "the audience": trusting(GITHUB, {
      "ForAllValues:StringEquals": aud(GITHUB),
      StringLike: { [`${GITHUB}:sub`]: "repo:acme/shop:*" },
    }),
    "the subject in another letter case": trusting(EKS, {
      "forallvalues:StringLike": { [`${EKS}:sub`]: "system:serviceaccount:a:b" },
    }),
  },
  good: { "no set operator": trusting(EKS, exactly(EKS)) },
  near: {
    ForAnyValue: trusting(EKS, { "ForAnyValue:StringEquals": aud(EKS), StringEquals: { [`${EKS}:sub`]: "x" } }),
    "a key of AWS's with many values": trusting(EKS, {
      ...exactly(EKS),
      "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
    }),
  },
});

describeCheck("aws-if-exists", {
  bad: { "the subject": trusting(EKS, { StringEqualsIfExists: { [`${EKS}:sub`]: "x" }, StringEquals: aud(EKS) }) },
  good: { "without it": trusting(EKS, exactly(EKS)) },
  near: {
    "a key of AWS's": trusting(EKS, { ...exactly(EKS), BoolIfExists: { "aws:SecureTransport": "true" } }),
  },
});
