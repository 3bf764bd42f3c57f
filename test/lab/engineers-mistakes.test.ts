import { build as argocdHub } from "../../examples/argocd-hub/main";
import { build as entraApplication } from "../../examples/entra-application/main";
import { build as githubActions } from "../../examples/github-actions/main";
import { build as jobsOnGke } from "../../examples/jobs-on-gke/main";
import { build as oneRoleTwoClusters } from "../../examples/one-role-two-clusters/main";
import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { PLUGIN_FIXTURE } from "../support/clients";
import { Args, named, replace } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";

/**
 * Mistakes that platform engineers reported, made one at a time in the examples as they are synthesized: the declared service account
 * does not get in, or not to what was declared, and the resource that is named is the one with the mistake.
 */
jest.setTimeout(120_000);

const EXAMPLES = {
  "three-cloud-mesh": threeCloudMesh,
  "jobs-on-gke": jobsOnGke,
  "self-managed-source": selfManagedSource,
  "entra-application": entraApplication,
  "github-actions": githubActions,
  "one-role-two-clusters": oneRoleTwoClusters,
  "argocd-hub": (app: Parameters<typeof argocdHub>[0]) => argocdHub(app, PLUGIN_FIXTURE),
} as const;
type Example = keyof typeof EXAMPLES;

interface Mistake {
  readonly what: string;
  /** The report of somebody who made it, or the vendor's text about it. */
  readonly source: string;
  readonly example: Example;
  readonly stack: string;
  readonly edge: RegExp;
  readonly hop: string;
  readonly address: RegExp;
  readonly breakIt: (document: Document) => void;
}

type Statement = Args & { Condition: Record<string, Args>; Principal: { Federated: string } };

/** Changes the first statement of a role's trust policy. */
function trust(document: Document, role: RegExp, change: (statement: Statement) => void): void {
  const [args] = named(document, "aws_iam_role", role);
  const policy = JSON.parse(args.assume_role_policy as string) as { Statement: Statement[] };
  change(policy.Statement[0]);
  args.assume_role_policy = JSON.stringify(policy);
}

/** Changes the value of the condition key that ends so. */
function condition(statement: Statement, end: string, change: (value: unknown) => unknown): void {
  for (const keys of Object.values(statement.Condition)) {
    for (const key of Object.keys(keys)) if (key.endsWith(end)) keys[key] = change(keys[key]);
  }
}

const GITHUB = "https://github.com";
const MESH = { example: "three-cloud-mesh" } as const;
const WEST = { ...MESH, stack: "west-access", edge: /^corp:deploy\/deployer → west$/ } as const;
const EURO = { ...MESH, stack: "euro-access", edge: /^west:deploy\/deployer → euro$/ } as const;
const CORP = { ...MESH, stack: "corp-access", edge: /^west:deploy\/deployer → corp$/ } as const;
const ROLE = /^west-access: aws_iam_role\..*role_corp_deploy_deployer/;
const ISSUER = /^west-access: aws_iam_openid_connect_provider\..*issuer-corp/;
const ENTRY = /^west-access: aws_eks_access_entry\..*corp_deploy_deployer/;
const ENTRY_NAME = /role_corp_deploy_deployer_entry/;
const ROLE_NAME = /_role_corp_deploy_deployer/;
const AWS_TEXT = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_oidc.html";
const EKS_TEXT = "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html";

