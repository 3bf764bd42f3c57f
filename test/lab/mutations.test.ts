import { TrialResult } from "../../src/lab";
import { Hop } from "../../src/simulator";
import { buildMesh } from "./support/meshes";
import { add, Args, named, replace } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";

/**
 * A trust that is broken on purpose turns the lab red, at the hop that is at fault and with the address of what is to be mended.
 * Each mutation is one a hand could make in a console or a review could miss.
 */
jest.setTimeout(60_000);

let good: Synthesized;
beforeAll(() => {
  good = new Synthesized(buildMesh);
});
afterAll(() => good.remove());

/** One mutation: what is broken, in which edge it shows, and what the lab must say of it. */
interface Mutation {
  readonly what: string;
  readonly edge: RegExp;
  readonly hop: Hop;
  /** The type of the resource to be mended, and its name. */
  readonly address: RegExp;
  readonly breakIt: (document: Document) => void;
}

/** Changes a role's trust policy as JSON. */
function trustPolicy(document: Document, name: RegExp, change: (statement: Args) => void): void {
  const [role] = named(document, "aws_iam_role", name);
  const policy = JSON.parse(role.assume_role_policy as string) as { Statement: Args[] };
  change(policy.Statement[0]);
  role.assume_role_policy = JSON.stringify(policy);
}

type Conditions = Record<string, Record<string, unknown>>;

/** Moves each line of a statement's condition to another operator or key, or changes its value. */
function conditions(
  statement: Args,
  change: (operator: string, key: string, value: unknown) => [string, string, unknown],
) {
  const changed: Conditions = {};
  for (const [operator, keys] of Object.entries(statement.Condition as Conditions)) {
    for (const [key, value] of Object.entries(keys)) {
      const [newOperator, newKey, newValue] = change(operator, key, value);
      (changed[newOperator] ??= {})[newKey] = newValue;
    }
  }
  statement.Condition = changed;
}

const CORP_IN_WEST = /^corp:deploy\/deployer → west$/;
const EURO_IN_WEST = /^euro:deploy\/deployer → west$/;
const WEST_IN_EURO = /^west:deploy\/deployer → euro$/;
const VELERO_IN_EURO = /^west:velero\/velero → euro$/;
const WEST_IN_CORP = /^west:deploy\/deployer → corp$/;

