import { planeOf } from "./planes";
import { CustomPermission } from "./read";
import { AZURE_ROLE_IDS_BY_NAME as ID } from "../../vendor/azure/roles";

const BLOBS = "Microsoft.Storage/storageAccounts/blobServices";
const QUEUES = "Microsoft.Storage/storageAccounts/queueServices/queues";
const VAULT = "Microsoft.KeyVault/vaults";
const BUS_READS = ["queues/read", "topics/read", "topics/subscriptions/read"].map(
  (one) => `Microsoft.ServiceBus/*/${one}`,
);

/** What a role permits, as its definition is written. */
function role(actions: readonly string[], dataActions: readonly string[], notActions: readonly string[] = []) {
  return [{ actions, dataActions, notActions, notDataActions: [] }] as const;
}

const COMMON = [
  ...["Microsoft.Authorization/*/read", "Microsoft.Insights/alertRules/*", "Microsoft.Resources/deployments/*"],
  ...["Microsoft.Resources/subscriptions/resourceGroups/read", "Microsoft.Support/*"],
];
const IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities";

/**
 * Roles by which others are given identities or roles: nothing of data.
 *
 * Azure documentation: "Azure built-in roles for Identity", "Azure built-in roles for Privileged".
 */
const IDENTITY_ROLES = {
  [ID["Managed Identity Contributor"]]: role(
    [...["read", "write", "delete"].map((one) => `${IDENTITY}/${one}`), ...COMMON],
    [],
  ),
  [ID["Managed Identity Operator"]]: role([`${IDENTITY}/*/read`, `${IDENTITY}/*/assign/action`, ...COMMON], []),
  [ID["Role Based Access Control Administrator"]]: role(
    [
      ...["Microsoft.Authorization/roleAssignments/write", "Microsoft.Authorization/roleAssignments/delete"],
      ...["*/read", "Microsoft.Support/*"],
    ],
    [],
  ),
  [ID["User Access Administrator"]]: role(["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"], []),
} as const;

/**
 * Azure's built-in roles for data of the services that are simulated, by id, and the ones for resources that are most often
 * assigned instead. Some operations on data are actions, and not data actions: listing containers is one.
 *
 * Azure documentation: "Azure built-in roles for Storage", "… for Security", "… for Integration", "… for General".
 */