const AWS: readonly Mistake[] = [
  {
    ...WEST,
    what: "the subject under the key of the audience",
    source: `${GITHUB}/external-secrets/kubernetes-external-secrets/issues/287`,
    hop: "exchange",
    address: ROLE,
    breakIt: (document) =>
      trust(document, ROLE_NAME, (statement) => {
        const [[, subject]] = Object.entries(statement.Condition.StringEquals).filter(([key]) => key.endsWith(":sub"));
        condition(statement, ":aud", () => subject);
      }),
  },
  {
    ...WEST,
    what: "a wildcard under StringEquals",
    source: `${GITHUB}/crossplane/crossplane/issues/5578`,
    hop: "exchange",
    address: ROLE,
    breakIt: (document) =>
      trust(document, ROLE_NAME, (one) => condition(one, ":sub", () => "system:serviceaccount:deploy:*")),
  },
  {
    ...WEST,
    what: "a typo in the ARN of the provider",
    source: `${GITHUB}/aws/amazon-eks-pod-identity-webhook/issues/30`,
    hop: "exchange",
    address: ROLE,
    breakIt: (document) =>
      trust(document, ROLE_NAME, (statement) => {
        statement.Principal.Federated = "arn:aws:iam::111122223333:oidc-provider/westeurope.prod-aks.oic.azure.com/x/";
      }),
  },
  {
    ...WEST,
    what: "the provider of the source's account in the principal",
    source: `${GITHUB}/crossplane-contrib/provider-aws/pull/1331`,
    hop: "exchange",
    address: ROLE,
    breakIt: (document) =>
      trust(document, ROLE_NAME, (statement) => {
        statement.Principal.Federated =
          "arn:aws:iam::444455556666:oidc-provider/westeurope.oic.prod-aks.azure.com/7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40/5b0c7d9e-1f2a-4b3c-8d4e-6f7a8b9c0d1e/";
      }),
  },
  {
    ...WEST,
    what: "another letter case of the subject",
    source: `${GITHUB}/aws-actions/configure-aws-credentials/issues/1100`,
    hop: "exchange",
    address: ROLE,
    breakIt: (document) =>
      trust(document, ROLE_NAME, (one) => condition(one, ":sub", () => "system:serviceaccount:Deploy:deployer")),
  },
  {
    ...WEST,
    what: "a subject without the account's name",
    source: `${GITHUB}/ministryofjustice/modernisation-platform/issues/3909`,
    hop: "exchange",
    address: ROLE,
    breakIt: (document) =>
      trust(document, ROLE_NAME, (one) => condition(one, ":sub", () => "system:serviceaccount:deploy")),
  },
  {
    ...WEST,
    what: "AssumeRole in place of AssumeRoleWithWebIdentity",
    source: AWS_TEXT,
    hop: "exchange",
    address: ROLE,
    breakIt: (document) => trust(document, ROLE_NAME, (statement) => (statement.Action = "sts:AssumeRole")),
  },
  {
    ...WEST,
    what: "another audience in the condition",
    source: AWS_TEXT,
    hop: "exchange",
    address: ROLE,
    breakIt: (document) => trust(document, ROLE_NAME, (one) => condition(one, ":aud", () => "sts.amazonaws.com.cn")),
  },
  {
    ...WEST,
    what: "an audience that the provider does not list",
    source: AWS_TEXT,
    hop: "exchange",
    address: ISSUER,
    breakIt: (document) => {
      named(document, "aws_iam_openid_connect_provider", /issuer-corp/)[0].client_id_list = [
        "https://sts.amazonaws.com",
      ];
    },
  },
  {
    ...WEST,
    what: "the provider of another issuer of the cluster, which was made anew",
    source: AWS_TEXT,
    hop: "exchange",
    address: ISSUER,
    breakIt: (document) =>
      replace(named(document, "aws_iam_openid_connect_provider", /issuer-corp/)[0], "url", /5b0c7d9e/, "00000000"),
  },
  {
    ...WEST,
    what: "the group system:masters in the access entry",
    source: `${GITHUB}/terraform-aws-modules/terraform-aws-eks/issues/2915`,
    hop: "authentication",
    address: ENTRY,
    breakIt: (document) => {
      named(document, "aws_eks_access_entry", ENTRY_NAME)[0].kubernetes_groups = ["system:masters"];
    },
  },
  {
    ...WEST,
    what: "the access entry of another cluster",
    source: EKS_TEXT,
    hop: "authentication",
    address: ENTRY,
    breakIt: (document) => {
      named(document, "aws_eks_access_entry", ENTRY_NAME)[0].cluster_name = "west-2";
    },
  },
  {
    ...WEST,
    what: "the access entry of a session's ARN",
    source: EKS_TEXT,
    hop: "authentication",
    address: ENTRY,
    breakIt: (document) => {
      named(document, "aws_eks_access_entry", ENTRY_NAME)[0].principal_arn =
        "arn:aws:sts::111122223333:assumed-role/trust-mesh-corp-deploy-deployer-4153fe5d/x";
    },
  },
  {
    ...WEST,
    what: "the access entry of a node's type",
    source: EKS_TEXT,
    hop: "authentication",
    address: ENTRY,
    breakIt: (document) => {
      named(document, "aws_eks_access_entry", ENTRY_NAME)[0].type = "EC2_LINUX";
    },
  },
  {
    ...WEST,
    what: "another group in the access entry",
    source: EKS_TEXT,
    hop: "authentication",
    address: ENTRY,
    breakIt: (document) => {
      named(document, "aws_eks_access_entry", ENTRY_NAME)[0].kubernetes_groups = ["deployers"];
    },
  },
  {
    ...WEST,
    what: "a policy of IAM in place of one of EKS",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html",
    hop: "authorization",
    address: /^west-access: aws_eks_access_policy_association\./,
    breakIt: (document) => {
      named(document, "aws_eks_access_policy_association", /./)[0].policy_arn =
        "arn:aws:iam::aws:policy/AmazonEKSViewPolicy";
    },
  },
  {
    ...WEST,
    what: "the binding of a group that nobody is in",
    source: `${GITHUB}/kubernetes-sigs/aws-iam-authenticator/issues/275`,
    hop: "authorization",
    address: /^west-access: kubernetes_role_binding_v1\.mesh_corp_.*in-payments/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /corp_.*in-payments/)[0],
        "subject",
        /^trust-mesh:/,
        "trust-mash:",
      ),
  },
  {
    ...WEST,
    what: "the binding of a role whose name is misspelt",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles",
    hop: "authorization",
    address: /^west-access: kubernetes_role_binding_v1\.mesh_corp_.*in-payments/,
    breakIt: (document) =>
      replace(named(document, "kubernetes_role_binding_v1", /corp_.*in-payments/)[0], "role_ref", /^edit$/, "editor"),
  },
  {
    ...WEST,
    what: "the binding of a Role of the ClusterRole's name",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding",
    hop: "authorization",
    address: /^west-access: kubernetes_role_binding_v1\.mesh_corp_.*in-payments/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /corp_.*in-payments/)[0],
        "role_ref",
        /^ClusterRole$/,
        "Role",
      ),
  },
  {
    ...WEST,
    what: "the binding in another namespace",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding",
    hop: "authorization",
    address: /^west-access: kubernetes_role_binding_v1\.mesh_corp_.*in-payments/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /corp_.*in-payments/)[0],
        "metadata",
        /^payments$/,
        "payment",
      ),
  },
  {
    ...WEST,
    what: "the group bound as a user",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects",
    hop: "authorization",
    address: /^west-access: kubernetes_role_binding_v1\.mesh_corp_.*in-payments/,
    breakIt: (document) =>
      replace(named(document, "kubernetes_role_binding_v1", /corp_.*in-payments/)[0], "subject", /^Group$/, "User"),
  },
];

