import { BUILT_IN_ROLES } from "./built-in-roles";

/**
 * Operations on data, by the providers of the services that are simulated. The same providers' other operations are on resources.
 *
 * Azure documentation: "Azure permissions for Storage", "… for Security", "… for Integration", "… for Analytics".
 */
const DATA: readonly RegExp[] = [
  /^microsoft\.storage\/storageaccounts\/blobservices\/containers\/blobs\//i,
  /^microsoft\.storage\/storageaccounts\/queueservices\/queues\/messages\//i,
  /^microsoft\.storage\/storageaccounts\/tableservices\/tables\/entities\//i,
  /^microsoft\.storage\/storageaccounts\/fileservices\/(fileshares\/files\/|(read|write)filebackupsemantics\/|takeownership\/|runasbuiltinfileadministrator\/)/i,
  // Secrets and keys can be read and written as resources, too, as Azure Resource Manager does; of keys the data is asked for.
  /^microsoft\.keyvault\/vaults\/(?!secrets\/(read|write)$|keys\/write$|keys\/versions\/)(secrets|keys|certificates|certificatecas|certificatecontacts|storageaccounts|keyrotationpolicies)\//i,
  /^microsoft\.(servicebus|eventhub)\/.*\/(send|receive)\/action$/i,
  /^microsoft\.eventhub\/namespaces\/schemas\//i,
];

/** Providers whose operations are on data where `DATA` has them, and on resources everywhere else. */
const KNOWN = /^microsoft\.(storage|keyvault|servicebus|eventhub|managedidentity|authorization|resources|network)\//i;

/** Operations that built-in roles name in full, by what they name them as. */
const NAMED = new Map(
  Object.values(BUILT_IN_ROLES)
    .flat()
    .flatMap(({ actions, notActions, dataActions, notDataActions }) => [
      ...[...actions, ...notActions].map((one) => [one.toLowerCase(), "control"] as const),
      ...[...dataActions, ...notDataActions].map((one) => [one.toLowerCase(), "data"] as const),
    ])
    .filter(([operation]) => !operation.includes("*")),
);

/** Whether an operation is an action or a data action of role definitions; undefined where that is not known. */
export function planeOf(operation: string): "control" | "data" | undefined {
  const named = NAMED.get(operation.toLowerCase());
  if (named !== undefined) return named;
  if (DATA.some((one) => one.test(operation))) return "data";
  return KNOWN.test(operation) ? "control" : undefined;
}
