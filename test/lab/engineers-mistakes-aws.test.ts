import { build } from "../../examples/three-cloud-mesh/main";
import { itTellsWhere, mistakesIn, resource } from "./support/mistakes";
import { Args } from "./support/mutate";

jest.setTimeout(120_000);

const WEST = { example: build, stack: "west-access", edge: /^corp:deploy\/deployer → west$/ } as const;
const AWS_TEXT = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_oidc.html";
const EKS_TEXT = "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html";
const RBAC_TEXT = "https://kubernetes.io/docs/reference/access-authn-authz/rbac/";

type Statement = Args & { Condition: Record<string, Args>; Principal: { Federated: string } };

/** Changes the first statement of the role's trust policy. */
function trust(change: (statement: Statement) => void) {
  return resource("aws_iam_role", /_role_corp_deploy_deployer/).changed((args) => {
    const policy = JSON.parse(args.assume_role_policy as string) as { Statement: Statement[] };
    change(policy.Statement[0]);
    args.assume_role_policy = JSON.stringify(policy);
  });
}

/** Changes the value of the condition key that ends so. */
function condition(statement: Statement, end: string, value: unknown): void {
  for (const keys of Object.values(statement.Condition)) {
    for (const key of Object.keys(keys)) if (key.endsWith(end)) keys[key] = value;
  }
}

const TRUST_POLICY = mistakesIn(
  { ...WEST, hop: "exchange", address: /^west-access: aws_iam_role\..*role_corp_deploy_deployer/ },
  [
    [
      "the subject under the key of the audience",
      "https://github.com/external-secrets/kubernetes-external-secrets/issues/287",
      trust((statement) => {
        const [[, subject]] = Object.entries(statement.Condition.StringEquals).filter(([key]) => key.endsWith(":sub"));
        condition(statement, ":aud", subject);
      }),
    ],
    [
      "a wildcard under StringEquals",
      "https://github.com/crossplane/crossplane/issues/5578",
      trust((one) => condition(one, ":sub", "system:serviceaccount:deploy:*")),
    ],
    [
      "a typo in the ARN of the provider",
      "https://github.com/aws/amazon-eks-pod-identity-webhook/issues/30",
      trust((statement) => {
        statement.Principal.Federated = "arn:aws:iam::111122223333:oidc-provider/westeurope.prod-aks.oic.azure.com/x/";
      }),
    ],
    [
      "the provider of the source's account in the principal",
      "https://github.com/crossplane-contrib/provider-aws/pull/1331",
      trust((statement) => {
        statement.Principal.Federated =
          "arn:aws:iam::444455556666:oidc-provider/westeurope.oic.prod-aks.azure.com/7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40/5b0c7d9e-1f2a-4b3c-8d4e-6f7a8b9c0d1e/";
      }),
    ],
    [
      "another letter case of the subject",
      "https://github.com/aws-actions/configure-aws-credentials/issues/1100",
      trust((one) => condition(one, ":sub", "system:serviceaccount:Deploy:deployer")),
    ],
    [
      "a subject without the account's name",
      "https://github.com/ministryofjustice/modernisation-platform/issues/3909",
      trust((one) => condition(one, ":sub", "system:serviceaccount:deploy")),
    ],
    [
      "AssumeRole in place of AssumeRoleWithWebIdentity",
      AWS_TEXT,
      trust((statement) => (statement.Action = "sts:AssumeRole")),
    ],
    ["another audience in the condition", AWS_TEXT, trust((one) => condition(one, ":aud", "sts.amazonaws.com.cn"))],
  ],
);

const issuer = resource("aws_iam_openid_connect_provider", /issuer-corp/);
const PROVIDER = mistakesIn(
  { ...WEST, hop: "exchange", address: /^west-access: aws_iam_openid_connect_provider\..*issuer-corp/ },
  [
    [
      "an audience that the provider does not list",
      AWS_TEXT,
      issuer.given("client_id_list", ["https://sts.amazonaws.com"]),
    ],
    [
      "the provider of another issuer of the cluster, which was made anew",
      AWS_TEXT,
      issuer.replaced("url", /5b0c7d9e/, "00000000"),
    ],
  ],
);

const entry = resource("aws_eks_access_entry", /role_corp_deploy_deployer_entry/);
const ENTRY = mistakesIn(
  { ...WEST, hop: "authentication", address: /^west-access: aws_eks_access_entry\..*corp_deploy_deployer/ },
  [
    [
      "the group system:masters in the access entry",
      "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2915",
      entry.given("kubernetes_groups", ["system:masters"]),
    ],
    ["the access entry of another cluster", EKS_TEXT, entry.given("cluster_name", "west-2")],
    [
      "the access entry of a session's ARN",
      EKS_TEXT,
      entry.given("principal_arn", "arn:aws:sts::111122223333:assumed-role/trust-mesh-corp-deploy-deployer-4153fe5d/x"),
    ],
    ["the access entry of a node's type", EKS_TEXT, entry.given("type", "EC2_LINUX")],
    ["another group in the access entry", EKS_TEXT, entry.given("kubernetes_groups", ["deployers"])],
  ],
);

const POLICY = mistakesIn(
  { ...WEST, hop: "authorization", address: /^west-access: aws_eks_access_policy_association\./ },
  [
    [
      "a policy of IAM in place of one of EKS",
      "https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html",
      resource("aws_eks_access_policy_association").given("policy_arn", "arn:aws:iam::aws:policy/AmazonEKSViewPolicy"),
    ],
  ],
);

const binding = resource("kubernetes_role_binding_v1", /corp_.*in-payments/);
const BINDING = mistakesIn(
  {
    ...WEST,
    hop: "authorization",
    address: /^west-access: kubernetes_role_binding_v1\.mesh_corp_.*in-payments/,
  },
  [
    [
      "the binding of a group that nobody is in",
      "https://github.com/kubernetes-sigs/aws-iam-authenticator/issues/275",
      binding.replaced("subject", /^trust-mesh:/, "trust-mash:"),
    ],
    [
      "the binding of a role whose name is misspelt",
      `${RBAC_TEXT}#user-facing-roles`,
      binding.replaced("role_ref", /^edit$/, "editor"),
    ],
    [
      "the binding of a Role of the ClusterRole's name",
      `${RBAC_TEXT}#rolebinding-and-clusterrolebinding`,
      binding.replaced("role_ref", /^ClusterRole$/, "Role"),
    ],
    [
      "the binding in another namespace",
      `${RBAC_TEXT}#rolebinding-and-clusterrolebinding`,
      binding.replaced("metadata", /^payments$/, "payment"),
    ],
    ["the group bound as a user", `${RBAC_TEXT}#referring-to-subjects`, binding.replaced("subject", /^Group$/, "User")],
  ],
);

describe("a mistake of an engineer in AWS", () =>
  itTellsWhere([...TRUST_POLICY, ...PROVIDER, ...ENTRY, ...POLICY, ...BINDING]));
