import { AZURE_ROLE_IDS_BY_NAME as ID } from "../../vendor/azure/roles";
import { CLUSTER_ROLES, OBJECTS } from "./cluster-roles";
import type { CustomPermission } from "./custom-roles";

type Permissions = readonly CustomPermission[];

/** What a role permits, as its definition is written. */
function role(actions: readonly string[], dataActions: readonly string[] = [], notActions: readonly string[] = []) {
  return [{ actions, dataActions, notActions, notDataActions: [] }] as const;
}

/** Operations of one type, by the words behind it. */
function of(type: string, operations: string): readonly string[] {
  return operations.split(" ").map((one) => `${type}/${one}`);
}

const AUTHORIZATION = "Microsoft.Authorization/*/read";
const GROUPS = "Microsoft.Resources/subscriptions/resourceGroups/read";
const SUPPORT = "Microsoft.Support/*";
const COMMON = [AUTHORIZATION, "Microsoft.Insights/alertRules/*", "Microsoft.Resources/deployments/*", GROUPS, SUPPORT];

/** "Azure built-in roles for Privileged" of July 2026, and Reader of "… for General": nothing of data. */
const PRIVILEGED: Readonly<Record<string, Permissions>> = {
  [ID.Owner]: role(["*"]),
  [ID.Contributor]: role(
    ["*"],
    [],
    [
      ...of("Microsoft.Authorization", "*/Delete */Write elevateAccess/Action"),
      ...of("Microsoft.Blueprint/blueprintAssignments", "write delete"),
      "Microsoft.Compute/galleries/share/action",
      ...of("Microsoft.Purview/consents", "write delete"),
      "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
      ...of("Microsoft.Subscription", "cancel/action enable/action"),
    ],
  ),
  [ID["Role Based Access Control Administrator"]]: role([
    ...of("Microsoft.Authorization/roleAssignments", "write delete"),
    "*/read",
    SUPPORT,
  ]),
  [ID["User Access Administrator"]]: role(["*/read", "Microsoft.Authorization/*", SUPPORT]),
  [ID.Reader]: role(["*/read"]),
};

const ACCOUNTS = "Microsoft.Storage/storageAccounts";
const BLOBS = `${ACCOUNTS}/blobServices`;
const QUEUES = `${ACCOUNTS}/queueServices/queues`;
const TABLES = `${ACCOUNTS}/tableServices/tables`;
const DELEGATION = `${BLOBS}/generateUserDelegationKey/action`;

/** "Azure built-in roles for Storage", MicrosoftDocs/azure-docs 1b4e136. Some operations on data are actions: listing containers is one. */
const STORAGE: Readonly<Record<string, Permissions>> = {
  [ID["Storage Account Contributor"]]: role([
    ...[AUTHORIZATION, ...of("Microsoft.Insights", "alertRules/* diagnosticSettings/*")],
    "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
    "Microsoft.ResourceHealth/availabilityStatuses/read",
    ...["Microsoft.Resources/deployments/*", GROUPS, `${ACCOUNTS}/*`, SUPPORT],
  ]),
  [ID["Storage Blob Data Contributor"]]: role(
    [...of(`${BLOBS}/containers`, "delete read write"), DELEGATION],
    of(`${BLOBS}/containers/blobs`, "delete read write move/action add/action"),
  ),
  [ID["Storage Blob Data Owner"]]: role([`${BLOBS}/containers/*`, DELEGATION], [`${BLOBS}/containers/blobs/*`]),
  [ID["Storage Blob Data Reader"]]: role([`${BLOBS}/containers/read`, DELEGATION], [`${BLOBS}/containers/blobs/read`]),
  [ID["Storage Blob Delegator"]]: role([DELEGATION]),
  [ID["Storage Queue Data Contributor"]]: role(
    of(QUEUES, "delete read write"),
    of(`${QUEUES}/messages`, "delete read write process/action"),
  ),
  [ID["Storage Queue Data Message Processor"]]: role([], of(`${QUEUES}/messages`, "read process/action")),
  [ID["Storage Queue Data Message Sender"]]: role([], [`${QUEUES}/messages/add/action`]),
  [ID["Storage Queue Data Reader"]]: role([`${QUEUES}/read`], [`${QUEUES}/messages/read`]),
  [ID["Storage Table Data Contributor"]]: role(
    of(TABLES, "read write delete"),
    of(`${TABLES}/entities`, "read write delete add/action update/action"),
  ),
  [ID["Storage Table Data Reader"]]: role([`${TABLES}/read`], [`${TABLES}/entities/read`]),
};

const VAULTS = "Microsoft.KeyVault/vaults";
const KEYS = `${VAULTS}/keys`;
const OF_VAULTS = [
  ...COMMON,
  ...of("Microsoft.KeyVault", "checkNameAvailability/read deletedVaults/read locations/*/read vaults/*/read"),
  "Microsoft.KeyVault/operations/read",
];

