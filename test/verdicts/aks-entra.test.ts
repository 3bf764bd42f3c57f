import { furtherRightsRule } from "../../src/findings/rules/further-rights";
import { worldOf } from "./support/ask";
import {
  ABOVE_TEAM,
  aks,
  AKS_CLUSTER_ADMIN as CLUSTER_ADMIN,
  AKS_READER as READER,
  assignment,
  azapi,
  CLUSTER,
  GROUP,
  group,
  OBJECT,
  REFUSED,
  role,
  SERVER,
  Shown,
  SUBSCRIPTION,
  TEAM,
  TENANT,
} from "./support/azure";
import { itAnswers, Row } from "./support/rows";

const PODS = { verb: "get", resource: "pods", namespace: "payments" };
const NODES = { verb: "delete", resource: "nodes", name: "a" };
const OTHER_TENANT = "00000000-0000-4000-8000-000000000000";
const OBJECTS = "Microsoft.ContainerService/managedClusters";

/** The cluster as a state shows it. */
function cluster(entra: object | undefined, more: object = {}, mode?: "data"): Shown {
  const own = { id: CLUSTER, name: "corp", resource_group_name: "corp", location: "westeurope" };
  const integration = entra === undefined ? [] : [{ admin_group_object_ids: [], tenant_id: TENANT, ...entra }];
  const values = {
    ...own,
    fqdn: new URL(SERVER).hostname,
    azure_active_directory_role_based_access_control: integration,
    local_account_disabled: true,
    ...more,
  };
  return { type: "azurerm_kubernetes_cluster", name: "corp", values, ...(mode && { mode }) };
}
const reader = assignment({ role_definition_id: role(READER) });
function bound(name: string, kind: string, to = "view"): Shown {
  return {
    type: "kubernetes_cluster_role_binding_v1",
    name: "one",
    values: {
      metadata: [{ name: "one", annotations: { "cdktf-trust-mesh/target-cluster": CLUSTER } }],
      role_ref: [{ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: to }],
      subject: [{ api_group: "rbac.authorization.k8s.io", kind, name, namespace: "" }],
    },
  };
}
const own = (permissions: object, assignable: readonly string[]): Shown => ({
  type: "azurerm_role_definition",
  name: "own",
  values: {
    ...{ name: "own", scope: `/subscriptions/${SUBSCRIPTION}`, assignable_scopes: assignable },
    role_definition_resource_id: role("d0000000-0000-4000-8000-000000000009"),
    permissions: [{ actions: [], not_actions: [], data_actions: [], not_data_actions: [], ...permissions }],
  },
});
const ofOwn = assignment({ role_definition_id: role("d0000000-0000-4000-8000-000000000009") });

/**
 * "Enable AKS-managed Microsoft Entra integration", "Use Microsoft Entra ID authorization for the Kubernetes API" and "Manage local
 * accounts" of the AKS documentation; Terraform registry, azurerm_kubernetes_cluster.
 */
const CASES: readonly Row<readonly Shown[]>[] = [
  ["Entra with Azure RBAC", [cluster({ azure_rbac_enabled: true }), reader], PODS, "allowed"],
  ["Entra without Azure RBAC", [cluster({ azure_rbac_enabled: false }), reader], PODS, REFUSED],
  ["Entra without a word of Azure RBAC, which is then off", [cluster({}), reader], PODS, REFUSED],
  ["Entra without Azure RBAC, and a binding", [cluster({}), bound(OBJECT, "User")], PODS, "allowed"],
  ["Azure RBAC, and a binding", [cluster({ azure_rbac_enabled: true }), bound(OBJECT, "User")], PODS, "allowed"],
  ["no Entra integration", [cluster(undefined), reader, bound(OBJECT, "User")], PODS, "authentication 401"],
  [
    "another tenant",
    [cluster({ azure_rbac_enabled: true, tenant_id: OTHER_TENANT }), reader],
    PODS,
    "authentication 401",
  ],
  [
    "the tenant in capitals",
    [cluster({ azure_rbac_enabled: true, tenant_id: TENANT.toUpperCase() }), reader],
    PODS,
    "allowed",
  ],
  [
    "local accounts beside",
    [cluster({ azure_rbac_enabled: true }, { local_account_disabled: false }), reader],
    PODS,
    "allowed",
  ],
  [
    "local accounts in place of Entra",
    [cluster(undefined, { local_account_disabled: false }), reader],
    PODS,
    "authentication 401",
  ],
  ["a data source with Azure RBAC", [cluster({ azure_rbac_enabled: true }, {}, "data"), reader], PODS, "allowed"],
  ["a data source without Azure RBAC", [cluster({ azure_rbac_enabled: false }, {}, "data"), reader], PODS, REFUSED],
];

/**
 * Groups: tokens for AKS name the caller's groups by object id ("Use kubelogin to authenticate users in AKS", section "Limitations"),
 * also a service principal's; those of `admin_group_object_ids` are cluster administrators ("Enable AKS-managed Microsoft Entra
 * integration"); "Understand Azure role assignments", section "Groups".
 */