const AWS: Mutation[] = [
  {
    what: "a second subject in the trust policy",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*corp/,
    breakIt: (document) =>
      trustPolicy(document, /corp/, (statement) =>
        conditions(statement, (operator, key, value) => [
          operator,
          key,
          key.endsWith(":sub") ? [value, "system:serviceaccount:evil:evil"].flat() : value,
        ]),
      ),
  },
  {
    what: "a subject with a wildcard at its end",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*corp/,
    breakIt: (document) =>
      trustPolicy(document, /corp/, (statement) =>
        conditions(statement, (operator, key, value) =>
          key.endsWith(":sub") ? ["StringLike", key, `${String(value)}*`] : [operator, key, value],
        ),
      ),
  },
  {
    what: "a right in a namespace that nobody names",
    edge: EURO_IN_WEST,
    hop: "authorization",
    address: /^mesh: kubernetes_role_binding_v1\.added$/,
    breakIt: (document) => {
      const [binding] = named(document, "kubernetes_role_binding_v1", /euro_.*_in_west/);
      const metadata = { name: "added", namespace: "vault" };
      const role_ref = { ...(binding.role_ref as Args), name: "cluster-admin" };
      add(document, "kubernetes_role_binding_v1", { ...binding, metadata, role_ref });
    },
  },
  {
    what: "everything for whoever comes without a credential",
    edge: EURO_IN_WEST,
    hop: "authorization",
    address: /^mesh: kubernetes_cluster_role_binding_v1\.added$/,
    breakIt: (document) => {
      const [{ provider }] = named(document, "kubernetes_role_binding_v1", /euro_.*_in_west/);
      const api_group = "rbac.authorization.k8s.io";
      add(document, "kubernetes_cluster_role_binding_v1", {
        provider,
        metadata: { name: "added" },
        role_ref: { api_group, kind: "ClusterRole", name: "cluster-admin" },
        subject: [{ api_group, kind: "Group", name: "system:unauthenticated" }],
      });
    },
  },
  {
    what: "the registered audience changed by a letter",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_openid_connect_provider\..*issuer-corp/,
    breakIt: (document) => {
      const [provider] = named(document, "aws_iam_openid_connect_provider", /issuer-corp/);
      provider.client_id_list = ["sts.amazonaws.con"];
    },
  },
  {
    what: "the slash at the end of an AKS issuer removed",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_openid_connect_provider\..*issuer-corp/,
    breakIt: (document) =>
      replace(named(document, "aws_iam_openid_connect_provider", /issuer-corp/)[0], "url", /\/$/, ""),
  },
  {
    what: "a slash added to a GKE issuer",
    edge: EURO_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_openid_connect_provider\..*issuer-euro/,
    breakIt: (document) =>
      replace(named(document, "aws_iam_openid_connect_provider", /issuer-euro/)[0], "url", /$/, "/"),
  },
  {
    what: "the audience of the trust policy changed by a letter",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*corp_.*deploy_deployer/,
    breakIt: (document) =>
      replace(
        named(document, "aws_iam_role", /corp_/)[0],
        "assume_role_policy",
        "sts.amazonaws.com",
        "sts.amazonaws.con",
      ),
  },
  {
    what: "the subject of the trust policy changed by a letter",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*corp_/,
    breakIt: (document) =>
      replace(named(document, "aws_iam_role", /corp_/)[0], "assume_role_policy", "deploy:deployer", "deploy:deployed"),
  },
  {
    what: "the condition of the trust policy dropped",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*corp_/,
    breakIt: (document) => trustPolicy(document, /corp_/, (statement) => delete statement.Condition),
  },
  {
    what: "the subject's condition dropped",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*corp_/,
    breakIt: (document) =>
      trustPolicy(document, /corp_/, (statement) => {
        const { StringEquals } = statement.Condition as Conditions;
        for (const key of Object.keys(StringEquals)) if (key.endsWith(":sub")) delete StringEquals[key];
      }),
  },
  {
    what: "the subject's condition widened by a wildcard",
    edge: EURO_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*euro_/,
    breakIt: (document) =>
      trustPolicy(document, /euro_/, (statement) =>
        conditions(statement, (operator, key, value) =>
          key.endsWith(":sub") ? ["StringLike", key, "system:serviceaccount:*"] : [operator, key, value],
        ),
      ),
  },
  {
    what: "the subject asked with ForAllValues under a key that is never there",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*corp_/,
    breakIt: (document) =>
      trustPolicy(document, /corp_/, (statement) =>
        conditions(statement, (operator, key, value) =>
          // Without the slash the issuer ends in, no token has such a key.
          key.endsWith(":sub")
            ? ["ForAllValues:StringEquals", key.replace("/:sub", ":sub"), value]
            : [operator, key, value],
        ),
      ),
  },
  {
    what: "the federated principal of another issuer",
    edge: EURO_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*euro_/,
    breakIt: (document) => {
      const corp = Object.keys(document.resource.aws_iam_openid_connect_provider).find((name) =>
        /issuer-corp/.test(name),
      );
      trustPolicy(document, /euro_/, (statement) => {
        statement.Principal = { Federated: `\${aws_iam_openid_connect_provider.${corp}.arn}` };
      });
    },
  },
  {
    what: "the role renamed",
    edge: CORP_IN_WEST,
    hop: "exchange",
    address: /^mesh: aws_iam_role\..*corp_/,
    breakIt: (document) => replace(named(document, "aws_iam_role", /corp_/)[0], "name", /$/, "2"),
  },
  {
    what: "the access entry of another role",
    edge: CORP_IN_WEST,
    hop: "authentication",
    address: /^mesh: aws_eks_access_entry\..*corp_/,
    breakIt: (document) => {
      const [entry] = named(document, "aws_eks_access_entry", /corp_/);
      const [role] = named(document, "aws_iam_role", /corp_/);
      entry.principal_arn = `arn:aws:iam::111122223333:role/${String(role.name).slice(0, -1)}`;
    },
  },
  {
    what: "the access entry's group renamed",
    edge: CORP_IN_WEST,
    hop: "authentication",
    address: /^mesh: aws_eks_access_entry\..*corp_/,
    breakIt: (document) =>
      replace(named(document, "aws_eks_access_entry", /corp_/)[0], "kubernetes_groups", "trust-mesh:", "trust_mesh:"),
  },
  {
    what: "the binding's group renamed",
    edge: EURO_IN_WEST,
    hop: "authorization",
    address: /^mesh: kubernetes_role_binding_v1\..*euro_deploy_deployer_in_west/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /euro_.*_in_west/)[0],
        "subject",
        "trust-mesh:",
        "trust_mesh:",
      ),
  },
  {
    what: "the binding's group made a user",
    edge: EURO_IN_WEST,
    hop: "authorization",
    address: /^mesh: kubernetes_role_binding_v1\..*euro_deploy_deployer_in_west/,
    breakIt: (document) =>
      replace(named(document, "kubernetes_role_binding_v1", /euro_.*_in_west/)[0], "subject", /^Group$/, "User"),
  },
  {
    what: "the binding in another namespace",
    edge: EURO_IN_WEST,
    hop: "authorization",
    address: /^mesh: kubernetes_role_binding_v1\..*euro_deploy_deployer_in_west/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /euro_.*_in_west/)[0],
        "metadata",
        /^payments$/,
        "kube-system",
      ),
  },
  {
    what: "the binding of a greater role",
    edge: EURO_IN_WEST,
    hop: "authorization",
    address: /^mesh: kubernetes_role_binding_v1\..*euro_deploy_deployer_in_west/,
    breakIt: (document) =>
      replace(named(document, "kubernetes_role_binding_v1", /euro_.*_in_west/)[0], "role_ref", /^edit$/, "admin"),
  },
  {
    what: "the access policy of a greater scope",
    edge: CORP_IN_WEST,
    hop: "authorization",
    address: /^mesh: aws_eks_access_policy_association\..*corp_/,
    breakIt: (document) => {
      const [association] = named(document, "aws_eks_access_policy_association", /corp_/);
      association.access_scope = { type: "cluster" };
    },
  },
  {
    what: "the access policy replaced by a lesser one",
    edge: CORP_IN_WEST,
    hop: "authorization",
    address: /^mesh: (aws_eks_access_policy_association|kubernetes_role_binding_v1)\..*corp/,
    breakIt: (document) =>
      replace(
        named(document, "aws_eks_access_policy_association", /corp_/)[0],
        "policy_arn",
        "AmazonEKSViewPolicy",
        "AmazonEKSSecretReaderPolicy",
      ),
  },
  {
    what: "everybody who is authenticated bound as well",
    edge: EURO_IN_WEST,
    hop: "authorization",
    address: /^mesh: kubernetes_role_binding_v1\..*euro_deploy_deployer_in_west/,
    breakIt: (document) => {
      const [binding] = named(document, "kubernetes_role_binding_v1", /euro_.*_in_west/);
      (binding.subject as Args[]).push({ kind: "Group", name: "system:authenticated" });
    },
  },
];

