import { ACCOUNT, EKS, exactly, GITHUB, role, SUBJECT, trusting } from "./support/aws";
import { describeCheck } from "./support/cases";

const like = (issuer: string, ...sub: string[]) =>
  trusting(issuer, {
    StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${issuer}:sub`]: sub },
  });
/** GitHub's other claims, which AWS compares since January 2026. */
const besides = (sub: string, claims: Readonly<Record<string, string>>) =>
  trusting(GITHUB, {
    StringEquals: Object.fromEntries(
      Object.entries({ aud: "sts.amazonaws.com", ...claims }).map(([claim, value]) => [`${GITHUB}:${claim}`, value]),
    ),
    StringLike: { [`${GITHUB}:sub`]: sub },
  });
const byRepository = (repository: string) =>
  trusting(GITHUB, {
    StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB}:repository`]: repository },
  });
const EXACT = { "one subject": trusting(EKS, exactly(EKS)) };
const BRANCH = { "one branch": trusting(GITHUB, exactly(GITHUB, "repo:acme/shop:ref:refs/heads/main")) };

describeCheck("aws-subject-wildcard", {
  bad: {
    "a star": like(EKS, "*"),
    "every service account": like(EKS, "system:serviceaccount:*:*"),
    "every service account in one star": like(EKS, "system:serviceaccount:*"),
    "every repository": like(GITHUB, "repo:*"),
    "every owner": like(GITHUB, "repo:*/*:ref:refs/heads/main"),
    "one good and one bad": like(EKS, SUBJECT, "*"),
    "every project of GitLab": like("gitlab.com", "project_path:*:ref_type:branch:ref:main"),
  },
  good: EXACT,
  near: {
    "a namespace": like(EKS, "system:serviceaccount:payments:*"),
    "a star that is compared as text": trusting(EKS, exactly(EKS, "*")),
    "one name in every namespace": like(EKS, "system:serviceaccount:*:loader"),
    "one owner": like(GITHUB, "repo:acme/*"),
    "a repository that another claim names": besides("repo:*", { repository_id: "123456789" }),
  },
});

describeCheck("aws-subject-any-namespace", {
  bad: {
    "one name in every namespace": like(EKS, "system:serviceaccount:*:loader"),
    "namespaces that begin so": like(EKS, "system:serviceaccount:pay*:loader"),
  },
  good: EXACT,
  near: {
    "a namespace": like(EKS, "system:serviceaccount:payments:*"),
    "every one": like(EKS, "system:serviceaccount:*:*"),
    // All operators of a condition must match: the pattern lets nothing in that the other does not.
    "a pattern beside the subject": trusting(EKS, {
      ...exactly(EKS),
      StringLike: { [`${EKS}:sub`]: "system:serviceaccount:*:loader" },
    }),
  },
});

describeCheck("aws-subject-whole-namespace", {
  bad: { "a namespace": like(EKS, "system:serviceaccount:payments:*") },
  good: EXACT,
  near: { "names that begin so": like(EKS, "system:serviceaccount:payments:loader-*") },
});

describeCheck("aws-github-owner-prefix", {
  bad: {
    "owners that begin so": like(GITHUB, "repo:acme*"),
    "owners that begin so, with a slash behind": like(GITHUB, "repo:acme*/shop:*"),
    "every owner of one name": like(GITHUB, "repo:*/shop:ref:refs/heads/main"),
    "owners that begin so, by the repository": byRepository("acme*"),
  },
  good: BRANCH,
  near: {
    "one owner": like(GITHUB, "repo:acme/*"),
    "one owner, by the repository": byRepository("acme/*"),
    "an owner that another claim names": besides("repo:acme*", { repository_owner_id: "1234567" }),
    "another issuer": like("gitlab.acme.example", "repo:acme*"),
  },
});

// What tells owners apart ends with a colon or a slash: others register a name that begins alike.
describeCheck("aws-owner-prefix", {
  bad: {
    "groups of GitLab that begin so": like("gitlab.com", "project_path:acme*:ref_type:branch:ref:main"),
    "groups that begin so, with a slash behind": like("gitlab.com", "project_path:acme*/shop:*"),
    "organizations of HCP Terraform that begin so": like("app.terraform.io", "organization:acme*:project:main:*"),
    "organizations of Buildkite that begin so": like("agent.buildkite.com", "organization:acm?:pipeline:deploy:*"),
  },
  good: BRANCH,
  near: {
    "one group": like("gitlab.com", "project_path:acme/*:ref_type:branch:ref:main"),
    "one organization": like("app.terraform.io", "organization:acme:project:*"),
    "one pipeline's branches": like("agent.buildkite.com", "organization:acme:pipeline:deploy:ref:refs/heads/*"),
    "every organization, which is worse": like("app.terraform.io", "organization:*"),
    "an issuer of one's own": like("gitlab.acme.example", "project_path:acme*"),
  },
});

describeCheck("aws-github-any-repository", {
  bad: {
    "one owner": like(GITHUB, "repo:acme/*"),
    "names that begin so": like(GITHUB, "repo:acme/shop-*:environment:prod"),
    "one owner, by the repository": byRepository("acme/*"),
  },
  good: BRANCH,
  near: {
    "every branch": like(GITHUB, "repo:acme/shop:*"),
    "a repository that another claim names": besides("repo:acme/*", { repository: "acme/shop" }),
  },
});

