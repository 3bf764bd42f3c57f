import {
  assignment,
  BLOB,
  BLOB_CONTRIBUTOR,
  BLOB_READER,
  CLIENT,
  CONTAINER,
  GROUP,
  managementGroup,
  NAME,
  OBJECT,
  PATH,
  READ,
  role,
  SECRET,
  SECRETS_USER,
  Shown,
  STORAGE,
  SUBSCRIPTION,
  TENANT,
  usingServices,
  VAULT,
} from "./support/azure";
import { itAnswers, Row } from "./support/rows";

const at = (scope: string, guid = BLOB_READER, more: object = {}) => [
  assignment({ scope, role_definition_id: role(guid), ...more }),
];
/** Blob Data Contributor on the account, as the portal writes a condition: for other actions, or where the expression is true. */
const abac = (action: string, expression: string) =>
  at(STORAGE, BLOB_CONTRIBUTOR, {
    condition_version: "2.0",
    condition: `((!(ActionMatches{'${action}'})) OR (${expression}))`,
  });
const vault = (more: object): Shown => ({
  type: "azurerm_key_vault",
  name: "v",
  values: { id: VAULT, name: "acme", resource_group_name: "corp", tenant_id: TENANT, ...more },
});

/** Azure RBAC: "Understand scope", "Azure built-in roles for Storage" and "for Security"; "What are role assignment conditions?"; Key Vault guides. */
const CASES: readonly Row<readonly Shown[]>[] = [
  ["Blob Data Reader on the container", at(CONTAINER), READ, "allowed"],
  ["Blob Data Reader on the account", at(STORAGE), READ, "allowed"],
  ["Blob Data Reader on the account with a slash", at(`${STORAGE}/`), READ, "allowed"],
  ["Blob Data Reader on the resource group", at(GROUP), READ, "allowed"],
  ["Blob Data Reader on the subscription", at(`/subscriptions/${SUBSCRIPTION}`), READ, "allowed"],
  ["Blob Data Reader on another container", at(`${CONTAINER}2`), READ, "authorization"],
  ["a container that begins alike", at(CONTAINER.slice(0, -1)), READ, "authorization"],
  ["Blob Data Reader, a write", at(CONTAINER), { ...READ, action: `${BLOB}/write` }, "authorization"],
  ["Blob Data Contributor, a write", at(CONTAINER, BLOB_CONTRIBUTOR), { ...READ, action: `${BLOB}/write` }, "allowed"],
  [
    "an action in another letter case",
    at(CONTAINER),
    { ...READ, action: `${BLOB}/READ`.replace("Microsoft", "microsoft") },
    "allowed",
  ],
  ["Owner reads no blob", [assignment({ scope: STORAGE, role_definition_name: "Owner" })], READ, "authorization"],
  ["Reader reads no blob", [assignment({ scope: STORAGE, role_definition_name: "Reader" })], READ, "authorization"],
  [
    "a role by its name",
    [assignment({ scope: CONTAINER, role_definition_name: "Storage Blob Data Reader" })],
    READ,
    "allowed",
  ],
  [
    "a name in another letter case",
    [assignment({ scope: CONTAINER, role_definition_name: "storage blob data reader" })],
    READ,
    "allowed",
  ],
  [
    "the client id in place of the object id",
    at(CONTAINER, BLOB_READER, { principal_id: CLIENT }),
    READ,
    "authorization",
  ],
  [
    "the object id in another letter case",
    at(CONTAINER, BLOB_READER, { principal_id: OBJECT.toUpperCase() }),
    READ,
    "allowed",
  ],
  [
    "a condition that is not judged does not allow",
    at(CONTAINER, BLOB_READER, {
      condition_version: "2.0",
      condition: `((!(ActionMatches{'${BLOB}/read'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'other'))`,
    }),
    READ,
    "authorization",
  ],
  [
    "azapi's assignment",
    [
      {
        type: "azapi_resource",
        name: "a",
        values: {
          type: "Microsoft.Authorization/roleAssignments@2022-04-01",
          name: "d0000000-0000-4000-8000-00000000000a",
          parent_id: CONTAINER,
          body: {
            properties: { principalId: OBJECT, roleDefinitionId: role(BLOB_READER), principalType: "ServicePrincipal" },
          },
        },
      },
    ],
    READ,
    "allowed",
  ],
  // Key Vault: RBAC where it is on, access policies where it is not
  [
    "Secrets User in RBAC",
    [vault({ rbac_authorization_enabled: true }), ...at(VAULT, SECRETS_USER)],
    SECRET,
    "allowed",
  ],
  [
    "Secrets User by the older argument",
    [vault({ enable_rbac_authorization: true }), ...at(VAULT, SECRETS_USER)],
    SECRET,
    "allowed",
  ],
  [
    "Secrets User where access policies decide",
    [vault({ rbac_authorization_enabled: false, access_policy: [] }), ...at(VAULT, SECRETS_USER)],
    SECRET,
    "authorization",
  ],
  [
    "Secrets User on one secret",
    [vault({ rbac_authorization_enabled: true }), ...at(`${VAULT}/secrets/db`, SECRETS_USER)],
    SECRET,
    "allowed",
  ],
  [
    "Secrets User on another secret",
    [vault({ rbac_authorization_enabled: true }), ...at(`${VAULT}/secrets/other`, SECRETS_USER)],
    SECRET,
    "authorization",
  ],
  [
    "Secrets User, a write",
    [vault({ rbac_authorization_enabled: true }), ...at(VAULT, SECRETS_USER)],
    { ...SECRET, action: "Microsoft.KeyVault/vaults/secrets/setSecret/action" },
    "authorization",
  ],
  [
    "Key Vault Reader reads no value",
    [
      vault({ rbac_authorization_enabled: true }),
      assignment({ scope: VAULT, role_definition_name: "Key Vault Reader" }),
    ],
    SECRET,
    "authorization",
  ],
  [
    "Contributor reads no value",
    [vault({ rbac_authorization_enabled: true }), assignment({ scope: VAULT, role_definition_name: "Contributor" })],
    SECRET,
    "authorization",
  ],
  [
    "an access policy",
    [
      vault({
        rbac_authorization_enabled: false,
        access_policy: [{ tenant_id: TENANT, object_id: OBJECT, secret_permissions: ["Get"] }],
      }),
    ],
    SECRET,
    "allowed",
  ],
  [
    "an access policy of a resource of its own",
    [
      vault({ rbac_authorization_enabled: false, access_policy: [] }),
      {
        type: "azurerm_key_vault_access_policy",
        name: "p",
        values: { key_vault_id: VAULT, tenant_id: TENANT, object_id: OBJECT, secret_permissions: ["get"] },
      },
    ],
    SECRET,
    "allowed",
  ],
  [
    "an access policy to list",
    [
      vault({
        rbac_authorization_enabled: false,
        access_policy: [{ tenant_id: TENANT, object_id: OBJECT, secret_permissions: ["List"] }],
      }),
    ],
    SECRET,
    "authorization",
  ],
  [
    "an access policy of keys",
    [
      vault({
        rbac_authorization_enabled: false,
        access_policy: [{ tenant_id: TENANT, object_id: OBJECT, key_permissions: ["Get"] }],
      }),
    ],
    SECRET,
    "authorization",
  ],
  [
    "an access policy of another",
    [
      vault({
        rbac_authorization_enabled: false,
        access_policy: [{ tenant_id: TENANT, object_id: CLIENT, secret_permissions: ["Get"] }],
      }),
    ],
    SECRET,
    "authorization",
  ],
  [
    "an access policy of another tenant",
    [
      vault({
        rbac_authorization_enabled: false,
        access_policy: [
          { tenant_id: "00000000-0000-4000-8000-000000000000", object_id: OBJECT, secret_permissions: ["Get"] },
        ],
      }),
    ],
    SECRET,
    "authorization",
  ],
  [
    "an access policy where RBAC decides",
    [
      vault({
        rbac_authorization_enabled: true,
        access_policy: [{ tenant_id: TENANT, object_id: OBJECT, secret_permissions: ["Get"] }],
      }),
    ],
    SECRET,
    "authorization",
  ],
  // https://learn.microsoft.com/azure/role-based-access-control/conditions-format: how a condition is evaluated, and its operators;
  // https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes: attributes of containers and blobs
  ["a condition on another action", abac(`${BLOB}/write`, `${NAME} StringEquals 'other'`), READ, "allowed"],
  ["a condition on the container's name", abac(`${BLOB}/read`, `${NAME} StringEquals 'exports'`), READ, "allowed"],
  [
    "a condition on another container's name",
    abac(`${BLOB}/read`, `${NAME} StringEquals 'imports'`),
    READ,
    "authorization",
  ],
  ["a name in another letter case", abac(`${BLOB}/read`, `${NAME} StringEquals 'Exports'`), READ, "authorization"],
  [
    "a name in another letter case, ignored",
    abac(`${BLOB}/read`, `${NAME} StringEqualsIgnoreCase 'Exports'`),
    READ,
    "allowed",
  ],
  ["not another name", abac(`${BLOB}/read`, `${NAME} StringNotEquals 'imports'`), READ, "allowed"],
  ["the blob's path", abac(`${BLOB}/read`, `${PATH} StringLike '2027/*'`), READ, "allowed"],
  ["another path", abac(`${BLOB}/read`, `${PATH} StringLike '2026/*'`), READ, "authorization"],
  ["a path with one character", abac(`${BLOB}/read`, `${PATH} StringLike '2027/?.csv'`), READ, "allowed"],
  ["a star that is meant itself", abac(`${BLOB}/read`, `${PATH} StringLike '2027/\\*'`), READ, "authorization"],
  ["the path's beginning", abac(`${BLOB}/read`, `${PATH} StringStartsWith '2027/'`), READ, "allowed"],
  ["not the path's beginning", abac(`${BLOB}/read`, `${PATH} StringNotStartsWith '2027/'`), READ, "authorization"],
  [
    "one of several names",
    abac(`${BLOB}/read`, `${NAME} ForAnyOfAnyValues:StringEquals {'imports', 'exports'}`),
    READ,
    "allowed",
  ],
  [
    "none of several names",
    abac(`${BLOB}/read`, `${NAME} ForAnyOfAnyValues:StringEquals {'imports', 'reports'}`),
    READ,
    "authorization",
  ],
  [
    "other than all of several names",
    abac(`${BLOB}/read`, `${NAME} ForAllOfAllValues:StringNotEquals {'imports', 'exports'}`),
    READ,
    "authorization",
  ],
  [
    "both of two",
    abac(`${BLOB}/read`, `${NAME} StringEquals 'exports' AND ${PATH} StringLike '2026/*'`),
    READ,
    "authorization",
  ],
  [
    "either of two",
    abac(`${BLOB}/read`, `${NAME} StringEquals 'imports' OR ${PATH} StringLike '2027/*'`),
    READ,
    "allowed",
  ],
  [
    "by signs in place of words",
    abac(`${BLOB}/read`, `${NAME} StringEquals 'exports' && !(${PATH} StringLike '2026/*')`),
    READ,
    "allowed",
  ],
  [
    "a time that is past",
    abac(`${BLOB}/read`, "@Environment[UtcNow] DateTimeGreaterThan '2020-01-01T00:00:00.0Z'"),
    READ,
    "allowed",
  ],
  [
    "a time to come",
    abac(`${BLOB}/read`, "@Environment[UtcNow] DateTimeGreaterThan '2120-01-01T00:00:00.0Z'"),
    READ,
    "authorization",
  ],
  [
    "a tag of the blob, which is not known",
    abac(
      `${BLOB}/read`,
      `@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags:Project<$key_case_sensitive$>] StringEquals 'a'`,
    ),
    READ,
    "authorization",
  ],
  [
    "all but lists, in another container",
    abac(`${BLOB}/read'} AND NOT SubOperationMatches{'Blob.List`, `${NAME} StringEquals 'imports'`),
    READ,
    "authorization",
  ],
  [
    "lists alone, in another container",
    abac(`${BLOB}/read'} AND SubOperationMatches{'Blob.List`, `${NAME} StringEquals 'imports'`),
    READ,
    "allowed",
  ],
  [
    "two conditions, of which the second is of the action",
    at(CONTAINER, BLOB_READER, {
      condition_version: "2.0",
      condition: `((!(ActionMatches{'${BLOB}/write'})) OR (${NAME} StringEquals 'x')) AND ((!(ActionMatches{'${BLOB}/*'})) OR (${NAME} StringEquals 'x'))`,
    }),
    READ,
    "authorization",
  ],
  // https://learn.microsoft.com/azure/role-based-access-control/scope-overview
  [
    "Blob Data Reader on the management group",
    [managementGroup("corp", [SUBSCRIPTION]), ...at("/providers/Microsoft.Management/managementGroups/corp")],
    READ,
    "allowed",
  ],
  [
    "Blob Data Reader on another management group",
    [managementGroup("corp", [SUBSCRIPTION]), ...at("/providers/Microsoft.Management/managementGroups/other")],
    READ,
    "authorization",
  ],
];

describe("rights at Azure's services", () => {
  itAnswers(CASES, { from: "west:deploy/deployer" }, usingServices);
});
