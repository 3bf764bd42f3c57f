import { assignment, azapi, GROUP, group, OBJECT, REFUSED, Shown, TEAM, usingServices } from "./support/azure";
import { itAnswers, Row } from "./support/rows";

const ACCOUNT = `${GROUP}/providers/Microsoft.DocumentDB/databaseAccounts/acme`;
const CONTAINERS = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers";
const OPEN = `${ACCOUNT}/sqlDatabases/orders/containers/open`;
const on = (action: string, resource = OPEN) => ({ action: `${CONTAINERS}/${action}`, resource });
const READ = on("items/read");
const READER = "00000000-0000-0000-0000-000000000001";
const CONTRIBUTOR = "00000000-0000-0000-0000-000000000002";
const OWN = "84cf3a8b-4122-4448-bce2-fa423cfe0a15";
const definition = (id: string) => `${ACCOUNT}/sqlRoleDefinitions/${id}`;

const assigned = (id = READER, scope = ACCOUNT, more: object = {}): Shown => ({
  type: "azurerm_cosmosdb_sql_role_assignment",
  name: "one",
  values: {
    ...{ account_name: "acme", resource_group_name: "corp", principal_id: OBJECT },
    ...{ role_definition_id: definition(id), scope, ...more },
  },
});
const own = (data_actions: readonly string[]): Shown => ({
  type: "azurerm_cosmosdb_sql_role_definition",
  name: "own",
  values: {
    ...{ id: definition(OWN), role_definition_id: OWN, name: "own", account_name: "acme", type: "CustomRole" },
    ...{ permissions: [{ data_actions }], assignable_scopes: [ACCOUNT] },
  },
});

/**
 * "Azure Cosmos DB for NoSQL data plane security reference": data actions, wildcards and the two built-in roles; "Use data plane
 * role-based access control with Azure Cosmos DB for NoSQL": scopes; roles of Azure RBAC are for the control plane alone.
 * https://learn.microsoft.com/azure/cosmos-db/reference-data-plane-security
 */
const CASES: readonly Row<readonly Shown[]>[] = [
  ["Data Reader on the account", [assigned()], READ, "allowed"],
  ["Data Reader, a query", [assigned()], on("executeQuery"), "allowed"],
  ["Data Reader, an upsert", [assigned()], on("items/upsert"), REFUSED],
  ["Data Reader, a stored procedure", [assigned()], on("executeStoredProcedure"), REFUSED],
  ["Data Contributor, an upsert", [assigned(CONTRIBUTOR)], on("items/upsert"), "allowed"],
  ["Data Contributor, a stored procedure", [assigned(CONTRIBUTOR)], on("executeStoredProcedure"), "allowed"],
  ["on the database", [assigned(READER, `${ACCOUNT}/dbs/orders`)], READ, "allowed"],
  ["on another database", [assigned(READER, `${ACCOUNT}/dbs/order`)], READ, REFUSED],
  ["on the container", [assigned(READER, `${ACCOUNT}/dbs/orders/colls/open`)], READ, "allowed"],
  ["on another container", [assigned(READER, `${ACCOUNT}/dbs/orders/colls/closed`)], READ, REFUSED],
  ["on another account", [assigned(READER, `${ACCOUNT}2`)], READ, REFUSED],
  ["a role of one's own", [own([`${CONTAINERS}/items/read`]), assigned(OWN)], READ, "allowed"],
  ["a role of one's own, another action", [own([`${CONTAINERS}/items/create`]), assigned(OWN)], READ, REFUSED],
  ["a role of one's own, all of items", [own([`${CONTAINERS}/items/*`]), assigned(OWN)], on("items/delete"), "allowed"],
  ["a role that was not read", [assigned(OWN)], READ, "authorization not simulated"],
  ["of another", [assigned(READER, ACCOUNT, { principal_id: TEAM })], READ, REFUSED],
  [
    "of a group with the identity",
    [group(TEAM, [OBJECT]), assigned(READER, ACCOUNT, { principal_id: TEAM })],
    READ,
    "allowed",
  ],
  [
    "azapi's assignment",
    [
      azapi("Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-05-15", ACCOUNT, {
        ...{ principalId: OBJECT, roleDefinitionId: definition(READER), scope: ACCOUNT },
      }),
    ],
    READ,
    "allowed",
  ],
  ["Owner of Azure RBAC", [assignment({ scope: ACCOUNT, role_definition_name: "Owner" })], READ, REFUSED],
  ["nothing", [], READ, REFUSED],
];

describe("roles in Azure Cosmos DB", () => {
  itAnswers(CASES, { from: "west:deploy/deployer" }, usingServices);
});