const GOOGLE: Mutation[] = [
  {
    what: "another issuer's provider in the same pool",
    edge: WEST_IN_EURO,
    hop: "exchange",
    address: /^mesh: google_iam_workload_identity_pool_provider\.added$/,
    breakIt: (document) => {
      const [provider] = named(document, "google_iam_workload_identity_pool_provider", /west_/);
      add(document, "google_iam_workload_identity_pool_provider", {
        ...provider,
        workload_identity_pool_provider_id: "added",
        oidc: { issuer_uri: "https://evil.example" },
        attribute_condition: null,
      });
    },
  },
  {
    what: "an audience that every pod's token has",
    edge: WEST_IN_EURO,
    hop: "exchange",
    address: /^mesh: google_iam_workload_identity_pool_provider\..*west_/,
    breakIt: (document) => {
      const [provider] = named(document, "google_iam_workload_identity_pool_provider", /west_/);
      const { allowed_audiences, ...oidc } = provider.oidc as Args;
      const own = document.output["west-deployer"].value.match(/"--audience",\s*"([^"]*)"/)?.[1] ?? "";
      const all = (allowed_audiences as string[] | undefined) ?? [`https:${own}`];
      provider.oidc = { ...oidc, allowed_audiences: [...all, "https://kubernetes.default.svc"] };
    },
  },
  {
    what: "a condition on the beginning of the subject",
    edge: WEST_IN_EURO,
    hop: "exchange",
    address: /^mesh: google_iam_workload_identity_pool_provider\..*west_/,
    breakIt: (document) => {
      const [provider] = named(document, "google_iam_workload_identity_pool_provider", /west_/);
      provider.attribute_condition =
        'assertion.sub.startsWith("system:serviceaccount:deploy:deployer") || assertion.sub == "system:serviceaccount:velero:velero"';
    },
  },
  {
    what: "a manifest that lets everybody in do everything",
    edge: WEST_IN_EURO,
    hop: "authorization",
    address: /^mesh: kubernetes_manifest\.added$/,
    breakIt: (document) =>
      add(document, "kubernetes_manifest", {
        provider: "kubernetes.euro",
        manifest: {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "ClusterRoleBinding",
          metadata: { name: "open" },
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
          subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" }],
        },
      }),
  },
  {
    what: "a role of one's own on the project beside the mesh",
    edge: WEST_IN_EURO,
    hop: "authorization",
    address: /^mesh: google_project_iam_member\.added$/,
    breakIt: (document) => {
      const [lookup] = named(document, "google_project_iam_member", /west_.*deploy_deployer/);
      add(document, "google_project_iam_custom_role", { role_id: "own", permissions: ["container.secrets.get"] });
      const role = "${google_project_iam_custom_role.added.id}";
      add(document, "google_project_iam_member", { ...lookup, role });
    },
  },
  {
    what: "the provider's audience changed by a letter",
    edge: WEST_IN_EURO,
    hop: "exchange",
    address: /^mesh: google_iam_workload_identity_pool_provider\..*west_/,
    breakIt: (document) =>
      replace(
        named(document, "google_iam_workload_identity_pool_provider", /west_/)[0],
        "oidc",
        "/kubernetes",
        "/kubernetis",
      ),
  },
  {
    what: "the attribute condition dropped",
    edge: WEST_IN_EURO,
    hop: "exchange",
    address: /^mesh: google_iam_workload_identity_pool_provider\..*west_/,
    breakIt: (document) =>
      delete named(document, "google_iam_workload_identity_pool_provider", /west_/)[0].attribute_condition,
  },
  {
    what: "a subject of the attribute condition changed by a letter",
    edge: WEST_IN_EURO,
    hop: "exchange",
    address: /^mesh: google_iam_workload_identity_pool_provider\..*west_/,
    breakIt: (document) =>
      replace(
        named(document, "google_iam_workload_identity_pool_provider", /west_/)[0],
        "attribute_condition",
        "deploy:deployer",
        "deploy:Deployer",
      ),
  },
  {
    what: "the issuer with a slash",
    edge: WEST_IN_EURO,
    hop: "exchange",
    address: /^mesh: google_iam_workload_identity_pool_provider\..*west_/,
    breakIt: (document) =>
      replace(
        named(document, "google_iam_workload_identity_pool_provider", /west_/)[0],
        "oidc",
        /EXAMPLE$/,
        "EXAMPLE/",
      ),
  },
  {
    what: "the provider disabled",
    edge: WEST_IN_EURO,
    hop: "exchange",
    address: /^mesh: google_iam_workload_identity_pool_provider\..*west_/,
    breakIt: (document) => {
      named(document, "google_iam_workload_identity_pool_provider", /west_/)[0].disabled = true;
    },
  },
  {
    what: "every subject mapped to the same principal",
    edge: WEST_IN_EURO,
    hop: "authentication",
    address: /^mesh: google_iam_workload_identity_pool_provider\..*west_/,
    breakIt: (document) => {
      const [provider] = named(document, "google_iam_workload_identity_pool_provider", /west_/);
      provider.attribute_mapping = { "google.subject": "assertion.iss.extract('https://{host}/')" };
    },
  },
  {
    what: "the lookup role granted to the whole pool",
    edge: WEST_IN_EURO,
    hop: "authorization",
    address: /^mesh: google_project_iam_member\..*west_.*deploy_deployer/,
    breakIt: (document) => {
      const [member] = named(document, "google_project_iam_member", /west_.*deploy_deployer/);
      replace(member, "member", /^principal:\/\/(.*)\/subject\/.*$/, "");
      member.member =
        "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/" +
        `${String(named(document, "google_iam_workload_identity_pool", /west_/)[0].workload_identity_pool_id)}/*`;
    },
  },
  {
    what: "a role that reaches into every cluster of the project",
    edge: WEST_IN_EURO,
    hop: "authorization",
    address: /^mesh: google_project_iam_member\..*west_.*deploy_deployer/,
    breakIt: (document) => {
      named(document, "google_project_iam_member", /west_.*deploy_deployer/)[0].role = "roles/container.developer";
    },
  },
  {
    what: "the member that may impersonate changed by a letter",
    edge: VELERO_IN_EURO,
    hop: "impersonation",
    address: /^mesh: google_service_account_iam_member\./,
    breakIt: (document) =>
      replace(named(document, "google_service_account_iam_member", /./)[0], "member", "velero:velero", "velero:velera"),
  },
  {
    what: "the whole pool may impersonate",
    edge: VELERO_IN_EURO,
    hop: "impersonation",
    address: /^mesh: google_service_account_iam_member\./,
    breakIt: (document) => {
      const [member] = named(document, "google_service_account_iam_member", /./);
      replace(member, "member", /^principal:/, "principalSet:");
      replace(member, "member", /\/subject\/.*$/, "/*");
    },
  },
  {
    what: "the binding made with another cluster's provider",
    edge: WEST_IN_EURO,
    hop: "authorization",
    address: /^mesh: kubernetes_role_binding_v1\.mesh_west_deploy_deployer_in_euro/,
    breakIt: (document) => {
      named(document, "kubernetes_role_binding_v1", /west_deploy_.*_in_euro/)[0].provider = "kubernetes.corp";
    },
  },
  {
    what: "the kubeconfig's audience changed by a letter",
    edge: WEST_IN_EURO,
    hop: "source",
    address: /^mesh: output\.west-deployer$/,
    breakIt: (document) => {
      const output = document.output["west-deployer"];
      output.value = output.value.replace(/("\/\/iam[^"]*)kubernetes"/, '$1kubernetee"');
    },
  },
];