const GROUPS: readonly Row<readonly Shown[]>[] = [
  ["a binding of the identity's group", [cluster({}), group(TEAM, [OBJECT]), bound(TEAM, "Group")], PODS, "allowed"],
  [
    "a binding of a group of the identity's group",
    [cluster({}), group(TEAM, [OBJECT]), group(ABOVE_TEAM, [TEAM], "above"), bound(ABOVE_TEAM, "Group")],
    PODS,
    "allowed",
  ],
  ["a binding of the group's name", [cluster({}), group(TEAM, [OBJECT]), bound("team", "Group")], PODS, REFUSED],
  ["a binding of the group as a user", [cluster({}), group(TEAM, [OBJECT]), bound(TEAM, "User")], PODS, REFUSED],
  ["a binding of another group", [cluster({}), group(TEAM, [OBJECT]), bound(ABOVE_TEAM, "Group")], PODS, REFUSED],
  [
    "a role of the identity's group",
    [
      cluster({ azure_rbac_enabled: true }),
      group(TEAM, [OBJECT]),
      assignment({ role_definition_id: role(READER), principal_id: TEAM, principal_type: "Group" }),
    ],
    PODS,
    "allowed",
  ],
  [
    "a role of the identity's group, without Azure RBAC",
    [cluster({}), group(TEAM, [OBJECT]), assignment({ role_definition_id: role(READER), principal_id: TEAM })],
    PODS,
    REFUSED,
  ],
  [
    "administrators with the identity",
    [cluster({ admin_group_object_ids: [TEAM] }), group(TEAM, [OBJECT])],
    NODES,
    "allowed",
  ],
  [
    "administrators with the identity, in another letter case",
    [cluster({ admin_group_object_ids: [TEAM.toUpperCase()] }), group(TEAM, [OBJECT])],
    NODES,
    "allowed",
  ],
  [
    "administrators without the identity",
    [cluster({ admin_group_object_ids: [TEAM] }), group(TEAM, ["x"])],
    NODES,
    REFUSED,
  ],
  ["other administrators", [cluster({ admin_group_object_ids: [ABOVE_TEAM] }), group(TEAM, [OBJECT])], NODES, REFUSED],
];

/** "Azure custom roles", sections "Custom role properties" and "Custom role limits"; "Azure built-in roles for Containers". */
const ROLES: readonly Row<readonly Shown[]>[] = [
  [
    "a custom role for the cluster's group",
    [cluster({ azure_rbac_enabled: true }), own({ data_actions: [`${OBJECTS}/pods/read`] }, [GROUP]), ofOwn],
    PODS,
    "allowed",
  ],
  [
    "a custom role for another group",
    [cluster({ azure_rbac_enabled: true }), own({ data_actions: [`${OBJECTS}/pods/read`] }, [`${GROUP}2`]), ofOwn],
    PODS,
    REFUSED,
  ],
  [
    "a custom role that azapi makes",
    [
      cluster({ azure_rbac_enabled: true }),
      azapi("Microsoft.Authorization/roleDefinitions@2022-04-01", `/subscriptions/${SUBSCRIPTION}`, {
        ...{ roleName: "own", permissions: [{ dataActions: [`${OBJECTS}/pods/read`] }], assignableScopes: [GROUP] },
      }),
      assignment({ role_definition_id: role("d0000000-0000-4000-8000-00000000000a") }),
    ],
    PODS,
    "allowed",
  ],
  [
    "an administrator's role that calls it a group",
    [
      cluster({ azure_rbac_enabled: true }),
      assignment({ role_definition_id: role(CLUSTER_ADMIN), principal_type: "Group" }),
    ],
    NODES,
    REFUSED,
  ],
  [
    "Cluster Admin Role, whose kubeconfig of a local account is another way",
    [
      cluster({ azure_rbac_enabled: true }),
      assignment({ role_definition_name: "Azure Kubernetes Service Cluster Admin Role" }),
    ],
    NODES,
    REFUSED,
  ],
  [
    "Key Vault Administrator on the group",
    [
      cluster({ azure_rbac_enabled: true }),
      assignment({ scope: GROUP, role_definition_name: "Key Vault Administrator" }),
    ],
    PODS,
    REFUSED,
  ],
];

/** Azure/guard source, `checkAccessV2`: where nothing is granted on `namespaces/NAME`, the scope `managedNamespaces/NAME` is asked for. */
const managed = (namespace: string) =>
  assignment({ role_definition_id: role(READER), scope: `${CLUSTER}/managedNamespaces/${namespace}` });
const NAMESPACES: readonly Row<readonly Shown[]>[] = [
  ["a managed namespace", [cluster({ azure_rbac_enabled: true }), managed("payments")], PODS, "allowed"],
  ["another managed namespace", [cluster({ azure_rbac_enabled: true }), managed("pay")], PODS, REFUSED],
  [
    "a managed namespace, across the cluster",
    [cluster({ azure_rbac_enabled: true }), managed("payments")],
    { verb: "list", resource: "pods" },
    REFUSED,
  ],
];

const ALL = { CASES, GROUPS, ROLES, NAMESPACES };

describe.each(Object.entries(ALL))("an AKS cluster as a state shows it, %s", (_name, rows) => {
  itAnswers(rows, { from: "west:deploy/deployer", to: "corp" }, (resources) => aks({ resources, stated: {} }));
});

it("tells a role on a managed namespace that no edge declares", () => {
  const stack = aks({ resources: [cluster({ azure_rbac_enabled: true }), managed("payments")], stated: {} });
  const told = furtherRightsRule(worldOf(stack), Date.now() / 1000);
  expect(told.map((one) => one.what)).toEqual([`the role ${READER} on ${CLUSTER}/managedNamespaces/payments`]);
});

describe("administrators of an AKS cluster", () => {
  it.each([
    ["with the identity of an edge", [OBJECT], ["ClusterRole cluster-admin"]],
    ["without it", ["x"], []],
  ])("%s are told beside its access: %j", (_words, members, what) => {
    const resources = [cluster({ admin_group_object_ids: [TEAM] }), group(TEAM, members)];
    const told = furtherRightsRule(worldOf(aks({ resources, stated: {} })), Date.now() / 1000);
    expect(told.map((one) => one.what)).toEqual(what);
  });
});
