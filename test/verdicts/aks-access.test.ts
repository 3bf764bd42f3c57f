import {
  aks,
  AKS_CLUSTER_ADMIN as CLUSTER_ADMIN,
  AKS_READER as READER,
  AKS_WRITER as WRITER,
  assignment,
  CLUSTER,
  GROUP,
  managementGroup,
  OBJECT,
  role,
  Shown,
  SUBSCRIPTION,
} from "./support/azure";
import { itAnswers, Row } from "./support/rows";

const ADMIN = "3498e952-d568-435e-9b2c-8d77e338d7f7";
const PODS = { verb: "get", resource: "pods", namespace: "payments" };
const SECRETS = { ...PODS, resource: "secrets" };
const assigned = (guid: string, more: object = {}) => ({
  resources: [assignment({ role_definition_id: role(guid), ...more })],
});
const own = (permissions: object, more: object = {}, assignedTo: object = {}): { resources: Shown[] } => ({
  resources: [
    {
      type: "azurerm_role_definition",
      name: "own",
      values: {
        name: "own",
        role_definition_id: "d0000000-0000-4000-8000-000000000009",
        role_definition_resource_id: role("d0000000-0000-4000-8000-000000000009"),
        scope: `/subscriptions/${SUBSCRIPTION}`,
        permissions: [{ actions: [], not_actions: [], data_actions: [], not_data_actions: [], ...permissions }],
        assignable_scopes: [`/subscriptions/${SUBSCRIPTION}`],
        ...more,
      },
    },
    assignment({ role_definition_id: role("d0000000-0000-4000-8000-000000000009"), ...assignedTo }),
  ],
});
function bound(name: string, kind = "User", more: object = {}): Shown {
  return {
    type: "kubernetes_cluster_role_binding_v1",
    name: "one",
    values: {
      metadata: [{ name: "one", annotations: { "cdktf-trust-mesh/target-cluster": CLUSTER } }],
      role_ref: [{ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" }],
      subject: [{ api_group: "rbac.authorization.k8s.io", kind, name, namespace: "" }],
      ...more,
    },
  };
}
const P = "Microsoft.ContainerService/managedClusters";
const when = (condition: string) => ({ condition, condition_version: "2.0" });
const at = (group: string) =>
  assignment({ role_definition_id: role(READER), scope: `/providers/Microsoft.Management/managementGroups/${group}` });

type Parts = Parameters<typeof aks>[0];
const CASES: readonly Row<Parts>[] = [
  // AKS documentation, "Use Microsoft Entra ID authorization for the Kubernetes API"; Azure RBAC, "Azure built-in roles for Containers"
  ["RBAC Reader", assigned(READER), PODS, "allowed"],
  ["RBAC Reader, secrets", assigned(READER), SECRETS, "authorization"],
  ["RBAC Reader, a write", assigned(READER), { ...PODS, verb: "create" }, "authorization"],
  ["RBAC Reader, nodes", assigned(READER), { verb: "list", resource: "nodes" }, "authorization"],
  ["RBAC Writer, secrets", assigned(WRITER), SECRETS, "allowed"],
  [
    "RBAC Writer, roles",
    assigned(WRITER),
    { ...PODS, verb: "create", resource: "roles.rbac.authorization.k8s.io" },
    "authorization",
  ],
  [
    "RBAC Admin, roles",
    assigned(ADMIN),
    { ...PODS, verb: "create", resource: "roles.rbac.authorization.k8s.io" },
    "allowed",
  ],
  ["RBAC Admin, quotas", assigned(ADMIN), { ...PODS, verb: "update", resource: "resourcequotas" }, "authorization"],
  ["RBAC Cluster Admin", assigned(CLUSTER_ADMIN), { verb: "delete", resource: "nodes", name: "a" }, "allowed"],
  ["RBAC Reader in the namespace", assigned(READER, { scope: `${CLUSTER}/namespaces/payments` }), PODS, "allowed"],
  [
    "RBAC Reader in another namespace",
    assigned(READER, { scope: `${CLUSTER}/namespaces/checkout` }),
    PODS,
    "authorization",
  ],
  [
    "RBAC Reader in a namespace that begins alike",
    assigned(READER, { scope: `${CLUSTER}/namespaces/pay` }),
    PODS,
    "authorization",
  ],
  [
    "RBAC Reader in the namespace, across the cluster",
    assigned(READER, { scope: `${CLUSTER}/namespaces/payments` }),
    { verb: "list", resource: "pods" },
    "authorization",
  ],
  ["RBAC Reader on the resource group", assigned(READER, { scope: GROUP }), PODS, "allowed"],
  [
    "RBAC Reader on the resource group in another letter case",
    assigned(READER, { scope: GROUP.toUpperCase() }),
    PODS,
    "allowed",
  ],
  ["RBAC Reader on another resource group", assigned(READER, { scope: `${GROUP}2` }), PODS, "authorization"],
  ["RBAC Reader on the subscription", assigned(READER, { scope: `/subscriptions/${SUBSCRIPTION}` }), PODS, "allowed"],
  [
    "RBAC Reader on another subscription",
    assigned(READER, { scope: "/subscriptions/00000000-0000-4000-8000-000000000000" }),
    PODS,
    "authorization",
  ],
  ["RBAC Reader on another cluster", assigned(READER, { scope: `${CLUSTER}2` }), PODS, "authorization"],
  [
    "RBAC Reader for another",
    assigned(READER, { principal_id: "00000000-0000-4000-8000-000000000007" }),
    PODS,
    "authorization",
  ],
  [
    "a role by its name",
    { resources: [assignment({ role_definition_name: "Azure Kubernetes Service RBAC Reader" })] },
    PODS,
    "allowed",
  ],
  [
    "Owner has no data actions",
    { resources: [assignment({ role_definition_name: "Owner", scope: GROUP })] },
    PODS,
    "authorization",
  ],
  [
    "Contributor has no data actions",
    { resources: [assignment({ role_definition_name: "Contributor", scope: GROUP })] },
    PODS,
    "authorization",
  ],
  [
    "Azure RBAC is off",
    { ...assigned(READER), stated: { entraIntegration: true, azureRbacEnabled: false, localAccounts: false } },
    PODS,
    "authorization",
  ],
  [
    "no Entra integration",
    { ...assigned(READER), stated: { entraIntegration: false, azureRbacEnabled: false, localAccounts: true } },
    PODS,
    "authentication",
  ],
  // "Azure role definitions"
  ["a role of one's own", own({ data_actions: [`${P}/pods/read`] }), PODS, "allowed"],
  [
    "a role of one's own, another action",
    own({ data_actions: [`${P}/pods/read`] }),
    { ...PODS, verb: "delete" },
    "authorization",
  ],
  [
    "a role of one's own in another letter case",
    own({ data_actions: [`${P.toLowerCase()}/PODS/read`] }),
    PODS,
    "allowed",
  ],
  ["a star for all data actions", own({ data_actions: ["*"] }), SECRETS, "allowed"],
  ["a star for all reads", own({ data_actions: [`${P}/*/read`] }), SECRETS, "allowed"],
  [
    "a star less what not_data_actions takes away",
    own({ data_actions: [`${P}/*`], not_data_actions: [`${P}/secrets/*`] }),
    SECRETS,
    "authorization",
  ],
  [
    "what not_data_actions leaves",
    own({ data_actions: [`${P}/*`], not_data_actions: [`${P}/secrets/*`] }),
    PODS,
    "allowed",
  ],
  [
    "not_data_actions is no deny across assignments",
    {
      resources: [
        ...own({ data_actions: [`${P}/*`], not_data_actions: [`${P}/secrets/*`] }).resources,
        assignment({ role_definition_id: role(WRITER) }, "two"),
      ],
    },
    SECRETS,
    "allowed",
  ],
  ["actions are no data actions", own({ actions: ["*"] }), PODS, "authorization"],
  [
    "a group of the API",
    own({ data_actions: [`${P}/apps/deployments/read`] }),
    { ...PODS, resource: "deployments.apps" },
    "allowed",
  ],
  [
    "a group of the API that is left out",
    own({ data_actions: [`${P}/deployments/read`] }),
    { ...PODS, resource: "deployments.apps" },
    "authorization",
  ],
  // Kubernetes RBAC beside Azure's: either of the two suffices
  ["the object id in RBAC", { resources: [bound(OBJECT)] }, PODS, "allowed"],
  ["the object id in another letter case", { resources: [bound(OBJECT.toUpperCase())] }, PODS, "authorization"],
  ["the client id in RBAC", { resources: [bound("c11e0000-0000-4000-8000-000000000001")] }, PODS, "authorization"],
  ["the object id as a group", { resources: [bound(OBJECT, "Group")] }, PODS, "authorization"],
  // https://learn.microsoft.com/azure/role-based-access-control/scope-overview: a management group, with the groups below it, is above
  // its subscriptions; what it gives is inherited
  ["a management group", { resources: [managementGroup("corp", [SUBSCRIPTION]), at("corp")] }, PODS, "allowed"],
  [
    "a management group in another letter case",
    { resources: [managementGroup("corp", [SUBSCRIPTION.toUpperCase()]), at("CORP")] },
    PODS,
    "allowed",
  ],
  [
    "the group above the subscription's",
    { resources: [managementGroup("corp", [SUBSCRIPTION], "root"), managementGroup("root", []), at("root")] },
    PODS,
    "allowed",
  ],
  [
    "the group below the subscription's",
    { resources: [managementGroup("corp", [SUBSCRIPTION]), managementGroup("team", [], "corp"), at("team")] },
    PODS,
    "authorization",
  ],
  [
    "a management group of another subscription",
    { resources: [managementGroup("corp", ["00000000-0000-4000-8000-000000000000"]), at("corp")] },
    PODS,
    "authorization",
  ],
  [
    "a subscription that an association brings",
    {
      resources: [
        managementGroup("corp", []),
        {
          type: "azurerm_management_group_subscription_association",
          name: "one",
          values: {
            management_group_id: "/providers/Microsoft.Management/managementGroups/corp",
            subscription_id: `/subscriptions/${SUBSCRIPTION}`,
          },
        },
        at("corp"),
      ],
    },
    PODS,
    "allowed",
  ],
  ["a management group that was not read", { resources: [at("corp")] }, PODS, "authorization"],
  // https://learn.microsoft.com/azure/role-based-access-control/conditions-overview: an assignment counts where its condition is true
  [
    "a condition on another action",
    assigned(READER, when(`((!(ActionMatches{'${P}/configmaps/read'})) OR (@Resource[a:b] StringEquals 'c'))`)),
    PODS,
    "allowed",
  ],
  [
    "a condition on the action",
    assigned(READER, when(`((!(ActionMatches{'${P}/pods/read'})) OR (@Resource[a:b] StringEquals 'c'))`)),
    PODS,
    "authorization",
  ],
  [
    "a condition on all actions by a star",
    assigned(READER, when(`((!(ActionMatches{'${P}/*'})) OR (@Resource[a:b] StringEquals 'c'))`)),
    PODS,
    "authorization",
  ],
  ["a condition that cannot be read", assigned(READER, when("any time")), PODS, "authorization"],
  [
    "a condition beside an assignment without one",
    {
      resources: [
        assignment({ role_definition_id: role(READER), ...when("any time") }),
        assignment({ role_definition_id: role(READER) }, "two"),
      ],
    },
    PODS,
    "allowed",
  ],
  // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers: data actions of the roles
  ["RBAC Reader, roles", assigned(READER), { ...PODS, resource: "roles.rbac.authorization.k8s.io" }, "authorization"],
  ["RBAC Reader, services", assigned(READER), { ...PODS, verb: "watch", resource: "services" }, "allowed"],
  [
    "RBAC Reader, exec",
    assigned(READER),
    { ...PODS, verb: "create", resource: "pods/exec", name: "a" },
    "authorization",
  ],
  ["RBAC Writer, exec", assigned(WRITER), { ...PODS, verb: "create", resource: "pods/exec", name: "a" }, "allowed"],
  [
    "RBAC Writer, deployments",
    assigned(WRITER),
    { ...PODS, verb: "delete", resource: "deployments.apps", name: "a" },
    "allowed",
  ],
  [
    "RBAC Writer, a quota",
    assigned(WRITER),
    { ...PODS, verb: "update", resource: "resourcequotas", name: "a" },
    "authorization",
  ],
  ["RBAC Writer, nodes", assigned(WRITER), { verb: "list", resource: "nodes" }, "authorization"],
  ["RBAC Writer, a namespace", assigned(WRITER), { verb: "create", resource: "namespaces" }, "authorization"],
  ["RBAC Admin, reads of quotas", assigned(ADMIN), { ...PODS, resource: "resourcequotas" }, "allowed"],
  ["RBAC Admin, a namespace", assigned(ADMIN), { verb: "delete", resource: "namespaces", name: "a" }, "authorization"],
  [
    "RBAC Cluster Admin, a namespace",
    assigned(CLUSTER_ADMIN),
    { verb: "delete", resource: "namespaces", name: "a" },
    "allowed",
  ],
  [
    "RBAC Cluster Admin, a custom resource",
    assigned(CLUSTER_ADMIN),
    { ...PODS, resource: "crontabs.stable.example.com" },
    "allowed",
  ],
  [
    "RBAC Cluster Admin in a namespace, nodes",
    assigned(CLUSTER_ADMIN, { scope: `${CLUSTER}/namespaces/payments` }),
    { verb: "list", resource: "nodes" },
    "authorization",
  ],
  [
    "Kubernetes Service Contributor manages clusters alone",
    assigned("ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8"),
    PODS,
    "authorization",
  ],
  ["Cluster User reads credentials alone", assigned("4abbcc35-e782-43d8-92c5-2d3f1bd2253f"), PODS, "authorization"],
  [
    "Cluster Admin Role reads credentials alone",
    assigned("0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8"),
    PODS,
    "authorization",
  ],
];

describe("access to an AKS cluster", () => {
  itAnswers(CASES, { from: "west:deploy/deployer", to: "corp" }, aks);
});
