import {
  ABOVE_TEAM,
  assignment,
  azapi,
  BLOB,
  BLOB_READER,
  CONTAINER,
  GROUP,
  group,
  managementGroup,
  OBJECT,
  READ,
  REFUSED,
  role,
  Shown,
  STORAGE,
  SUBSCRIPTION,
  TEAM,
  TENANT,
  UNKNOWN,
  usingServices,
} from "./support/azure";
import { synthesizedStack } from "./support/azure-stack";
import { Case, itAnswers, itAnswersOne, Row } from "./support/rows";

const OWN = "d0000000-0000-4000-8000-000000000009";
const SUB = `/subscriptions/${SUBSCRIPTION}`;
const MANAGEMENT = "/providers/Microsoft.Management/managementGroups/corp";
const reads = (more: object = {}) => assignment({ scope: STORAGE, role_definition_id: role(BLOB_READER), ...more });

/** A role of one's own with these permissions, and its assignment. */
function own(permissions: object, more: object = {}, assigned: object = {}): Shown[] {
  const values = {
    ...{ name: "own", role_definition_id: OWN, role_definition_resource_id: role(OWN), scope: SUB },
    permissions: [{ actions: [], not_actions: [], data_actions: [], not_data_actions: [], ...permissions }],
    assignable_scopes: [SUB],
    ...more,
  };
  return [
    { type: "azurerm_role_definition", name: "own", values },
    assignment({ scope: STORAGE, role_definition_id: role(OWN), ...assigned }),
  ];
}
const BLOBS = { data_actions: [`${BLOB}/read`] };
const azapiRole = (permissions: object, more: object = {}): Shown => ({
  ...azapi(
    "Microsoft.Authorization/roleDefinitions@2022-04-01",
    SUB,
    { roleName: "own", type: "CustomRole", permissions: [permissions], assignableScopes: [SUB], ...more },
    "own",
  ),
});
const member = (of: string, id: string): Shown => ({
  type: "azuread_group_member",
  name: "one",
  values: { group_object_id: of, member_object_id: id },
});
const pim = (type: string, more: object = {}): Shown => ({
  type: `azurerm_pim_${type}_role_assignment`,
  name: "one",
  values: { scope: STORAGE, role_definition_id: role(BLOB_READER), principal_id: OBJECT, schedule: [], ...more },
});

/** "Azure custom roles", sections "Custom role properties" and "Custom role limits": https://learn.microsoft.com/azure/role-based-access-control/custom-roles */
const CUSTOM: readonly Row<readonly Shown[]>[] = [
  ["in its assignable scope", own(BLOBS), READ, "allowed"],
  ["below its assignable scope", own(BLOBS, { assignable_scopes: [GROUP] }), READ, "allowed"],
  ["outside its assignable scopes", own(BLOBS, { assignable_scopes: [`${GROUP}2`] }), READ, REFUSED],
  ["above its assignable scope", own(BLOBS, { assignable_scopes: [GROUP] }, { scope: SUB }), READ, REFUSED],
  ["in the second of its assignable scopes", own(BLOBS, { assignable_scopes: [`${GROUP}2`, GROUP] }), READ, "allowed"],
  [
    "an assignable scope in another letter case",
    own(BLOBS, { assignable_scopes: [GROUP.toLowerCase()] }),
    READ,
    "allowed",
  ],
  ["without assignable scopes, which are then its scope", own(BLOBS, { assignable_scopes: [] }), READ, "allowed"],
  [
    "of data on a management group",
    [
      managementGroup("corp", [SUBSCRIPTION]),
      ...own(BLOBS, { assignable_scopes: [MANAGEMENT] }, { scope: MANAGEMENT }),
    ],
    READ,
    REFUSED,
  ],
  [
    "of data with a management group as its assignable scope, on a subscription in that",
    [managementGroup("corp", [SUBSCRIPTION]), ...own(BLOBS, { assignable_scopes: [MANAGEMENT] }, { scope: SUB })],
    READ,
    "allowed",
  ],
  [
    "of actions on a management group",
    [
      managementGroup("corp", [SUBSCRIPTION]),
      ...own({ actions: ["*/read"] }, { assignable_scopes: [MANAGEMENT] }, { scope: MANAGEMENT }),
    ],
    { action: "Microsoft.Storage/storageAccounts/read", resource: STORAGE },
    "allowed",
  ],
  ["of all data but some", own({ data_actions: ["*"], not_data_actions: ["*/read"] }), READ, REFUSED],
  [
    "of two assignments, which add up",
    [...own({ data_actions: ["*"], not_data_actions: ["*/read"] }), { ...reads(), name: "two" }],
    READ,
    "allowed",
  ],
  ["by its name", own(BLOBS, {}, { role_definition_id: null, role_definition_name: "own" }), READ, "allowed"],
  [
    "that azapi makes",
    [
      azapiRole({ actions: [], dataActions: [`${BLOB}/*`], notDataActions: [`${BLOB}/delete`] }),
      assignment({ scope: STORAGE, role_definition_id: role("d0000000-0000-4000-8000-00000000000a") }),
    ],
    READ,
    "allowed",
  ],
  [
    "that azapi makes, and what it leaves out",
    [
      azapiRole({ actions: [], dataActions: [`${BLOB}/*`], notDataActions: [`${BLOB}/delete`] }),
      assignment({ scope: STORAGE, role_definition_id: role("d0000000-0000-4000-8000-00000000000a") }),
    ],
    { ...READ, action: `${BLOB}/delete` },
    REFUSED,
  ],
  [
    "that a data source shows",
    [
      {
        ...own(BLOBS, { id: role(OWN), type: "CustomRole", role_definition_id: OWN })[0],
        ...({ mode: "data" } as const),
      },
      assignment({ scope: STORAGE, role_definition_id: role(OWN) }),
    ],
    READ,
    "allowed",
  ],
  [
    "that a data source shows with another assignable scope",
    [
      {
        ...own(BLOBS, { id: role(OWN), type: "CustomRole", assignable_scopes: [`${GROUP}2`] })[0],
        ...({ mode: "data" } as const),
      },
      assignment({ scope: STORAGE, role_definition_id: role(OWN) }),
    ],
    READ,
    REFUSED,
  ],
  [
    "that azapi makes for another scope",
    [
      azapiRole({ dataActions: [`${BLOB}/*`] }, { assignableScopes: [`${GROUP}2`] }),
      assignment({ scope: STORAGE, role_definition_id: role("d0000000-0000-4000-8000-00000000000a") }),
    ],
    READ,
    REFUSED,
  ],
];