const AZURE: Mutation[] = [
  {
    what: "a federated credential of another issuer beside the edge's",
    edge: WEST_IN_CORP,
    hop: "exchange",
    address: /^mesh: azurerm_federated_identity_credential\.added$/,
    breakIt: (document) => {
      const [credential] = named(document, "azurerm_federated_identity_credential", /west_/);
      const [issuer, subject] = ["https://token.actions.githubusercontent.com", "repo:evil/repo:ref:refs/heads/main"];
      add(document, "azurerm_federated_identity_credential", { ...credential, name: "added", issuer, subject });
    },
  },
  {
    what: "a role of one's own assigned beside the mesh",
    edge: WEST_IN_CORP,
    hop: "authorization",
    address: /^mesh: azurerm_role_assignment\.added$/,
    breakIt: (document) => {
      const [{ scope, ...assignment }] = named(document, "azurerm_role_assignment", /./);
      add(document, "azurerm_role_definition", {
        name: "Everything",
        // Where a role of one's own can be assigned.
        scope: String(scope).replace(/\/resourceGroups\/.*/, ""),
        permissions: [{ data_actions: ["Microsoft.ContainerService/managedClusters/*"] }],
      });
      add(document, "azurerm_role_assignment", {
        ...assignment,
        scope: String(scope).replace(/\/namespaces\/.*/, ""),
        role_definition_id: "${azurerm_role_definition.added.role_definition_resource_id}",
      });
    },
  },
  {
    what: "the credential's audience changed by a letter",
    edge: WEST_IN_CORP,
    hop: "exchange",
    address: /^mesh: azurerm_federated_identity_credential\..*west_/,
    breakIt: (document) =>
      replace(
        named(document, "azurerm_federated_identity_credential", /west_/)[0],
        "audience",
        "api://AzureADTokenExchange",
        "api://AzureADTokenExchanges",
      ),
  },
  {
    what: "the credential's issuer with a slash",
    edge: WEST_IN_CORP,
    hop: "exchange",
    address: /^mesh: azurerm_federated_identity_credential\..*west_/,
    breakIt: (document) =>
      replace(named(document, "azurerm_federated_identity_credential", /west_/)[0], "issuer", /$/, "/"),
  },
  {
    what: "the credential's subject in other letters",
    edge: WEST_IN_CORP,
    hop: "exchange",
    address: /^mesh: azurerm_federated_identity_credential\..*west_/,
    breakIt: (document) =>
      replace(
        named(document, "azurerm_federated_identity_credential", /west_/)[0],
        "subject",
        "deploy:deployer",
        "deploy:Deployer",
      ),
  },
  {
    what: "the credential of another service account",
    edge: WEST_IN_CORP,
    hop: "exchange",
    address: /^mesh: azurerm_federated_identity_credential\..*west_/,
    breakIt: (document) =>
      replace(
        named(document, "azurerm_federated_identity_credential", /west_/)[0],
        "subject",
        "deploy:deployer",
        "lab-intruder:deployer",
      ),
  },
  {
    what: "the credential removed",
    edge: WEST_IN_CORP,
    hop: "exchange",
    address: /^mesh: azurerm_user_assigned_identity\..*west_/,
    breakIt: (document) => {
      const credentials = document.resource.azurerm_federated_identity_credential;
      for (const name of Object.keys(credentials)) if (/west_/.test(name)) delete credentials[name];
    },
  },
  {
    what: "the binding on the client id instead of the principal id",
    edge: /^euro:deploy\/deployer → corp$/,
    hop: "authorization",
    address: /^mesh: kubernetes_role_binding_v1\.mesh_euro_deploy_deployer_in_corp/,
    breakIt: (document) =>
      replace(
        named(document, "kubernetes_role_binding_v1", /euro_.*_in_corp/)[0],
        "subject",
        /principal_id/,
        "client_id",
      ),
  },
  {
    what: "the role assignment on the whole cluster",
    edge: WEST_IN_CORP,
    hop: "authorization",
    address: /^mesh: azurerm_role_assignment\./,
    breakIt: (document) =>
      replace(named(document, "azurerm_role_assignment", /./)[0], "scope", /\/namespaces\/telemetry$/, ""),
  },
  {
    what: "the role assignment of a greater role",
    edge: WEST_IN_CORP,
    hop: "authorization",
    address: /^mesh: azurerm_role_assignment\./,
    breakIt: (document) =>
      replace(
        named(document, "azurerm_role_assignment", /./)[0],
        "role_definition_id",
        "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
        "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
      ),
  },
];

describe("the mesh as it was synthesized", () => {
  it("has no surprise", async () => {
    const results = await runLab([good.path]);
    expect(results.length).toBeGreaterThan(90);
    expect(results.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
  });
});

describe.each([
  ["AWS", AWS],
  ["Google Cloud", GOOGLE],
  ["Azure", AZURE],
])("a mesh that is broken in %s", (_cloud, mutations) => {
  it.each(mutations.map((mutation) => [mutation.what, mutation] as const))(
    "turns red for %s",
    async (what, mutation) => {
      // GIVEN
      const path = good.broken("mesh", what, mutation.breakIt);

      // WHEN
      const results = await runLab([path], { edges: mutation.edge });

      // THEN
      const surprises = results.filter(({ verdict }) => verdict === "surprise");
      expect(surprises.map(told)).toContainEqual({
        hop: mutation.hop,
        address: expect.stringMatching(mutation.address) as unknown,
        where: expect.stringMatching(/cdk\.tf\.json:\d+$/) as unknown,
      });
    },
  );
});

function told({ hop, decidedBy }: TrialResult) {
  return { hop, address: decidedBy?.address, where: decidedBy?.where };
}
