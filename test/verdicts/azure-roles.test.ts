import { Expected, inWords, verdicts } from "./support/ask";
import { assignment, CONTAINER, GROUP, role, STORAGE, SUBSCRIPTION, usingServices, VAULT } from "./support/azure";

const PAGES = "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles";
const BLOBS = "Microsoft.Storage/storageAccounts/blobServices";
const QUEUES = "Microsoft.Storage/storageAccounts/queueServices/queues";
const TABLES = "Microsoft.Storage/storageAccounts/tableServices/tables";
const KEYS = "Microsoft.KeyVault/vaults/keys";
const QUEUE = `${STORAGE}/queueServices/default/queues/jobs`;
const TABLE = `${STORAGE}/tableServices/default/tables/rows`;
const BUS = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/acme`;
const HUBS = `${GROUP}/providers/Microsoft.EventHub/namespaces/acme`;
const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/corp`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/other`;
const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/acme`;
const SUB = `/subscriptions/${SUBSCRIPTION}`;

/** Roles by name and id, an operation, and what it is on. The role is on the resource itself. */
type Row = readonly [name: string, id: string, operation: string, on: string, expected: Expected];

const OWNER = ["Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"] as const;
const CONTRIBUTOR = ["Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"] as const;
const ACCESS = ["User Access Administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"] as const;
const RBAC = ["Role Based Access Control Administrator", "f58310d9-a9f6-439a-9e8d-f62e7b41a168"] as const;
const OFFICER = ["Key Vault Secrets Officer", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] as const;
const VAULT_READER = ["Key Vault Reader", "21090545-7ca7-4776-b22c-e363652d74d2"] as const;
const VAULT_ADMIN = ["Key Vault Administrator", "00482a5a-887f-4fb3-b363-3b7fe8e74483"] as const;
const VAULT_CONTRIBUTOR = ["Key Vault Contributor", "f25e0fa2-a7c8-4377-a976-54943a77a395"] as const;
const CERTIFICATES = ["Key Vault Certificates Officer", "a4417e6f-fecd-4de8-b567-7b0420556985"] as const;
const CRYPTO = ["Key Vault Crypto Officer", "14b46e9e-c2b7-41b4-b07b-48a6ebf60603"] as const;
const ENCRYPTION = ["Key Vault Crypto Service Encryption User", "e147488a-f6f5-4113-8e2d-b22465e65bf6"] as const;
const QUEUE_CONTRIBUTOR = ["Storage Queue Data Contributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"] as const;
const QUEUE_READER = ["Storage Queue Data Reader", "19e7f393-937e-4f77-808e-94535e297925"] as const;
const TABLE_READER = ["Storage Table Data Reader", "76199698-9eea-4c19-bc75-cec21354c6b6"] as const;
const TABLE_CONTRIBUTOR = ["Storage Table Data Contributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] as const;
const DELEGATOR = ["Storage Blob Delegator", "db58b8e5-c6ad-4a2a-8342-4190687cbf4a"] as const;
const BLOB_OWNER = ["Storage Blob Data Owner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] as const;
const HUBS_RECEIVER = ["Azure Event Hubs Data Receiver", "a638d3c7-ab3a-418d-83e6-5f17a39d4fde"] as const;
const HUBS_SENDER = ["Azure Event Hubs Data Sender", "2b629674-e913-4c01-ae53-ef4638d8f975"] as const;
const HUBS_OWNER = ["Azure Event Hubs Data Owner", "f526a384-b230-433a-b45c-95f59c4a2dec"] as const;
const BUS_OWNER = ["Azure Service Bus Data Owner", "090c5cfd-751d-490a-894a-3ce6f1109419"] as const;
const BUS_SENDER = ["Azure Service Bus Data Sender", "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] as const;
const IDENTITIES = ["Managed Identity Contributor", "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59"] as const;
const OPERATOR = ["Managed Identity Operator", "f1a07417-d97a-45cb-824c-7a7467783830"] as const;
const CLUSTER_USER = ["Azure Kubernetes Service Cluster User Role", "4abbcc35-e782-43d8-92c5-2d3f1bd2253f"] as const;
const CLUSTER_ADMIN = ["Azure Kubernetes Service RBAC Admin", "3498e952-d568-435e-9b2c-8d77e338d7f7"] as const;
const CLUSTER_READER = ["Azure Kubernetes Service RBAC Reader", "7f6c6a51-bcf8-42ba-9220-52d62157d7db"] as const;
const PULL = ["AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"] as const;
const MANAGED = "Microsoft.ContainerService/managedClusters";
const OF_IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities";

/** The JSON of each role on the pages of Azure's built-in roles, of July 2026 where the page says so. */
const ROLES: Readonly<Record<string, readonly Row[]>> = {
  [`${PAGES}/privileged`]: [
    [...CONTRIBUTOR, "Microsoft.Storage/storageAccounts/write", STORAGE, "allowed"],
    [...CONTRIBUTOR, "Microsoft.Storage/storageAccounts/listKeys/action", STORAGE, "allowed"],
    [...CONTRIBUTOR, "Microsoft.Authorization/roleAssignments/write", SUB, "authorization"],
    [...CONTRIBUTOR, "Microsoft.Authorization/locks/delete", SUB, "authorization"],
    [...CONTRIBUTOR, "Microsoft.Authorization/roleAssignments/read", SUB, "allowed"],
    [...CONTRIBUTOR, "Microsoft.Resources/deploymentStacks/manageDenySetting/action", SUB, "authorization"],
    [...CONTRIBUTOR, "Microsoft.Compute/galleries/share/action", SUB, "authorization"],
    [...CONTRIBUTOR, "Microsoft.Blueprint/blueprintAssignments/write", SUB, "authorization"],
    [...CONTRIBUTOR, "Microsoft.Subscription/cancel/action", SUB, "authorization"],
    [...OWNER, "Microsoft.Resources/deploymentStacks/manageDenySetting/action", SUB, "allowed"],
    [...OWNER, "Microsoft.Authorization/roleAssignments/write", SUB, "allowed"],
    [...ACCESS, "Microsoft.Authorization/roleAssignments/write", SUB, "allowed"],
    [...ACCESS, "Microsoft.Authorization/locks/delete", SUB, "allowed"],
    [...ACCESS, "Microsoft.Storage/storageAccounts/write", STORAGE, "authorization"],
    [...RBAC, "Microsoft.Authorization/roleAssignments/delete", SUB, "allowed"],
    [...RBAC, "Microsoft.Authorization/locks/delete", SUB, "authorization"],
  ],
  [`${PAGES}/security`]: [
    [...OFFICER, "Microsoft.KeyVault/vaults/read", VAULT, "allowed"],
    [...OFFICER, "Microsoft.KeyVault/vaults/secrets/delete", `${VAULT}/secrets/db`, "allowed"],
    [...OFFICER, "Microsoft.KeyVault/vaults/write", VAULT, "authorization"],
    [...OFFICER, `${KEYS}/sign/action`, `${VAULT}/keys/a`, "authorization"],
    [...VAULT_READER, "Microsoft.KeyVault/vaults/read", VAULT, "allowed"],
    [...VAULT_READER, "Microsoft.KeyVault/deletedVaults/read", SUB, "allowed"],
    [...VAULT_READER, "Microsoft.KeyVault/vaults/secrets/readMetadata/action", `${VAULT}/secrets/db`, "allowed"],
    [...VAULT_ADMIN, "Microsoft.KeyVault/deletedVaults/read", SUB, "allowed"],
    [...VAULT_ADMIN, `${KEYS}/purge/action`, `${VAULT}/keys/a`, "allowed"],
    [...VAULT_ADMIN, "Microsoft.KeyVault/vaults/delete", VAULT, "authorization"],
    [...VAULT_CONTRIBUTOR, "Microsoft.KeyVault/vaults/write", VAULT, "allowed"],
    [...VAULT_CONTRIBUTOR, "Microsoft.KeyVault/locations/deletedVaults/purge/action", SUB, "authorization"],
    [
      ...VAULT_CONTRIBUTOR,
      "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      `${VAULT}/secrets/db`,
      "authorization",
    ],
    [...CERTIFICATES, "Microsoft.KeyVault/vaults/certificates/create/action", `${VAULT}/certificates/a`, "allowed"],
    [...CERTIFICATES, "Microsoft.KeyVault/vaults/secrets/getSecret/action", `${VAULT}/secrets/a`, "authorization"],
    [...CRYPTO, `${KEYS}/create/action`, `${VAULT}/keys/a`, "allowed"],
    [...CRYPTO, "Microsoft.KeyVault/vaults/secrets/getSecret/action", `${VAULT}/secrets/a`, "authorization"],
    [...ENCRYPTION, `${KEYS}/wrap/action`, `${VAULT}/keys/a`, "allowed"],
    [...ENCRYPTION, `${KEYS}/decrypt/action`, `${VAULT}/keys/a`, "authorization"],
  ],
  [`${PAGES}/storage`]: [
    [...BLOB_OWNER, `${BLOBS}/containers/blobs/manageOwnership/action`, `${CONTAINER}/blobs/a`, "allowed"],
    [...BLOB_OWNER, "Microsoft.Storage/storageAccounts/listKeys/action", STORAGE, "authorization"],
    [...DELEGATOR, `${BLOBS}/generateUserDelegationKey/action`, STORAGE, "allowed"],
    [...DELEGATOR, `${BLOBS}/containers/blobs/read`, `${CONTAINER}/blobs/a`, "authorization"],
    [...QUEUE_CONTRIBUTOR, `${QUEUES}/messages/process/action`, QUEUE, "allowed"],
    [...QUEUE_CONTRIBUTOR, `${QUEUES}/delete`, QUEUE, "allowed"],
    [...QUEUE_CONTRIBUTOR, `${QUEUES}/messages/add/action`, QUEUE, "authorization"],
    [...QUEUE_READER, `${QUEUES}/messages/read`, QUEUE, "allowed"],
    [...QUEUE_READER, `${QUEUES}/messages/process/action`, QUEUE, "authorization"],
    [...TABLE_READER, `${TABLES}/entities/read`, TABLE, "allowed"],
    [...TABLE_READER, `${TABLES}/entities/write`, TABLE, "authorization"],
    [...TABLE_CONTRIBUTOR, `${TABLES}/entities/update/action`, TABLE, "allowed"],
    [...TABLE_CONTRIBUTOR, `${TABLES}/write`, TABLE, "allowed"],
  ],
  [`${PAGES}/integration`]: [
    [...BUS_OWNER, "Microsoft.ServiceBus/namespaces/messages/send/action", `${BUS}/queues/a`, "allowed"],
    [...BUS_OWNER, "Microsoft.ServiceBus/namespaces/authorizationRules/listkeys/action", BUS, "allowed"],
    [...BUS_SENDER, "Microsoft.ServiceBus/namespaces/queues/read", `${BUS}/queues/a`, "allowed"],
    [...BUS_SENDER, "Microsoft.ServiceBus/namespaces/messages/receive/action", `${BUS}/queues/a`, "authorization"],
    [...HUBS_RECEIVER, "Microsoft.EventHub/namespaces/messages/receive/action", `${HUBS}/eventhubs/a`, "allowed"],
    [...HUBS_RECEIVER, "Microsoft.EventHub/namespaces/messages/send/action", `${HUBS}/eventhubs/a`, "authorization"],
    [...HUBS_SENDER, "Microsoft.EventHub/namespaces/messages/send/action", `${HUBS}/eventhubs/a`, "allowed"],
    [...HUBS_SENDER, "Microsoft.EventHub/namespaces/eventhubs/read", `${HUBS}/eventhubs/a`, "allowed"],
    // "Azure permissions for Analytics" has schemas of a schema group as data, and "… for Storage" what mounts of shares ask for
    [...OWNER, "Microsoft.EventHub/namespaces/schemas/read", HUBS, "authorization"],
    [...HUBS_OWNER, "Microsoft.EventHub/namespaces/schemas/read", HUBS, "allowed"],
    [
      ...OWNER,
      "Microsoft.Storage/storageAccounts/fileServices/runAsBuiltInFileAdministrator/action",
      STORAGE,
      "authorization",
    ],
    [...HUBS_OWNER, "Microsoft.EventHub/namespaces/messages/receive/action", `${HUBS}/eventhubs/a`, "allowed"],
  ],
  [`${PAGES}/identity`]: [
    [...IDENTITIES, `${OF_IDENTITIES}/federatedIdentityCredentials/write`, IDENTITY, "allowed"],
    [...IDENTITIES, `${OF_IDENTITIES}/assign/action`, IDENTITY, "authorization"],
    [...OPERATOR, `${OF_IDENTITIES}/federatedIdentityCredentials/write`, IDENTITY, "authorization"],
    [...OPERATOR, "Microsoft.Resources/deployments/write", GROUP, "allowed"],
    // "Manage user-assigned managed identities": to list or read one an account needs Managed Identity Operator or Contributor
    [...OPERATOR, `${OF_IDENTITIES}/read`, IDENTITY, "allowed"],
    [...OPERATOR, `${OF_IDENTITIES}/assign/action`, IDENTITY, "allowed"],
    [...OPERATOR, `${OF_IDENTITIES}/delete`, IDENTITY, "authorization"],
  ],
  [`${PAGES}/containers`]: [
    [...CLUSTER_USER, `${MANAGED}/listClusterUserCredential/action`, CLUSTER, "allowed"],
    [...CLUSTER_USER, `${MANAGED}/listClusterAdminCredential/action`, CLUSTER, "authorization"],
    [...CLUSTER_ADMIN, `${MANAGED}/listClusterUserCredential/action`, CLUSTER, "allowed"],
    [...CLUSTER_READER, `${MANAGED}/listClusterUserCredential/action`, CLUSTER, "authorization"],
    [...CLUSTER_READER, "Microsoft.Resources/subscriptions/resourceGroups/read", GROUP, "allowed"],
    [...PULL, "Microsoft.ContainerRegistry/registries/pull/read", REGISTRY, "allowed"],
    [...PULL, "Microsoft.ContainerRegistry/registries/push/write", REGISTRY, "authorization"],
  ],
};

/** Secrets are read where role assignments decide. */
const RBAC_VAULT = {
  type: "azurerm_key_vault",
  name: "v",
  values: { id: VAULT, name: "acme", resource_group_name: "corp", rbac_authorization_enabled: true },
};

describe.each(Object.entries(ROLES))("Azure's built-in roles, %s", (_page, rows) => {
  it.each(rows)("%s (%s) and %s on %s: %s", async (name, id, action, resource, expected) => {
    const request = { from: "west:deploy/deployer", action, resource };
    const byId = usingServices([RBAC_VAULT, assignment({ scope: resource, role_definition_id: role(id) })]);
    const byName = usingServices([RBAC_VAULT, assignment({ scope: resource, role_definition_name: name })]);
    const verdict = [...(await verdicts(byId, [request])), ...(await verdicts(byName, [request]))];
    expect({ is: verdict.map((one) => inWords(one, expected)), verdict }).toMatchObject({ is: [expected, expected] });
  });
});