export const SERVICE_ROLES: Readonly<Record<string, readonly CustomPermission[]>> = {
  [ID["Storage Blob Data Reader"]]: role(
    [`${BLOBS}/containers/read`, `${BLOBS}/generateUserDelegationKey/action`],
    [`${BLOBS}/containers/blobs/read`],
  ),
  [ID["Storage Blob Data Contributor"]]: role(
    [
      ...[`${BLOBS}/containers/delete`, `${BLOBS}/containers/read`, `${BLOBS}/containers/write`],
      `${BLOBS}/generateUserDelegationKey/action`,
    ],
    [
      ...[`${BLOBS}/containers/blobs/delete`, `${BLOBS}/containers/blobs/read`, `${BLOBS}/containers/blobs/write`],
      ...[`${BLOBS}/containers/blobs/move/action`, `${BLOBS}/containers/blobs/add/action`],
    ],
  ),
  [ID["Storage Blob Data Owner"]]: role(
    [`${BLOBS}/containers/*`, `${BLOBS}/generateUserDelegationKey/action`],
    [`${BLOBS}/containers/blobs/*`],
  ),
  [ID["Storage Queue Data Message Processor"]]: role(
    [],
    [`${QUEUES}/messages/read`, `${QUEUES}/messages/process/action`],
  ),
  [ID["Storage Queue Data Message Sender"]]: role([], [`${QUEUES}/messages/add/action`]),
  [ID["Key Vault Secrets User"]]: role(
    [],
    [`${VAULT}/secrets/getSecret/action`, `${VAULT}/secrets/readMetadata/action`],
  ),
  [ID["Key Vault Secrets Officer"]]: role([], [`${VAULT}/secrets/*`]),
  [ID["Key Vault Crypto User"]]: role(
    [],
    [
      ...[`${VAULT}/keys/read`, `${VAULT}/keys/update/action`, `${VAULT}/keys/backup/action`],
      ...[`${VAULT}/keys/encrypt/action`, `${VAULT}/keys/decrypt/action`, `${VAULT}/keys/wrap/action`],
      ...[`${VAULT}/keys/unwrap/action`, `${VAULT}/keys/sign/action`, `${VAULT}/keys/verify/action`],
    ],
  ),
  [ID["Key Vault Certificate User"]]: role(
    [],
    [
      ...[`${VAULT}/certificates/read`, `${VAULT}/secrets/getSecret/action`],
      ...[`${VAULT}/secrets/readMetadata/action`, `${VAULT}/keys/read`],
    ],
  ),
  [ID["Key Vault Reader"]]: role([`${VAULT}/*/read`], [`${VAULT}/*/read`, `${VAULT}/secrets/readMetadata/action`]),
  [ID["Key Vault Administrator"]]: role([`${VAULT}/*/read`], [`${VAULT}/*`]),
  [ID["Azure Service Bus Data Sender"]]: role(BUS_READS, ["Microsoft.ServiceBus/*/send/action"]),
  [ID["Azure Service Bus Data Receiver"]]: role(BUS_READS, ["Microsoft.ServiceBus/*/receive/action"]),
  [ID["Azure Service Bus Data Owner"]]: role(["Microsoft.ServiceBus/*"], ["Microsoft.ServiceBus/*"]),
  // Nothing of data.
  [ID.Owner]: role(["*"], []),
  [ID.Contributor]: role(
    ["*"],
    [],
    [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
    ],
  ),
  [ID.Reader]: role(["*/read"], []),
  ...IDENTITY_ROLES,
};

/**
 * What requests are made of, by the type of the resource that a scope names: each operation with the path below the scope at which
 * it is asked for.
 */
export const OPERATIONS: Readonly<Record<string, readonly (readonly [action: string, below: string])[]>> = {
  "microsoft.storage/storageaccounts": [
    [`${BLOBS}/containers/read`, ""],
    [`${BLOBS}/containers/write`, "/blobServices/default/containers/lab-container"],
    [`${BLOBS}/containers/blobs/read`, "/blobServices/default/containers/lab-container"],
    [`${BLOBS}/containers/blobs/write`, "/blobServices/default/containers/lab-container"],
    [`${BLOBS}/containers/blobs/delete`, "/blobServices/default/containers/lab-container"],
    [`${QUEUES}/messages/add/action`, "/queueServices/default/queues/lab-queue"],
    [`${QUEUES}/messages/read`, "/queueServices/default/queues/lab-queue"],
    [`${QUEUES}/messages/process/action`, "/queueServices/default/queues/lab-queue"],
  ],
  "microsoft.storage/storageaccounts/blobservices/containers": [
    [`${BLOBS}/containers/read`, ""],
    [`${BLOBS}/containers/write`, ""],
    [`${BLOBS}/containers/blobs/read`, ""],
    [`${BLOBS}/containers/blobs/write`, ""],
    [`${BLOBS}/containers/blobs/delete`, ""],
  ],
  "microsoft.storage/storageaccounts/queueservices/queues": [
    [`${QUEUES}/messages/add/action`, ""],
    [`${QUEUES}/messages/read`, ""],
    [`${QUEUES}/messages/process/action`, ""],
  ],
  "microsoft.keyvault/vaults": [
    [`${VAULT}/secrets/getSecret/action`, "/secrets/lab-secret"],
    [`${VAULT}/secrets/readMetadata/action`, "/secrets/lab-secret"],
    [`${VAULT}/secrets/setSecret/action`, "/secrets/lab-secret"],
    [`${VAULT}/secrets/delete`, "/secrets/lab-secret"],
    [`${VAULT}/keys/read`, "/keys/lab-key"],
    [`${VAULT}/keys/encrypt/action`, "/keys/lab-key"],
    [`${VAULT}/keys/decrypt/action`, "/keys/lab-key"],
    [`${VAULT}/keys/wrap/action`, "/keys/lab-key"],
    [`${VAULT}/keys/unwrap/action`, "/keys/lab-key"],
    [`${VAULT}/keys/sign/action`, "/keys/lab-key"],
    [`${VAULT}/keys/verify/action`, "/keys/lab-key"],
    [`${VAULT}/keys/create/action`, "/keys/lab-key"],
  ],
  "microsoft.keyvault/vaults/secrets": [
    [`${VAULT}/secrets/getSecret/action`, ""],
    [`${VAULT}/secrets/readMetadata/action`, ""],
    [`${VAULT}/secrets/setSecret/action`, ""],
  ],
  "microsoft.keyvault/vaults/keys": [
    [`${VAULT}/keys/read`, ""],
    [`${VAULT}/keys/encrypt/action`, ""],
    [`${VAULT}/keys/decrypt/action`, ""],
    [`${VAULT}/keys/create/action`, ""],
  ],
  "microsoft.servicebus/namespaces": [
    ["Microsoft.ServiceBus/namespaces/messages/send/action", "/queues/lab-queue"],
    ["Microsoft.ServiceBus/namespaces/messages/receive/action", "/queues/lab-queue"],
  ],
  "microsoft.servicebus/namespaces/queues": [
    ["Microsoft.ServiceBus/namespaces/messages/send/action", ""],
    ["Microsoft.ServiceBus/namespaces/messages/receive/action", ""],
  ],
  "microsoft.servicebus/namespaces/topics": [
    ["Microsoft.ServiceBus/namespaces/messages/send/action", ""],
    ["Microsoft.ServiceBus/namespaces/messages/receive/action", "/subscriptions/lab-subscription"],
  ],
};

