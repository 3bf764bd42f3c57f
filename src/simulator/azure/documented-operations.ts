/** The operations of the services' data that are simulated, on data and on the same things as resources, by the type they are on. */
const OPERATIONS_OF: Readonly<Record<string, string>> = {
  "Microsoft.KeyVault/vaults/secrets":
    "read write delete getSecret/action setSecret/action readMetadata/action update/action backup/action restore/action " +
    "recover/action purge/action",
  "Microsoft.KeyVault/vaults/keys":
    "read write versions/read delete create/action import/action update/action backup/action restore/action recover/action " +
    "purge/action encrypt/action decrypt/action wrap/action unwrap/action sign/action verify/action release/action rotate/action",
  "Microsoft.KeyVault/vaults/certificates":
    "read delete create/action import/action update/action backup/action restore/action recover/action purge/action",
  "Microsoft.Storage/storageAccounts/blobServices/containers/blobs":
    "read write delete add/action move/action filter/action deleteBlobVersion/action permanentDelete/action " +
    "manageOwnership/action modifyPermissions/action runAsSuperUser/action immutableStorage/runAsSuperUser/action tags/read tags/write",
  "Microsoft.Storage/storageAccounts/queueServices/queues/messages": "read write delete add/action process/action",
  "Microsoft.Storage/storageAccounts/tableServices/tables/entities": "read write delete add/action update/action",
};

/**
 * What Azure documents of the types whose operations are all known here.
 *
 * Azure documentation: "Azure permissions for Security", "Azure permissions for Storage".
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/permissions/security
 * @see https://learn.microsoft.com/azure/role-based-access-control/permissions/storage
 */
const DOCUMENTED = Object.entries(OPERATIONS_OF).map(([type, operations]) => ({
  type,
  operations: operations.split(" "),
}));

/** Every operation that is documented of these types. */
export const DOCUMENTED_OPERATIONS: readonly string[] = DOCUMENTED.flatMap(({ type, operations }) =>
  operations.map((one) => `${type}/${one}`),
);

/** The type that an operation is on, with all its operations; undefined for a type whose operations are not all known here. */
export function documentedType(
  operation: string,
): { readonly type: string; readonly operations: readonly string[] } | undefined {
  return DOCUMENTED.find(({ type }) => operation.toLowerCase().startsWith(`${type.toLowerCase()}/`));
}
