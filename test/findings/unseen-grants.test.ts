import { unseenGrants } from "../../src/findings/rules/unseen-grants";
import { account } from "../simulator/support/aws";
import { identity, SUBSCRIPTION } from "../simulator/support/azure";
import { granting, PRINCIPAL, PROJECT, project } from "../simulator/support/google";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { NOW } from "../simulator/support/tokens";
import { Args, merged, read, Stack } from "../simulator/support/stack";

/** What may grant more than is simulated, and is told beside a table that knows nothing of it. */
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const unseen = (...stacks: Stack[]) =>
  unseenGrants(read(merged(...stacks)), NOW).map(({ place, reason }) => ({ place, reason }));
const ABOVE = "IAM above the project, which the project inherits, is not read";
const AGGREGATED = "aggregation, by which ClusterRoles add to each other, is not simulated";
const NOT_READ = "what it makes in its cluster is not read";
const AWS_AUTH = "the ConfigMap aws-auth is not read";
const view = { role: "roles/container.admin", folder: "folders/1", org_id: "1" };
const authMap = { metadata: { name: "aws-auth", namespace: "kube-system" } };

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
    [
      "kubernetes_cluster_role",
      { metadata: { labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" } } },
      AGGREGATED,
    ],
    ["kubernetes_cluster_role_v1", { metadata: {}, aggregation_rule: { cluster_role_selectors: [] } }, AGGREGATED],
    ["kubernetes_config_map", authMap, AWS_AUTH],
    ["kubernetes_config_map_v1", authMap, AWS_AUTH],
    ["kubernetes_config_map_v1_data", authMap, AWS_AUTH],
    ["helm_release", { name: "argo-cd" }, NOT_READ],
    ["kubectl_manifest", { yaml_body: "kind: ClusterRoleBinding" }, NOT_READ],
  ])("is told: %s %j", (type, args, reason) => {
    expect(unseen(one(type, args))).toEqual([{ place: `mesh: ${type}.one`, reason }]);
  });

  it.each<[string, Args]>([
    ["google_folder_iam_member", { ...view, member: "user:a@example.com" }],
    ["google_organization_iam_binding", { ...view, members: ["group:a@example.com", "domain:example.com"] }],
    ["kubernetes_cluster_role_v1", { metadata: { labels: { app: "x" } }, rule: [] }],
    ["kubernetes_config_map_v1", { metadata: { name: "aws-auth", namespace: "default" } }],
    ["kubernetes_config_map_v1", { metadata: { name: "other", namespace: "kube-system" } }],
  ])("is not taken for one: %s %j", (type, args) => {
    expect(unseen(one(type, args))).toEqual([]);
  });
});

describe("a role of Google's that was not read", () => {
  const own = `projects/${PROJECT}/roles/own`;
  const place = "mesh: google_project_iam_member.grant";

  it.each([PRINCIPAL, "allUsers", "allAuthenticatedUsers", `serviceAccount:x@${PROJECT}.iam.gserviceaccount.com`])(
    "is told where it is granted to %s",
    (member) => {
      const reason = `what ${own} permits is not in what was read`;
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
    [{ role_definition_name: "Contributor" }, "Contributor"],
    [{ role_definition_id: "/x/roleDefinitions/ABCD" }, "abcd"],
  ])("is told for an edge's identity: %j", (args, name) => {
    expect(unseen(assigned({ ...args, principal_id: PRINCIPAL_ID }))).toEqual([
      { place: "mesh: azurerm_role_assignment.one", reason: `what the role ${name} permits is not in what was read` },
    ]);
  });

  it.each<[string, Args, Stack]>([
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