/**
 * "Understand scope for Azure RBAC"; "What are Azure management groups?": the root group has the tenant's id, and everything in it;
 * "Troubleshoot Azure RBAC", on UnmatchedPrincipalType; Terraform registry, azurerm_role_assignment.
 */
const FORMS: readonly Row<readonly Shown[]>[] = [
  ["the tenant's root scope", [reads({ scope: "/" })], READ, "allowed"],
  [
    "the root management group, by the tenant's id",
    [reads({ scope: `/providers/Microsoft.Management/managementGroups/${TENANT}` })],
    READ,
    "allowed",
  ],
  ["a management group that was not read", [reads({ scope: MANAGEMENT })], READ, UNKNOWN],
  [
    "a role's id without a subscription",
    [reads({ role_definition_id: `/providers/Microsoft.Authorization/roleDefinitions/${BLOB_READER}` })],
    READ,
    "allowed",
  ],
  ["a role's id in capitals", [reads({ role_definition_id: role(BLOB_READER.toUpperCase()) })], READ, "allowed"],
  [
    "a role's id in another subscription's name",
    [
      reads({
        role_definition_id: `/subscriptions/00000000-0000-4000-8000-000000000000/providers/Microsoft.Authorization/roleDefinitions/${BLOB_READER}`,
      }),
    ],
    READ,
    "allowed",
  ],
  [
    "a name that is none of Azure's",
    [reads({ role_definition_id: null, role_definition_name: "Blob Reader" })],
    READ,
    UNKNOWN,
  ],
  [
    "a service principal by its type",
    [reads({ principal_type: "ServicePrincipal", skip_service_principal_aad_check: true })],
    READ,
    "allowed",
  ],
  ["a service principal that is called a user", [reads({ principal_type: "User" })], READ, REFUSED],
  ["a service principal that is called a group", [reads({ principal_type: "Group" })], READ, REFUSED],
  [
    "a service principal that azapi calls a group",
    [
      azapi("Microsoft.Authorization/roleAssignments@2022-04-01", STORAGE, {
        ...{ principalId: OBJECT, roleDefinitionId: role(BLOB_READER), principalType: "Group" },
      }),
    ],
    READ,
    REFUSED,
  ],
  [
    "a managed identity of another tenant's subscription, which is named beside",
    [
      reads({
        delegated_managed_identity_resource_id: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/robot`,
      }),
    ],
    READ,
    "allowed",
  ],
  ["a version of a blob's container", [reads({ scope: `${CONTAINER}/` })], READ, "allowed"],
  ["the blob services of the account", [reads({ scope: `${STORAGE}/blobServices/default` })], READ, "allowed"],
  ["the queue services of the account", [reads({ scope: `${STORAGE}/queueServices/default` })], READ, REFUSED],
];

/** "Understand scope": roles of a group are its members', through groups in groups: "Understand Azure role assignments", section "Groups". */
const GROUPS: readonly Row<readonly Shown[]>[] = [
  ["of a group with the identity", [group(TEAM, [OBJECT]), reads({ principal_id: TEAM })], READ, "allowed"],
  [
    "of a group that a member joins",
    [group(TEAM, []), member(TEAM, OBJECT), reads({ principal_id: TEAM })],
    READ,
    "allowed",
  ],
  [
    "of a group of a group",
    [group(TEAM, [OBJECT]), group(ABOVE_TEAM, [TEAM], "above"), reads({ principal_id: ABOVE_TEAM })],
    READ,
    "allowed",
  ],
  [
    "of groups in each other",
    [group(TEAM, [OBJECT, ABOVE_TEAM]), group(ABOVE_TEAM, [TEAM], "above"), reads({ principal_id: ABOVE_TEAM })],
    READ,
    "allowed",
  ],
  ["of a group without the identity", [group(TEAM, ["x"]), reads({ principal_id: TEAM })], READ, REFUSED],
  [
    "of a group in the identity's group",
    [group(TEAM, [OBJECT, ABOVE_TEAM]), group(ABOVE_TEAM, [], "above"), reads({ principal_id: ABOVE_TEAM })],
    READ,
    REFUSED,
  ],
  [
    "of a group with its type",
    [group(TEAM, [OBJECT]), reads({ principal_id: TEAM, principal_type: "Group" })],
    READ,
    "allowed",
  ],
  [
    "of a member in another letter case",
    [group(TEAM, [OBJECT.toUpperCase()]), reads({ principal_id: TEAM })],
    READ,
    "allowed",
  ],
];

/** A request of Privileged Identity Management for an assignment without an end. */
const requested = (requestType: string) =>
  azapi("Microsoft.Authorization/roleAssignmentScheduleRequests@2022-04-01-preview", STORAGE, {
    ...{ principalId: OBJECT, roleDefinitionId: role(BLOB_READER), requestType },
    scheduleInfo: { expiration: { type: "NoExpiration" } },
  });

/**
 * "Eligible and time-bound role assignments in Azure RBAC": an eligible role must be activated, which service principals cannot;
 * Azure REST API, "Role Assignment Schedule Requests - Create".
 */
const PRIVILEGED: readonly Row<readonly Shown[]>[] = [
  ["an active one", [pim("active")], READ, "allowed"],
  [
    "an active one in a schedule",
    [pim("active", { schedule: [{ expiration: [{ duration_hours: 8 }] }] })],
    READ,
    UNKNOWN,
  ],
  ["an eligible one", [pim("eligible")], READ, REFUSED],
  ["azapi's active one", [requested("AdminAssign")], READ, "allowed"],
  [
    "azapi's active one for a time",
    [
      azapi("Microsoft.Authorization/roleAssignmentScheduleRequests@2022-04-01-preview", STORAGE, {
        ...{ principalId: OBJECT, roleDefinitionId: role(BLOB_READER), requestType: "AdminAssign" },
        scheduleInfo: { expiration: { type: "AfterDuration", duration: "PT8H" } },
      }),
    ],
    READ,
    UNKNOWN,
  ],
  // "unifiedRoleAssignmentScheduleRequest": adminUpdate changes an assignment, adminExtend and adminRenew keep one in force, adminRemove and
  // selfDeactivate end one. https://learn.microsoft.com/graph/api/resources/unifiedroleassignmentschedulerequest
  ...["AdminUpdate", "AdminExtend", "AdminRenew", "SelfActivate"].map((one): Row<readonly Shown[]> => [
    one,
    [requested(one)],
    READ,
    UNKNOWN,
  ]),
  ...["AdminRemove", "SelfDeactivate"].map((one): Row<readonly Shown[]> => [one, [requested(one)], READ, REFUSED]),
  [
    "azapi's eligible one",
    [
      azapi("Microsoft.Authorization/roleEligibilityScheduleRequests@2022-04-01-preview", STORAGE, {
        ...{ principalId: OBJECT, roleDefinitionId: role(BLOB_READER), requestType: "AdminAssign" },
      }),
    ],
    READ,
    REFUSED,
  ],
];

const ALL = { CUSTOM, FORMS, GROUPS, PRIVILEGED };

describe.each(Object.entries(ALL))("role assignments of Azure, %s", (_name, rows) => {
  itAnswers(rows, { from: "west:deploy/deployer" }, usingServices);
});

const CONTAINER_ID = "${azurerm_storage_container.exports.id}";
/** A synthesized stack with a container and the account that it is in. */
function synthesized(assigned: object, more: Readonly<Record<string, object>> = {}, data: object = {}): object {
  const account = { name: "acmeexports", resource_group_name: "corp" };
  const container = { name: "exports", storage_account_id: "${azurerm_storage_account.exports.id}" };
  const resources = {
    azurerm_storage_account: { exports: account },
    azurerm_storage_container: { exports: container },
  };
  return synthesizedStack(assigned, { ...resources, ...more }, data, CONTAINER_ID);
}

/** Terraform registry, azurerm: azurerm_role_assignment, azurerm_role_definition (resource and data source), azurerm_storage_container. */
const HCL: readonly Case<object>[] = [
  [
    "a role by its name",
    synthesized({ scope: CONTAINER_ID, role_definition_name: "Storage Blob Data Reader" }),
    "allowed",
  ],
  [
    "on the account",
    synthesized({ scope: "${azurerm_storage_account.exports.id}", role_definition_name: "Storage Blob Data Reader" }),
    "allowed",
  ],
  [
    "on a container by its older id",
    synthesized({
      scope: "${azurerm_storage_container.exports.resource_manager_id}",
      role_definition_name: "Storage Blob Data Reader",
    }),
    "allowed",
  ],
  [
    "on the group",
    synthesized(
      { scope: "${azurerm_resource_group.corp.id}", role_definition_name: "Storage Blob Data Reader" },
      { azurerm_resource_group: { corp: { name: "corp", location: "westeurope" } } },
    ),
    "allowed",
  ],
  [
    "on the subscription of a data source",
    synthesized(
      { scope: "${data.azurerm_subscription.here.id}", role_definition_name: "Storage Blob Data Reader" },
      {},
      { azurerm_subscription: { here: {} } },
    ),
    "allowed",
  ],
  [
    "a role by a data source",
    synthesized(
      { scope: CONTAINER_ID, role_definition_id: "${data.azurerm_role_definition.reader.id}" },
      {},
      { azurerm_role_definition: { reader: { name: "Storage Blob Data Reader" } } },
    ),
    "allowed",
  ],
  [
    "a role by a data source that names another",
    synthesized(
      { scope: CONTAINER_ID, role_definition_id: "${data.azurerm_role_definition.reader.id}" },
      {},
      { azurerm_role_definition: { reader: { name: "Reader" } } },
    ),
    REFUSED,
  ],
  [
    "a role of one's own by its resource's id",
    synthesized(
      { scope: CONTAINER_ID, role_definition_id: "${azurerm_role_definition.own.role_definition_resource_id}" },
      {
        azurerm_role_definition: {
          own: { name: "own", scope: SUB, permissions: { data_actions: [`${BLOB}/read`] }, assignable_scopes: [SUB] },
        },
      },
    ),
    "allowed",
  ],
  [
    "a role of one's own that is for another group",
    synthesized(
      { scope: CONTAINER_ID, role_definition_id: "${azurerm_role_definition.own.role_definition_resource_id}" },
      {
        azurerm_role_definition: {
          own: {
            ...{ name: "own", scope: `${GROUP}2`, permissions: { data_actions: [`${BLOB}/read`] } },
            assignable_scopes: [`${GROUP}2`],
          },
        },
      },
    ),
    REFUSED,
  ],
  [
    "of a group that has it",
    synthesized(
      {
        scope: CONTAINER_ID,
        role_definition_name: "Storage Blob Data Reader",
        principal_id: "${azuread_group.team.object_id}",
      },
      {
        azuread_group: {
          team: {
            display_name: "team",
            security_enabled: true,
            members: ["${azurerm_user_assigned_identity.robot.principal_id}"],
          },
        },
      },
    ),
    "allowed",
  ],
  [
    "the client id in place of the principal's",
    synthesized({
      scope: CONTAINER_ID,
      role_definition_name: "Storage Blob Data Reader",
      principal_id: "${azurerm_user_assigned_identity.robot.client_id}",
    }),
    REFUSED,
  ],
];

describe("role assignments of Azure in synthesized stacks", () => {
  itAnswersOne(HCL, { from: "west:deploy/deployer", ...READ }, (stack) => stack);
});