const POOL_TEXT = "https://cloud.google.com/iam/docs/troubleshooting-workload-identity-federation";
const PROVIDER = /^euro-access: google_iam_workload_identity_pool_provider\..*pool-west/;
const provider = (document: Document) => named(document, "google_iam_workload_identity_pool_provider", /pool-west/)[0];

const GOOGLE: readonly Mistake[] = [
  {
    ...EURO,
    what: "the project's id in the allowed audience",
    source: `${GITHUB}/google-github-actions/auth/issues/269`,
    hop: "exchange",
    address: PROVIDER,
    breakIt: (document) => replace(provider(document), "oidc", /projects\/210987654321/, "projects/acme-euro"),
  },
  {
    ...EURO,
    what: "an audience that is not the provider's",
    source: `${GITHUB}/google-github-actions/auth/issues/341`,
    hop: "exchange",
    address: PROVIDER,
    breakIt: (document) =>
      replace(provider(document), "oidc", /^https:\/\/iam\.googleapis\.com.*/, "sts.googleapis.com"),
  },
  {
    ...EURO,
    what: "a slash behind the issuer",
    source: POOL_TEXT,
    hop: "exchange",
    address: PROVIDER,
    breakIt: (document) =>
      replace(
        provider(document),
        "oidc",
        /(id\/[0-9A-F]+)$/,
        "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9/",
      ),
  },
  {
    ...EURO,
    what: "another namespace in the attribute condition",
    source: POOL_TEXT,
    hop: "exchange",
    address: PROVIDER,
    breakIt: (document) =>
      replace(
        provider(document),
        "attribute_condition",
        /serviceaccount:deploy:deployer/,
        "serviceaccount:default:deployer",
      ),
  },
  {
    ...EURO,
    what: "a condition on an attribute that is not mapped",
    source: POOL_TEXT,
    hop: "exchange",
    address: PROVIDER,
    breakIt: (document) => {
      provider(document).attribute_condition = "attribute.namespace == 'deploy'";
    },
  },
  {
    ...EURO,
    what: "a condition whose text has no quotes",
    source: "https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes#conditions",
    hop: "exchange",
    address: PROVIDER,
    breakIt: (document) => {
      provider(document).attribute_condition = "assertion.sub == system:serviceaccount:deploy:deployer";
    },
  },
  {
    ...EURO,
    what: "a mapping of a claim that the token lacks",
    source: POOL_TEXT,
    hop: "exchange",
    address: PROVIDER,
    breakIt: (document) => {
      provider(document).attribute_mapping = { "google.subject": "assertion.email" };
    },
  },
  {
    ...EURO,
    what: "the provider disabled",
    source: POOL_TEXT,
    hop: "exchange",
    address: PROVIDER,
    breakIt: (document) => {
      provider(document).disabled = true;
    },
  },
  {
    ...EURO,
    what: "the pool disabled",
    source: POOL_TEXT,
    hop: "exchange",
    address: /^euro-access: google_iam_workload_identity_pool\..*pool-west/,
    breakIt: (document) => {
      named(document, "google_iam_workload_identity_pool", /pool-west/)[0].disabled = true;
    },
  },
  {
    ...EURO,
    what: "the binding of a user with the project's id",
    source: "https://cloud.google.com/iam/docs/principal-identifiers",
    hop: "authorization",
    address: /^euro-access: kubernetes_role_binding_v1\.mesh_west_.*in-payments/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /west_.*in-payments/)[0],
        "subject",
        /210987654321/,
        "acme-euro",
      ),
  },
  {
    ...EURO,
    what: "the binding of another pool's user",
    source: "https://cloud.google.com/iam/docs/principal-identifiers",
    hop: "authorization",
    address: /^euro-access: kubernetes_role_binding_v1\.mesh_west_.*in-payments/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /west_.*in-payments/)[0],
        "subject",
        /from-west-76a79620/,
        "from-corp-19f4c684",
      ),
  },
  {
    example: "three-cloud-mesh",
    stack: "euro-access",
    edge: /^west:reports\/loader → account-google$/,
    what: "the member of another service account on the bucket",
    source: "https://cloud.google.com/iam/docs/principal-identifiers",
    hop: "authorization",
    address: /^euro-access: google_storage_bucket_iam_member\./,
    breakIt: (document) =>
      replace(
        named(document, "google_storage_bucket_iam_member", /./)[0],
        "member",
        /reports:loader$/,
        "reports:default",
      ),
  },
  {
    example: "self-managed-source",
    stack: "self-managed-source",
    edge: / → euro$/,
    what: "the user's role on the service account under its old name",
    source: `${GITHUB}/google-github-actions/auth/issues/418`,
    hop: "impersonation",
    address: /google_service_account_iam_member\./,
    breakIt: (document) => {
      named(document, "google_service_account_iam_member", /./)[0].role = "roles/iam.serviceAccountUser";
    },
  },
];