/** Every operation that is known by its own name. */
export const EVERY_OPERATION: readonly string[] = [
  ...new Set([
    ...Object.values(OPERATIONS).flatMap((operations) => operations.map(([action]) => action)),
    ...Object.values(SERVICE_ROLES).flatMap((permissions) =>
      permissions.flatMap(({ actions, dataActions }) =>
        [...actions, ...dataActions].filter((one) => !one.includes("*")),
      ),
    ),
  ]),
];

const WRITTEN = new Map(EVERY_OPERATION.map((one) => [one.toLowerCase(), one]));

/** An operation as Azure's documentation writes it: their case makes no difference. */
export function operationOf(text: string): string {
  return WRITTEN.get(text.toLowerCase()) ?? text;
}

/**
 * Whether a role permits an operation; undefined where it would as an action and not as a data action, or the other way round, and
 * which of them it is is not known.
 *
 * Azure documentation: "Understand Azure role definitions".
 */
export function permits(permissions: readonly CustomPermission[], operation: string): boolean | undefined {
  const permitted = (plane: "control" | "data") =>
    permissions.some(({ actions, dataActions, notActions, notDataActions }) => {
      const [may, mayNot] = plane === "control" ? [actions, notActions] : [dataActions, notDataActions];
      return may.some((one) => covers(one, operation)) && !mayNot.some((one) => covers(one, operation));
    });
  const plane = planeOf(operation);
  if (plane !== undefined) return permitted(plane);
  const asAction = permitted("control");
  return asAction === permitted("data") ? asAction : undefined;
}

/** A `*` stands for any text, also in the middle; upper and lower case are the same. */
export function covers(pattern: string, operation: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(operation);
}

/** The type of the resource that an id names, in lower case: `microsoft.keyvault/vaults`. */
export function typeOf(id: string): string {
  const [, provider, rest = ""] = /^.*\/providers\/([^/]+)\/(.+)$/i.exec(id) ?? [];
  if (provider === undefined) return "";
  const kinds = rest.split("/").filter((_segment, at) => at % 2 === 0);
  return [provider, ...kinds].join("/").toLowerCase();
}
