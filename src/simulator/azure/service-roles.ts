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

/** Operations, each with the path below a scope at which it is asked for. */
type Asked = readonly (readonly [action: string, below: string])[];

/** Operations at one place below a scope. */
function at(below: string, type: string, operations: string): Asked {
  return operations.split(" ").map((operation) => [`${type}/${operation}`, below]);
}

const OF_BLOBS = "read write delete add/action move/action";
const OF_MESSAGES = "add/action read process/action delete";
const OF_SECRETS = "getSecret/action readMetadata/action setSecret/action delete";
const OF_KEYS =
  "read encrypt/action decrypt/action wrap/action unwrap/action sign/action verify/action update/action backup/action " +
  "create/action delete";
const OF_CERTIFICATES = "read create/action";
const SENDS = "send/action";
const RECEIVES = "receive/action";
const BUS_MESSAGES = "Microsoft.ServiceBus/namespaces/messages";

/**
 * What requests are made of, by the type of the resource that a scope names: each operation with the path below the scope at which
 * it is asked for.
 */
export const OPERATIONS: Readonly<Record<string, Asked>> = {
  "microsoft.storage/storageaccounts": [
    [`${BLOBS}/containers/read`, ""],
    [`${BLOBS}/generateUserDelegationKey/action`, ""],
    ...at("/blobServices/default/containers/lab-container", `${BLOBS}/containers`, "write delete"),
    ...at("/blobServices/default/containers/lab-container", `${BLOBS}/containers/blobs`, OF_BLOBS),
    ...at("/queueServices/default/queues/lab-queue", `${QUEUES}/messages`, OF_MESSAGES),
  ],
  "microsoft.storage/storageaccounts/blobservices/containers": [
    ...at("", `${BLOBS}/containers`, "read write delete"),
    ...at("", `${BLOBS}/containers/blobs`, OF_BLOBS),
  ],
  "microsoft.storage/storageaccounts/queueservices/queues": at("", `${QUEUES}/messages`, OF_MESSAGES),
  "microsoft.keyvault/vaults": [
    ...at("/secrets/lab-secret", `${VAULT}/secrets`, OF_SECRETS),
    ...at("/keys/lab-key", `${VAULT}/keys`, OF_KEYS),
    ...at("/certificates/lab-certificate", `${VAULT}/certificates`, OF_CERTIFICATES),
  ],
  "microsoft.keyvault/vaults/secrets": at("", `${VAULT}/secrets`, OF_SECRETS),
  "microsoft.keyvault/vaults/keys": at("", `${VAULT}/keys`, OF_KEYS),
  "microsoft.keyvault/vaults/certificates": at("", `${VAULT}/certificates`, OF_CERTIFICATES),
  "microsoft.servicebus/namespaces": at("/queues/lab-queue", BUS_MESSAGES, `${SENDS} ${RECEIVES}`),
  "microsoft.servicebus/namespaces/queues": at("", BUS_MESSAGES, `${SENDS} ${RECEIVES}`),
  "microsoft.servicebus/namespaces/topics": [
    ...at("", BUS_MESSAGES, SENDS),
    ...at("/subscriptions/lab-subscription", BUS_MESSAGES, RECEIVES),
  ],
  // Messages are sent to the topic, and received from a subscription.
  "microsoft.servicebus/namespaces/topics/subscriptions": at("", BUS_MESSAGES, RECEIVES),
};

/** A resource of each service in a scope that is wider than one: of a resource group or a subscription. */
export function samplesIn(scope: string): readonly string[] {
  const group = /^\/subscriptions\/[^/]+$/i.test(scope)
    ? `${scope}/resourceGroups/lab-group`
    : /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i.test(scope)
      ? scope
      : undefined;
  return group === undefined ? [] : SAMPLES.map((sample) => `${group}/providers/${sample}`);
}

const SAMPLES = [
  "Microsoft.Storage/storageAccounts/labstorage",
  "Microsoft.KeyVault/vaults/lab-vault",
  "Microsoft.ServiceBus/namespaces/lab-bus",
];

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
  const known = FORMS.get(pattern) ?? formOf(pattern);
  FORMS.set(pattern, known);
  return known.test(operation);
}

/** Patterns that were asked for: roles have few, and every request asks for them. */
const FORMS = new Map<string, RegExp>();

function formOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i");
}

/** The type of the resource that an id names, in lower case: `microsoft.keyvault/vaults`. */
export function typeOf(id: string): string {
  const [, provider, rest = ""] = /^.*\/providers\/([^/]+)\/(.+)$/i.exec(id) ?? [];
  if (provider === undefined) return "";
  const kinds = rest.split("/").filter((_segment, at) => at % 2 === 0);
  return [provider, ...kinds].join("/").toLowerCase();
}