/** "Azure built-in roles for Security", MicrosoftDocs/azure-docs 03e5750. */
const SECURITY: Readonly<Record<string, Permissions>> = {
  [ID["Key Vault Administrator"]]: role(OF_VAULTS, [`${VAULTS}/*`]),
  [ID["Key Vault Certificate User"]]: role(
    [],
    of(VAULTS, "certificates/read secrets/getSecret/action secrets/readMetadata/action keys/read"),
  ),
  [ID["Key Vault Certificates Officer"]]: role(
    OF_VAULTS,
    of(VAULTS, "certificatecas/* certificates/* certificatecontacts/write"),
  ),
  [ID["Key Vault Contributor"]]: role(
    [...COMMON, "Microsoft.KeyVault/*"],
    [],
    of("Microsoft.KeyVault", "locations/deletedVaults/purge/action hsmPools/* managedHsms/*"),
  ),
  [ID["Key Vault Crypto Officer"]]: role(OF_VAULTS, of(VAULTS, "keys/* keyrotationpolicies/*")),
  [ID["Key Vault Crypto Service Encryption User"]]: role(
    of("Microsoft.EventGrid/eventSubscriptions", "write read delete"),
    of(KEYS, "read wrap/action unwrap/action"),
  ),
  [ID["Key Vault Crypto User"]]: role(
    [],
    of(
      KEYS,
      "read update/action backup/action encrypt/action decrypt/action wrap/action unwrap/action sign/action verify/action",
    ),
  ),
  [ID["Key Vault Reader"]]: role(OF_VAULTS, of(VAULTS, "*/read secrets/readMetadata/action")),
  [ID["Key Vault Secrets Officer"]]: role(OF_VAULTS, [`${VAULTS}/secrets/*`]),
  [ID["Key Vault Secrets User"]]: role([], of(`${VAULTS}/secrets`, "getSecret/action readMetadata/action")),
};

const BUS_READS = of("Microsoft.ServiceBus", "*/queues/read */topics/read */topics/subscriptions/read");

/** "Azure built-in roles for Integration", MicrosoftDocs/azure-docs 03adcc3, and "… for Analytics" for Event Hubs. */
const INTEGRATION: Readonly<Record<string, Permissions>> = {
  [ID["Azure Service Bus Data Owner"]]: role(["Microsoft.ServiceBus/*"], ["Microsoft.ServiceBus/*"]),
  [ID["Azure Service Bus Data Receiver"]]: role(BUS_READS, ["Microsoft.ServiceBus/*/receive/action"]),
  [ID["Azure Service Bus Data Sender"]]: role(BUS_READS, ["Microsoft.ServiceBus/*/send/action"]),
  [ID["Azure Event Hubs Data Owner"]]: role(["Microsoft.EventHub/*"], ["Microsoft.EventHub/*"]),
  [ID["Azure Event Hubs Data Receiver"]]: role(
    ["Microsoft.EventHub/*/eventhubs/consumergroups/read"],
    ["Microsoft.EventHub/*/receive/action"],
  ),
  [ID["Azure Event Hubs Data Sender"]]: role(
    ["Microsoft.EventHub/*/eventhubs/read"],
    ["Microsoft.EventHub/*/send/action"],
  ),
};

const IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities";

/** "Azure built-in roles for Identity" of July 2026: who gives identities to others. Nothing of data. */
const IDENTITY: Readonly<Record<string, Permissions>> = {
  [ID["Managed Identity Contributor"]]: role([
    ...of(IDENTITIES, "read write delete revokeTokens/action"),
    ...of(`${IDENTITIES}/federatedIdentityCredentials`, "read write delete"),
    ...COMMON,
  ]),
  [ID["Managed Identity Operator"]]: role([...of(IDENTITIES, "*/read */assign/action"), ...COMMON]),
};

const REGISTRIES = "Microsoft.ContainerRegistry/registries";
const USER_CREDENTIAL = `${OBJECTS}/listClusterUserCredential/action`;
const OF_CLUSTERS = [
  AUTHORIZATION,
  ...of("Microsoft.Resources/subscriptions", "operationresults/read read resourceGroups/read"),
];

/** A role for objects in clusters, with what it permits beside. */
function inClusters(id: string, actions: readonly string[]): Permissions {
  const { dataActions, notDataActions } = CLUSTER_ROLES[id];
  const named = (all: readonly string[]) => all.map((one) => `${OBJECTS}/${one}`);
  return [{ actions, notActions: [], dataActions: named(dataActions), notDataActions: named(notDataActions) }];
}

/** "Azure built-in roles for Containers", MicrosoftDocs/azure-docs 0088bfa. */
const CONTAINERS: Readonly<Record<string, Permissions>> = {
  [ID.AcrPull]: role([`${REGISTRIES}/pull/read`]),
  [ID.AcrPush]: role(of(REGISTRIES, "pull/read push/write")),
  [ID["Azure Kubernetes Service Cluster Admin Role"]]: role(
    of(OBJECTS, "listClusterAdminCredential/action accessProfiles/listCredential/action read runcommand/action"),
  ),
  [ID["Azure Kubernetes Service Cluster User Role"]]: role([USER_CREDENTIAL, `${OBJECTS}/read`]),
  ...Object.fromEntries(
    (["Azure Kubernetes Service RBAC Admin", "Azure Kubernetes Service RBAC Cluster Admin"] as const).map((name) => [
      ID[name],
      inClusters(ID[name], [...OF_CLUSTERS, USER_CREDENTIAL]),
    ]),
  ),
  ...Object.fromEntries(
    (["Azure Kubernetes Service RBAC Reader", "Azure Kubernetes Service RBAC Writer"] as const).map((name) => [
      ID[name],
      inClusters(ID[name], OF_CLUSTERS),
    ]),
  ),
};

/**
 * Azure's built-in roles that are most often assigned to workloads, by id, as the JSON of each on the page of its category has them.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const BUILT_IN_ROLES: Readonly<Record<string, Permissions>> = {
  ...{ ...PRIVILEGED, ...STORAGE, ...SECURITY, ...INTEGRATION, ...IDENTITY, ...CONTAINERS },
};
