import { unreadTypes } from "../../src/findings/rules/unread-types";
import { worldOf } from "./support/ask";
import { azapi, GROUP, OBJECT, Shown, STORAGE, usingServices } from "./support/azure";

const one = (type: string, values: object): Shown => ({ type, name: "one", values: { name: "acme", ...values } });

/**
 * What lets an identity in without a role assignment. Terraform registry, azurerm and azapi: the resources' own pages; "Access control
 * lists (ACLs) in Azure Data Lake Storage": https://learn.microsoft.com/azure/storage/blobs/data-lake-storage-access-control
 */
const CASES: readonly [words: string, resource: Shown, isTold: boolean][] = [
  [
    "an access control list of a data lake",
    one("azurerm_storage_data_lake_gen2_path", { ace: [{ type: "user", id: OBJECT, permissions: "r-x" }] }),
    true,
  ],
  [
    "an access control list of another",
    one("azurerm_storage_data_lake_gen2_path", { ace: [{ type: "user", id: "x", permissions: "r-x" }] }),
    false,
  ],
  ["the owner of a file system", one("azurerm_storage_data_lake_gen2_filesystem", { owner: OBJECT }), true],
  ["an administrator of SQL", one("azurerm_mssql_server", { azuread_administrator: [{ object_id: OBJECT }] }), true],
  ["a role in Cosmos DB", one("azurerm_cosmosdb_sql_role_assignment", { principal_id: OBJECT, scope: GROUP }), true],
  [
    "azapi's role in Cosmos DB",
    azapi("Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-05-15", STORAGE, { principalId: OBJECT }),
    true,
  ],
  [
    "azapi's role assignment, which is read",
    azapi("Microsoft.Authorization/roleAssignments@2022-04-01", STORAGE, { principalId: OBJECT }),
    false,
  ],
  ["a directory role", one("azuread_directory_role_assignment", { principal_object_id: OBJECT, role_id: "x" }), true],
  ["an app role", one("azuread_app_role_assignment", { principal_object_id: OBJECT, app_role_id: "x" }), true],
  [
    "an authorization of a managed application",
    one("azurerm_managed_application_definition", { authorization: [{ service_principal_id: OBJECT }] }),
    true,
  ],
  ["a storage account, which names nobody", one("azurerm_storage_account", { tags: { owner: "team" } }), false],
];

describe("a grant of Azure beside role assignments", () => {
  it.each(CASES.map(([words, resource, isTold]) => [words, isTold, resource] as const))(
    "%s is told: %s",
    (_words, isTold, resource) => {
      const told = unreadTypes(worldOf(usingServices([resource])), Date.now() / 1000);
      expect(told.map(({ place }) => place)).toEqual(isTold ? [`shown-0: ${resource.type}.one`] : []);
    },
  );
});