const ENTRA_TEXT = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations";
const CREDENTIAL = /^corp-access: azurerm_federated_identity_credential\..*west_deploy_deployer/;
const credential = (document: Document) =>
  named(document, "azurerm_federated_identity_credential", /credential_west_deploy/)[0];

const AZURE: readonly Mistake[] = [
  {
    ...CORP,
    what: "the cluster's inner name as issuer",
    source: `${GITHUB}/Azure/azure-workload-identity/issues/616`,
    hop: "exchange",
    address: CREDENTIAL,
    breakIt: (document) => {
      credential(document).issuer = "https://kubernetes.default.svc.cluster.local";
    },
  },
  {
    ...CORP,
    what: "a slash behind the issuer",
    source: `${GITHUB}/MicrosoftDocs/azure-docs/issues/97699`,
    hop: "exchange",
    address: CREDENTIAL,
    breakIt: (document) => replace(credential(document), "issuer", /.*/s, `${String(credential(document).issuer)}/`),
  },
  {
    ...CORP,
    what: "another letter case of the subject",
    source: `${GITHUB}/Azure/login/issues/515`,
    hop: "exchange",
    address: CREDENTIAL,
    breakIt: (document) => replace(credential(document), "subject", /deployer$/, "Deployer"),
  },
  {
    ...CORP,
    what: "another namespace in the subject",
    source: `${GITHUB}/Azure/azure-workload-identity/issues/340`,
    hop: "exchange",
    address: CREDENTIAL,
    breakIt: (document) => replace(credential(document), "subject", /:deploy:/, ":default:"),
  },
  {
    ...CORP,
    what: "the audience of AWS",
    source: ENTRA_TEXT,
    hop: "exchange",
    address: CREDENTIAL,
    breakIt: (document) => {
      credential(document).audience = ["sts.amazonaws.com"];
    },
  },
  {
    ...CORP,
    what: "the audience of another of Azure's clouds",
    source: ENTRA_TEXT,
    hop: "exchange",
    address: CREDENTIAL,
    breakIt: (document) => {
      credential(document).audience = ["api://AzureADTokenExchangeUSGov"];
    },
  },
  {
    ...CORP,
    what: "the binding of the client id in place of the object id",
    source: "https://learn.microsoft.com/azure/aks/kubelogin-authentication",
    hop: "authorization",
    address: /^corp-access: kubernetes_role_binding_v1\.mesh_west_.*in-payments/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /west_.*in-payments/)[0],
        "subject",
        /\.principal_id\}/,
        ".client_id}",
      ),
  },
  {
    ...CORP,
    what: "the service principal bound as a group",
    source: "https://learn.microsoft.com/azure/aks/azure-ad-rbac",
    hop: "authorization",
    address: /^corp-access: kubernetes_role_binding_v1\.mesh_west_.*in-payments/,
    breakIt: (document) =>
      replace(named(document, "kubernetes_role_binding_v1", /west_.*in-payments/)[0], "subject", /^User$/, "Group"),
  },
  {
    example: "three-cloud-mesh",
    stack: "corp-access",
    edge: /^euro:reports\/loader → account-azurerm$/,
    what: "the role assignment of the client id",
    source: "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    hop: "authorization",
    address: /^corp-access: azurerm_role_assignment\./,
    breakIt: (document) =>
      replace(named(document, "azurerm_role_assignment", /./)[0], "principal_id", /\.principal_id\}/, ".client_id}"),
  },
  {
    example: "three-cloud-mesh",
    stack: "corp-access",
    edge: /^euro:reports\/loader → account-azurerm$/,
    what: "the role assignment on another vault",
    source: "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    hop: "authorization",
    address: /^corp-access: azurerm_role_assignment\./,
    breakIt: (document) => replace(named(document, "azurerm_role_assignment", /./)[0], "scope", /[^/]+$/, "other"),
  },
  {
    example: "entra-application",
    stack: "entra-application",
    edge: /^west:etl\/loader → core$/,
    what: "the application's credential with another subject",
    source: `${GITHUB}/Azure/azure-workload-identity/issues/977`,
    hop: "exchange",
    address: /azuread_application_federated_identity_credential\..*west/,
    breakIt: (document) =>
      replace(
        named(document, "azuread_application_federated_identity_credential", /west/)[0],
        "subject",
        /etl:loader/,
        "etl:default",
      ),
  },
];

describe.each([
  ["AWS", AWS],
  ["Google Cloud", GOOGLE],
  ["Azure", AZURE],
])("a mistake of an engineer in %s", (_cloud, mistakes) => {
  const made = new Map<Example, Synthesized>();
  afterAll(() => made.forEach((one) => one.remove()));

  it.each(mistakes.map((mistake) => [mistake.what, mistake] as const))(
    "is told where it is: %s",
    async (what, mistake) => {
      const { example, stack, edge, hop, address, breakIt } = mistake;
      const synthesized = made.get(example) ?? new Synthesized(EXAMPLES[example]);
      made.set(example, synthesized);
      const results = await runLab([synthesized.broken(stack, what, breakIt)], { edges: edge });
      const surprises = results.filter(({ verdict }) => verdict === "surprise");
      const told = surprises.map((one) => ({ hop: one.hop, address: one.decidedBy?.address }));
      expect(told[0]).toEqual({ hop, address: expect.stringMatching(address) as unknown });
    },
  );
});
