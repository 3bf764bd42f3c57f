import { unseenGrants } from "../../src/findings/rules/unseen-grants";
import { account, ROLE_ARN } from "../simulator/support/aws";
import { identity, SUBSCRIPTION } from "../simulator/support/azure";
import { granting, PRINCIPAL, PROJECT, project } from "../simulator/support/google";
import { declaration, declaring, EKS_ARGS, SERVER } from "../simulator/support/mesh";
import { NOW } from "../simulator/support/tokens";
import { Args, merged, read, Stack } from "../simulator/support/stack";

/** What may grant more than is simulated, and is told beside a table that knows nothing of it. */
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const unseen = (...stacks: Stack[]) =>
  unseenGrants(read(merged(...stacks)), NOW).map(({ place, reason }) => ({ place, reason }));
const ABOVE = "IAM above the project, which the project inherits, is not read";
const NOT_READ = "what it makes in its cluster is not read";
const view = { role: "roles/container.admin", folder: "folders/1", org_id: "1" };
const metadata = { name: "aws-auth", namespace: "kube-system" };

describe("a grant that is not simulated", () => {
  it.each<[string, Args, string]>([
    ["google_folder_iam_member", { ...view, member: "allUsers" }, ABOVE],
    ["google_folder_iam_binding", { ...view, members: ["user:a@example.com", PRINCIPAL] }, ABOVE],
    ["google_folder_iam_policy", { ...view, policy_data: "{}" }, ABOVE],
    [
      "google_organization_iam_member",
      { ...view, member: `serviceAccount:x@${PROJECT}.iam.gserviceaccount.com` },
      ABOVE,
    ],
    ["google_organization_iam_binding", { ...view, members: ["${var.member}"] }, ABOVE],
    ["google_organization_iam_policy", { ...view, policy_data: "{}" }, ABOVE],
    ["helm_release", { name: "argo-cd" }, NOT_READ],
    ["kubectl_manifest", { yaml_body: "kind: [" }, NOT_READ],
    ["kubectl_manifest", {}, NOT_READ],
  ])("is told: %s %j", (type, args, reason) => {
    expect(unseen(one(type, args))).toEqual([{ place: `mesh: ${type}.one`, reason }]);
  });

  it.each<[string, Args]>([
    ["google_folder_iam_member", { ...view, member: "user:a@example.com" }],
    ["google_organization_iam_binding", { ...view, members: ["group:a@example.com", "domain:example.com"] }],
    ["kubernetes_cluster_role_v1", { metadata: { labels: { app: "x" } }, rule: [] }],
    ["kubernetes_cluster_role_v1", { metadata: { labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" } } }],
    ["kubectl_manifest", { yaml_body: "kind: ClusterRoleBinding" }],
    ["kubernetes_config_map_v1", { metadata: { name: "aws-auth", namespace: "default" } }],
    ["kubernetes_config_map_v1", { metadata: { name: "other", namespace: "kube-system" } }],
  ])("is not taken for one: %s %j", (type, args) => {
    expect(unseen(one(type, args))).toEqual([]);
  });
});

describe("the ConfigMap aws-auth of an edge's cluster", () => {
  const cluster = (authentication_mode?: string): Stack => ({
    resource: { aws_eks_cluster: { west: { name: "west", access_config: [{ authentication_mode }] } } },
  });
  const map = (data: Args, ...stacks: Stack[]) =>
    unseen(
      merged(account(), declaring({ args: EKS_ARGS, declaration: declaration({ principal: ROLE_ARN }) }), ...stacks),
      { provider: { kubernetes: { host: SERVER } }, ...one("kubernetes_config_map_v1", { metadata, data }) },
    ).map(({ reason }) => reason);

  it.each<[string, Args, Stack[], string]>([
    ["where the mode is not known", { mapRoles: "[]" }, [], "authentication modes, and that of its cluster"],
    ["that is no YAML", { mapRoles: "- {a" }, [cluster("CONFIG_MAP")], "is no YAML"],
    ["that is no list", { mapRoles: "a: b" }, [cluster("API_AND_CONFIG_MAP")], "is no list"],
    ["whose mappings cannot be known", { mapRoles: "${var.roles}" }, [cluster("CONFIG_MAP")], "cannot be known"],
  ])("is told: %s", (_what, data, stacks, reason) => {
    expect(map(data, ...stacks)).toEqual([expect.stringContaining(reason)]);
  });

  it("is none where it is read, or where the mode has no such ConfigMap", () => {
    expect(map({ mapRoles: "[]" }, cluster("API_AND_CONFIG_MAP"))).toEqual([]);
    expect(map({ mapRoles: "- {a" }, cluster("API"))).toEqual([]);
  });
});

describe("a Helm release", () => {
  const AMAZON = { chart: "amazon-eks-pod-identity-webhook", repository: "https://jkroepke.github.io/helm-charts" };
  const AZURE = {
    chart: "workload-identity-webhook",
    repository: "https://azure.github.io/azure-workload-identity/charts/",
  };
  const CERTS = { chart: "cert-manager", repository: "https://charts.jetstack.io" };
  const release = (args: Args) => one("helm_release", args);
  const into = declaring({ declaration: declaration(), args: EKS_ARGS });
  const reasons = (...stacks: Stack[]) => unseen(...stacks).map(({ reason }) => reason);
  const AGGREGATES =
    "its ClusterRoles add rights to view, edit and admin in its cluster, unless its value global.rbac.aggregateClusterRoles is false";

  it.each<[string, Args]>([
    ["Amazon's webhook", AMAZON],
    ["Azure's webhook", { ...AZURE, set: [{ name: "azureTenantID", value: "x" }] }],
    ["cert-manager", CERTS],
    ["cert-manager by its address", { chart: "oci://quay.io/jetstack/charts/cert-manager" }],
    ["cert-manager from a registry", { chart: "cert-manager", repository: "oci://quay.io/jetstack/charts" }],
    ["empty values", { ...AMAZON, values: ["config: {podIdentityWebhookMap: {}, extraArgs: []}"], postrender: null }],
  ])("of a chart that is known grants nothing: %s", (_what, args) => {
    expect(unseen(release(args))).toEqual([]);
  });

  it.each<[string, Args, string]>([
    ["another chart of the repository", { ...AMAZON, chart: "values" }, NOT_READ],
    ["a chart of that name from elsewhere", { ...CERTS, repository: "https://charts.example.com" }, NOT_READ],
    ["a chart of a folder", { chart: "./charts/cert-manager" }, NOT_READ],
    ["a name alone", { chart: "cert-manager" }, NOT_READ],
    [
      "a map of roles in values",
      { ...AMAZON, values: ["a: 1", "config:\n  podIdentityWebhookMap:\n    enabled: true\n"] },
      "its value config.podIdentityWebhookMap adds what is not read",
    ],
    [
      "arguments of one's own",
      { ...AMAZON, set: [{ name: "config.extraArgs[0]", value: "--x" }] },
      "its value config.extraArgs adds what is not read",
    ],
    [
      "objects of one's own",
      { ...CERTS, set_list: [{ name: "extraObjects", value: ["kind: ClusterRoleBinding"] }] },
      "its value extraObjects adds what is not read",
    ],
    [
      "a value that is only written",
      { ...CERTS, set_wo: [{ name: "extraObjects" }] },
      "its value extraObjects adds what is not read",
    ],
    [
      "a post-renderer",
      { ...AZURE, postrender: { binary_path: "./add.sh" } },
      "its post-renderer can change what the chart makes",
    ],
    [
      "values that are not known",
      { ...AZURE, values: ["${data.http.values.body}"] },
      "its values are not known, and some of the chart's add objects that are not read",
    ],
  ])("is told for %s", (_what, args, reason) => {
    expect(reasons(release(args))).toEqual([reason]);
  });

  it("of cert-manager adds rights where edges lead into its cluster, unless that is switched off", () => {
    const at = (host: string, more: Args = {}) =>
      merged(release({ ...CERTS, ...more }), { provider: { helm: [{ kubernetes: { host } }] } });
    const off = { set: [{ name: "global.rbac.aggregateClusterRoles", value: "false" }] };

    expect(reasons(release(CERTS), into)).toEqual([AGGREGATES]);
    expect(reasons(release({ ...CERTS, ...off }), into)).toEqual([]);
    expect(reasons(at("https://west.example.com/"), into)).toEqual([AGGREGATES]);
    expect(reasons(at("https://elsewhere.example.com"), into)).toEqual([]);
  });
});

describe("a role of Google's that was not read", () => {
  const own = `projects/${PROJECT}/roles/own`;
  const place = "mesh: google_project_iam_member.grant";

  it.each([PRINCIPAL, "allUsers", "allAuthenticatedUsers", `serviceAccount:x@${PROJECT}.iam.gserviceaccount.com`])(
    "is told where it is granted to %s",
    (member) => {
      const reason = `what ${own} permits is not in what was read: read the stack that creates it, too, or look at it and acknowledge this gap`;
      expect(unseen(granting("google_project_iam_member", { role: own, member }))).toEqual([{ place, reason }]);
    },
  );

  it("is told on a service account, too", () => {
    const args = {
      service_account_id: `projects/${PROJECT}/serviceAccounts/x@y`,
      role: "organizations/1/roles/own",
      member: PRINCIPAL,
    };
    expect(unseen(granting("google_service_account_iam_member", args))).toMatchObject([
      { place: "mesh: google_service_account_iam_member.grant" },
    ]);
  });

  it.each<[string, Args, Stack]>([
    ["granted to a person", { role: own, member: "user:a@example.com" }, {}],
    ["one of Google's", { role: "roles/storage.admin", member: PRINCIPAL }, {}],
    [
      "read",
      { role: own, member: PRINCIPAL },
      one("google_project_iam_custom_role", { role_id: "own", permissions: [] }),
    ],
  ])("is not told if it is %s", (_what, args, further) => {
    expect(unseen(granting("google_project_iam_member", args), further)).toEqual([]);
  });
});

describe("a role of Azure's that was not read", () => {
  const PRINCIPAL_ID = "11111111-0000-0000-0000-000000000000";
  const edge = declaring({ args: EKS_ARGS, declaration: declaration({ principal: PRINCIPAL_ID }) });
  const assigned = (args: Args): Stack =>
    merged(
      account(),
      identity(),
      edge,
      one("azurerm_role_assignment", { scope: `/subscriptions/${SUBSCRIPTION}`, ...args }),
    );

  it.each<[Args, string]>([
    [{ role_definition_name: "Own" }, "Own"],
    [{ role_definition_name: "Cost Management Reader" }, "Cost Management Reader"],
    [{ role_definition_id: "/x/roleDefinitions/ABCD" }, "abcd"],
  ])("is told for an edge's identity: %j", (args, name) => {
    expect(unseen(assigned({ ...args, principal_id: PRINCIPAL_ID }))).toEqual([
      {
        place: "mesh: azurerm_role_assignment.one",
        reason: `what the role ${name} permits is not in what was read: read the stack that creates it, too, or look at it and acknowledge this gap`,
      },
    ]);
  });

  it.each<[string, Args, Stack]>([
    ["by a name that is known", { role_definition_name: "Contributor", principal_id: PRINCIPAL_ID }, {}],
    ["another's", { role_definition_name: "Own", principal_id: "22222222-0000-0000-0000-000000000000" }, {}],
    ["for AKS", { role_definition_name: "Azure Kubernetes Service RBAC Reader", principal_id: PRINCIPAL_ID }, {}],
    [
      "for a kubeconfig",
      { role_definition_name: "Azure Kubernetes Service Cluster User Role", principal_id: PRINCIPAL_ID },
      {},
    ],
    [
      "read",
      { role_definition_name: "Own", principal_id: PRINCIPAL_ID },
      one("azurerm_role_definition", { name: "Own", scope: "/subscriptions/x" }),
    ],
  ])("is not told if it is %s", (_what, args, further) => {
    expect(unseen(assigned(args), further)).toEqual([]);
  });
});

describe("a mesh of the library's own", () => {
  it("has nothing of the kind", () => {
    expect(unseen(account(), project(), identity(), declaring({ args: EKS_ARGS, declaration: declaration() }))).toEqual(
      [],
    );
  });
});