describeCheck("aws-github-any-ref", {
  bad: {
    "every branch": like(GITHUB, "repo:acme/shop:*"),
    "every branch of a repository that another claim names": besides("repo:acme/shop:*", { repository_id: "1" }),
  },
  good: BRANCH,
  near: {
    "a branch that another claim names": besides("repo:acme/shop:*", { ref: "refs/heads/main" }),
    "release branches": like(GITHUB, "repo:acme/shop:ref:refs/heads/release/*"),
    "one owner": like(GITHUB, "repo:acme/*"),
  },
});

describeCheck("aws-github-pull-request", {
  bad: { "pull requests": trusting(GITHUB, exactly(GITHUB, "repo:acme/shop:pull_request")) },
  good: BRANCH,
  near: { "a branch of this name": trusting(GITHUB, exactly(GITHUB, "repo:acme/shop:ref:refs/heads/pull_request")) },
});

describeCheck("aws-literal-wildcard", {
  bad: { "a star": trusting(EKS, exactly(EKS, "system:serviceaccount:payments:*")) },
  good: EXACT,
  near: {
    "a star in StringLike": like(EKS, "system:serviceaccount:payments:*"),
    "the variable of a star": trusting(EKS, exactly(EKS, "a${*}")),
  },
});

describeCheck("aws-condition-other-issuer", {
  bad: {
    "a scheme": trusting(EKS, exactly(`https://${EKS}`)),
    "a slash too many": trusting(EKS, exactly(`${EKS}/`)),
    "a slash too few": trusting(
      "westeurope.oic.prod-aks.azure.com/t/g/",
      exactly("westeurope.oic.prod-aks.azure.com/t/g"),
    ),
    "another cluster": trusting(EKS, exactly(EKS.replace("EXAMPLE", "OTHER"))),
  },
  good: EXACT,
  near: {
    "the issuer in capitals, since keys ignore letter case": trusting(EKS, exactly(EKS.toUpperCase())),
    "an AKS issuer with its slash": trusting(
      "westeurope.oic.prod-aks.azure.com/t/g/",
      exactly("westeurope.oic.prod-aks.azure.com/t/g/"),
    ),
    "a provider that is not known": {
      variable: { provider: {} },
      resource: {
        aws_iam_role: {
          it: {
            name: "it",
            assume_role_policy: JSON.stringify({
              Statement: [
                {
                  ...{ Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Condition: exactly(EKS) },
                  Principal: { Federated: "${var.provider}" },
                },
              ],
            }),
          },
        },
      },
    },
  },
});

const DOMAIN = (name: string, condition?: object) =>
  role({
    ...{ Effect: "Allow", Principal: { Federated: name }, Action: "sts:AssumeRoleWithWebIdentity" },
    ...(condition ? { Condition: condition } : {}),
  });
const GOOGLE = "accounts.google.com";
const COGNITO = "cognito-identity.amazonaws.com";
const POOL = "us-east-1:12345678-dead-beef-cafe-123456790ab";

describeCheck("aws-google-without-audience", {
  bad: {
    "no condition": DOMAIN(GOOGLE),
    "what the client chose": DOMAIN(GOOGLE, { StringEquals: { [`${GOOGLE}:oaud`]: "acme" } }),
  },
  good: { "one service account": DOMAIN(GOOGLE, { StringEquals: { [`${GOOGLE}:aud`]: "1", [`${GOOGLE}:sub`]: "1" } }) },
  near: { "Amazon's own login": DOMAIN("www.amazon.com") },
});

describeCheck("aws-cognito-without-pool", {
  bad: {
    "no condition": DOMAIN(COGNITO),
    "signed in alone": DOMAIN(COGNITO, { "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "authenticated" } }),
  },
  good: {
    "as the guide has it": DOMAIN(COGNITO, {
      StringEquals: { [`${COGNITO}:aud`]: POOL },
      "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "authenticated" },
    }),
  },
  near: { "a user pool, which is an issuer of one's own": trusting("cognito-idp.us-east-1.amazonaws.com/x") },
});

describeCheck("aws-cognito-unauthenticated", {
  bad: {
    guests: DOMAIN(COGNITO, {
      StringEquals: { [`${COGNITO}:aud`]: POOL },
      "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "unauthenticated" },
    }),
    "whoever asks": DOMAIN(COGNITO, { StringEquals: { [`${COGNITO}:aud`]: POOL } }),
  },
  good: {
    "who signed in": DOMAIN(COGNITO, {
      StringEquals: { [`${COGNITO}:aud`]: POOL },
      "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "authenticated" },
    }),
  },
  near: { "another issuer": DOMAIN(GOOGLE) },
});

const assumedBy = (principal: unknown, others: object = {}) =>
  role({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...others });

describeCheck("aws-open-principal", {
  bad: { "a star": assumedBy("*"), "a star of AWS": assumedBy({ AWS: ["*"] }) },
  good: { "an account": assumedBy({ AWS: `arn:aws:iam::${ACCOUNT}:root` }) },
  near: {
    "one's organization": assumedBy("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    "a service": assumedBy({ Service: "ec2.amazonaws.com" }),
  },
});

describeCheck("aws-not-principal", {
  bad: { "an Allow": role({ Effect: "Allow", NotPrincipal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" }) },
  good: { "an account": assumedBy({ AWS: ACCOUNT }) },
  near: { "a Deny": role({ Effect: "Deny", NotPrincipal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" }) },
});
