import { unseenGrants } from "../../src/findings/rules/unseen-grants";
import { worldOf } from "./support/ask";
import {
  aks,
  AKS_WRITER as WRITER,
  assignment,
  azapi,
  BLOB,
  BLOB_READER,
  CLUSTER,
  CONTAINER,
  GROUP,
  OBJECT,
  READ,
  REFUSED,
  role,
  SECRET,
  Shown,
  STORAGE,
  SUBSCRIPTION,
  TENANT,
  UNKNOWN,
  usingServices,
  VAULT,
} from "./support/azure";
import { itAnswers, Row } from "./support/rows";

const EVERYONE = { id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" };
const ME = { id: OBJECT, type: "ServicePrincipal" };
const OTHER = { id: "ce2ce14e-85d7-4629-bdbc-454d0519d987", type: "ServicePrincipal" };
const TEAM = { id: "de2ce14e-85d7-4629-bdbc-454d0519d987", type: "Group" };
const READS = [assignment({ scope: STORAGE, role_definition_id: role(BLOB_READER) })];

/** A deny assignment of everyone but another, on what is given. */
function denying(permissions: object, more: object = {}, scope = GROUP): Shown[] {
  const properties = {
    denyAssignmentName: "Keep blobs",
    permissions: [permissions],
    principals: [EVERYONE],
    excludePrincipals: [OTHER],
    ...more,
  };
  return [...READS, azapi("Microsoft.Authorization/denyAssignments@2024-07-01-preview", scope, properties, "deny")];
}
const BLOBS = { dataActions: [`${BLOB}/*`] };

/**
 * "Understand Azure deny assignments": they block what role assignments grant; their properties, inheritance and principals.
 * https://learn.microsoft.com/azure/role-based-access-control/deny-assignments; New-AzDenyAssignment, Az.Resources 2026; the effect:
 * Deny Assignments - Create, REST API 2024-07-01-preview ("enforced" blocks access, "audit" logs without blocking).
 */
const CASES: readonly Row<readonly Shown[]>[] = [
  ["of data above the resource", denying(BLOBS), READ, REFUSED],
  ["on the resource itself", denying(BLOBS, {}, CONTAINER), READ, REFUSED],
  ["of the subscription", denying(BLOBS, {}, `/subscriptions/${SUBSCRIPTION}`), READ, REFUSED],
  ["of another resource group", denying(BLOBS, {}, `${GROUP}2`), READ, "allowed"],
  ["a scope in another letter case", denying(BLOBS, {}, GROUP.toUpperCase()), READ, REFUSED],
  ["of another operation", denying({ dataActions: [`${BLOB}/write`] }), READ, "allowed"],
  ["of all but reads", denying({ dataActions: ["*"], notDataActions: ["*/read"] }), READ, "allowed"],
  ["of actions alone", denying({ actions: ["*"] }), READ, "allowed"],
  ["of all data", denying({ dataActions: ["*"] }), READ, REFUSED],
  ["which excludes the identity", denying(BLOBS, { excludePrincipals: [OTHER, ME] }), READ, "allowed"],
  ["of the identity alone", denying(BLOBS, { principals: [ME], excludePrincipals: [] }), READ, REFUSED],
  [
    "of the identity in another letter case",
    denying(BLOBS, { principals: [{ ...ME, id: OBJECT.toUpperCase() }], excludePrincipals: [] }),
    READ,
    REFUSED,
  ],
  ["of another", denying(BLOBS, { principals: [OTHER], excludePrincipals: [] }), READ, "allowed"],
  ["of a group, which may have the identity", denying(BLOBS, { principals: [TEAM] }), READ, UNKNOWN],
  ["which excludes a group, which may have the identity", denying(BLOBS, { excludePrincipals: [TEAM] }), READ, UNKNOWN],
  ["not for what is below its scope", denying(BLOBS, { doNotApplyToChildScopes: true }), READ, "allowed"],
  [
    "not for what is below, on the scope itself",
    denying({ actions: ["Microsoft.Storage/*/read"] }, { doNotApplyToChildScopes: true }, STORAGE).concat(
      assignment({ scope: GROUP, role_definition_name: "Reader" }, "two"),
    ),
    { action: "Microsoft.Storage/storageAccounts/read", resource: STORAGE },
    REFUSED,
  ],
  ["that audits", denying(BLOBS, { denyAssignmentEffect: "audit" }), READ, "allowed"],
  ["that is enforced", denying(BLOBS, { denyAssignmentEffect: "enforced" }), READ, REFUSED],
  [
    "with a condition that holds",
    denying(BLOBS, {
      conditionVersion: "2.0",
      condition:
        "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEqualsIgnoreCase 'exports'",
    }),
    READ,
    REFUSED,
  ],
  [
    "with a condition that does not hold",
    denying(BLOBS, {
      conditionVersion: "2.0",
      condition:
        "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEqualsIgnoreCase 'imports'",
    }),
    READ,
    "allowed",
  ],
  [
    "with a condition that is not judged",
    denying(BLOBS, { conditionVersion: "2.0", condition: "@Environment[isPrivateLink] BoolEquals false" }),
    READ,
    UNKNOWN,
  ],
  [
    "of a management group whose subscriptions are not known",
    denying(BLOBS, {}, "/providers/Microsoft.Management/managementGroups/corp"),
    READ,
    UNKNOWN,
  ],
  ["where nothing is granted", denying(BLOBS).slice(READS.length), READ, REFUSED],
  [
    "where access policies decide, which it is not about",
    [
      ...denying({ dataActions: ["*"] }),
      {
        type: "azurerm_key_vault",
        name: "v",
        values: {
          ...{ id: VAULT, name: "acme", resource_group_name: "corp", tenant_id: TENANT },
          rbac_authorization_enabled: false,
          access_policy: [{ tenant_id: TENANT, object_id: OBJECT, secret_permissions: ["Get"] }],
        },
      },
    ],
    SECRET,
    "allowed",
  ],
];

describe("deny assignments of Azure", () => {
  itAnswers(CASES, { from: "west:deploy/deployer" }, usingServices);
});

const OBJECTS = "Microsoft.ContainerService/managedClusters";
const inCluster = (permissions: object, more: object = {}) => ({
  resources: [
    assignment({ role_definition_id: role(WRITER) }),
    ...denying(permissions, more, CLUSTER).slice(READS.length),
  ],
});
const PODS = { verb: "get", resource: "pods", namespace: "payments" };
const NAMESPACE = `${CLUSTER}/namespaces/payments`;
const MANAGED = `${CLUSTER}/managedNamespaces/payments`;
/** A role on one scope, and denials of all data on others. */
const between = (scope: string, denials: readonly string[], more: object = {}) => ({
  resources: [
    assignment({ role_definition_id: role(WRITER), scope }),
    ...denials.flatMap((denied, at) =>
      denying({ dataActions: ["*"] }, more, denied)
        .slice(READS.length)
        .map((one) => ({ ...one, name: `deny-${at}` })),
    ),
  ],
});

/** "Use Microsoft Entra ID authorization for the Kubernetes API": Azure checks the access of the caller, denials included. */
const IN_CLUSTERS: readonly Row<object>[] = [
  ["of secrets", inCluster({ dataActions: [`${OBJECTS}/secrets/*`] }), { ...PODS, resource: "secrets" }, REFUSED],
  ["of secrets, and pods", inCluster({ dataActions: [`${OBJECTS}/secrets/*`] }), PODS, "allowed"],
  ["of all but reads", inCluster({ dataActions: ["*"], notDataActions: ["*/read"] }), PODS, "allowed"],
  [
    "of all but reads, and a write",
    inCluster({ dataActions: ["*"], notDataActions: ["*/read"] }),
    { ...PODS, verb: "create" },
    REFUSED,
  ],
  ["of a group, which may have the identity", inCluster({ dataActions: ["*"] }, { principals: [TEAM] }), PODS, UNKNOWN],
  // Azure/guard source, `checkAccessV2`: asks for namespaces/NAME, and after a no for managedNamespaces/NAME, each by itself.
  // https://github.com/Azure/guard/blob/master/authz/providers/azure/rbac/checkaccess_v2.go
  ["on a managed namespace, and a role on it", between(MANAGED, [MANAGED]), PODS, REFUSED],
  ["on a managed namespace, and a role on the namespace", between(NAMESPACE, [MANAGED]), PODS, "allowed"],
  ["on a managed namespace, and a role on the cluster", between(CLUSTER, [MANAGED]), PODS, "allowed"],
  ["on a namespace, and a role on it", between(NAMESPACE, [NAMESPACE]), PODS, REFUSED],
  ["on a namespace, and a role on the cluster", between(CLUSTER, [NAMESPACE]), PODS, UNKNOWN],
  ["on both, and a role on the cluster", between(CLUSTER, [NAMESPACE, MANAGED]), PODS, REFUSED],
  ["of a group on a managed namespace", between(MANAGED, [MANAGED], { principals: [TEAM] }), PODS, UNKNOWN],
];

describe("deny assignments on an AKS cluster", () => {
  itAnswers(IN_CLUSTERS, { from: "west:deploy/deployer", to: "corp" }, aks);
});

describe("a deny assignment that is not judged", () => {
  const told = (stack: object) => unseenGrants(worldOf(stack), Date.now() / 1000).map(({ place }) => place);
  const PLACE = "shown-0: azapi_resource.deny";

  it.each([
    ["of a group, for services", usingServices(denying(BLOBS, { principals: [TEAM] })), [PLACE]],
    ["of a group, for a cluster", aks(inCluster({ dataActions: ["*"] }, { principals: [TEAM] })), [PLACE]],
    [
      "with a condition",
      usingServices(denying(BLOBS, { condition: "@Environment[isPrivateLink] BoolEquals false" })),
      [PLACE],
    ],
    [
      "of a management group",
      usingServices(denying(BLOBS, {}, "/providers/Microsoft.Management/managementGroups/corp")),
      [PLACE],
    ],
    ["which is sure, so that edges are refused", usingServices(denying(BLOBS)), []],
    ["of a group elsewhere", usingServices(denying(BLOBS, { principals: [TEAM] }, `${GROUP}2`)), []],
    ["of another", usingServices(denying(BLOBS, { principals: [OTHER] })), []],
  ])("%s is a gap where it may be about an edge", (_words, stack, places) => {
    expect(told(stack)).toEqual(places);
  });
});
