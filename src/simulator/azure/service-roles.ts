import type { CustomPermission } from "./custom-roles";
import { BUILT_IN_ROLES } from "./built-in-roles";
import { planeOf } from "./planes";

const BLOBS = "Microsoft.Storage/storageAccounts/blobServices";
const QUEUES = "Microsoft.Storage/storageAccounts/queueServices/queues";
const VAULT = "Microsoft.KeyVault/vaults";

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
    ...Object.values(BUILT_IN_ROLES).flatMap((permissions) =>
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
 *
 * @param plane which of them it is, where the operation alone does not tell
 */
export function permits(
  permissions: readonly CustomPermission[],
  operation: string,
  plane = planeOf(operation),
): boolean | undefined {
  const permitted = (asked: "control" | "data") =>
    permissions.some(({ actions, dataActions, notActions, notDataActions }) => {
      const [may, mayNot] = asked === "control" ? [actions, notActions] : [dataActions, notDataActions];
      return may.some((one) => covers(one, operation)) && !mayNot.some((one) => covers(one, operation));
    });
  if (plane !== undefined) return permitted(plane);
  const asAction = permitted("control");
  return asAction === permitted("data") ? asAction : undefined;
}

/**
 * Whether a pattern is about an operation. A star stands for any text, also in the middle, and between slashes for none as well: the
 * pattern of Managed Identity Operator with a star before "read" is all that it has to read identities. Letter case makes no difference.
 *
 * Microsoft Entra documentation: "Manage user-assigned managed identities", on the role that reads one.
 */
export function covers(pattern: string, operation: string): boolean {
  const known = FORMS.get(pattern) ?? formOf(pattern);
  FORMS.set(pattern, known);
  return known.test(operation);
}

/** Patterns that were asked for: roles have few, and every request asks for them. */
const FORMS = new Map<string, RegExp>();

function formOf(pattern: string): RegExp {
  const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  const parts = pattern.split("/*/").map((part) => part.split("*").map(escaped).join(".*"));
  return new RegExp(`^${parts.join("/(?:.*/)?")}$`, "i");
}
