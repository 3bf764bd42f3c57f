import { CustomPermission } from "./read";

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

/**
 * Azure's built-in roles for data of the services that are simulated, by id, and the ones for resources that are most often
 * assigned instead. Some operations on data are actions, and not data actions: listing containers is one.
 *
 * Azure documentation: "Azure built-in roles for Storage", "… for Security", "… for Integration", "… for General".
 */
export const SERVICE_ROLES: Readonly<Record<string, readonly CustomPermission[]>> = {
  // Storage Blob Data Reader, Contributor, Owner
  "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": role(
    [`${BLOBS}/containers/read`, `${BLOBS}/generateUserDelegationKey/action`],
    [`${BLOBS}/containers/blobs/read`],
  ),
  "ba92f5b4-2d11-453d-a403-e96b0029c9fe": role(
    [
      ...[`${BLOBS}/containers/delete`, `${BLOBS}/containers/read`, `${BLOBS}/containers/write`],
      `${BLOBS}/generateUserDelegationKey/action`,
    ],
    [
      ...[`${BLOBS}/containers/blobs/delete`, `${BLOBS}/containers/blobs/read`, `${BLOBS}/containers/blobs/write`],
      ...[`${BLOBS}/containers/blobs/move/action`, `${BLOBS}/containers/blobs/add/action`],
    ],
  ),
  "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": role(
    [`${BLOBS}/containers/*`, `${BLOBS}/generateUserDelegationKey/action`],
    [`${BLOBS}/containers/blobs/*`],
  ),
  // Storage Queue Data Message Processor, Message Sender
  "8a0f0c08-91a1-4084-bc3d-661d67233fed": role([], [`${QUEUES}/messages/read`, `${QUEUES}/messages/process/action`]),
  "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a": role([], [`${QUEUES}/messages/add/action`]),
  // Key Vault Secrets User, Secrets Officer, Crypto User, Certificate User, Reader, Administrator
  "4633458b-17de-408a-b874-0445c86b69e6": role(
    [],
    [`${VAULT}/secrets/getSecret/action`, `${VAULT}/secrets/readMetadata/action`],
  ),
  "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": role([], [`${VAULT}/secrets/*`]),
  "12338af0-0e69-4776-bea7-57ae8d297424": role(
    [],
    [
      ...[`${VAULT}/keys/read`, `${VAULT}/keys/update/action`, `${VAULT}/keys/backup/action`],
      ...[`${VAULT}/keys/encrypt/action`, `${VAULT}/keys/decrypt/action`, `${VAULT}/keys/wrap/action`],
      ...[`${VAULT}/keys/unwrap/action`, `${VAULT}/keys/sign/action`, `${VAULT}/keys/verify/action`],
    ],
  ),
  "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba": role(
    [],
    [
      ...[`${VAULT}/certificates/read`, `${VAULT}/secrets/getSecret/action`],
      ...[`${VAULT}/secrets/readMetadata/action`, `${VAULT}/keys/read`],
    ],
  ),
  "21090545-7ca7-4776-b22c-e363652d74d2": role(
    [`${VAULT}/*/read`],
    [`${VAULT}/*/read`, `${VAULT}/secrets/readMetadata/action`],
  ),
  "00482a5a-887f-4fb3-b363-3b7fe8e74483": role([`${VAULT}/*/read`], [`${VAULT}/*`]),
  // Azure Service Bus Data Sender, Receiver, Owner
  "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39": role(BUS_READS, ["Microsoft.ServiceBus/*/send/action"]),
  "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0": role(BUS_READS, ["Microsoft.ServiceBus/*/receive/action"]),
  "090c5cfd-751d-490a-894a-3ce6f1109419": role(["Microsoft.ServiceBus/*"], ["Microsoft.ServiceBus/*"]),
  // Owner, Contributor, Reader: nothing of data
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": role(["*"], []),
  "b24988ac-6180-42a0-ab88-20f7382dd24c": role(
    ["*"],
    [],
    [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
    ],
  ),
  "acdd72a7-3385-48ef-bd42-f606fba81ae7": role(["*/read"], []),
};

/** Operations that are actions, and not data actions. */
const CONTROL = [`${BLOBS}/containers/read`, `${BLOBS}/containers/write`, `${BLOBS}/containers/delete`];

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

/**
 * Whether a role permits an operation.
 *
 * Azure documentation: "Understand Azure role definitions".
 */
export function permits(permissions: readonly CustomPermission[], operation: string): boolean {
  const isControl = CONTROL.includes(operation);
  return permissions.some(({ actions, dataActions, notActions, notDataActions }) => {
    const [may, mayNot] = isControl ? [actions, notActions] : [dataActions, notDataActions];
    return may.some((one) => covers(one, operation)) && !mayNot.some((one) => covers(one, operation));
  });
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
