import { blocks, Configuration, Resource, text, texts } from "../../terraform";
import { gather } from "../gather";
import { LeftOut } from "../left-out";
import { ServiceDecision } from "../services/service-request";
import { azapiCosmosAssignments, azapiObject } from "./azapi";
import { lastSegment } from "./named-roles";
import { covers } from "./service-roles";

/** A role in one account of Azure Cosmos DB. */
interface CosmosAssignment {
  readonly roleId: string;
  readonly scope: string;
  readonly resource: Resource;
}

const ACCOUNTS = "Microsoft.DocumentDB/databaseAccounts";
const CONTAINERS = `${ACCOUNTS}/sqlDatabases/containers`;

/**
 * The roles that every account has. "Azure Cosmos DB for NoSQL data plane security reference", section "Built-in roles".
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/reference-data-plane-security
 */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  "00000000-0000-0000-0000-000000000001": [
    `${ACCOUNTS}/readMetadata`,
    ...["items/read", "executeQuery", "readChangeFeed"].map((one) => `${CONTAINERS}/${one}`),
  ],
  "00000000-0000-0000-0000-000000000002": [`${ACCOUNTS}/readMetadata`, `${CONTAINERS}/*`, `${CONTAINERS}/items/*`],
};

const DATA =
  /^microsoft\.documentdb\/databaseaccounts\/(readmetadata|sqldatabases\/containers\/(executequery|executestoredprocedure|manageconflicts|readchangefeed|items\/(create|read|replace|upsert|delete)))$/i;

/** Whether an operation is on data of Cosmos DB, of which its own roles decide and none of Azure RBAC. The same page, section "Built-in actions". */
export function isOfCosmosData(operation: string): boolean {
  return DATA.test(operation);
}

/** Roles in accounts of Azure Cosmos DB for NoSQL by their principals. */
export class CosmosRoles {
  private readonly byPrincipal = new Map<string, CosmosAssignment[]>();
  private readonly own = new Map<string, readonly string[]>();

  /** That an identity of an edge has such a role is told whatever it is, so that one which cannot be known is left out. */
  public constructor(configuration: Configuration, leftOut: LeftOut) {
    leftOut.each(configuration.resources("azurerm_cosmosdb_sql_role_assignment"), (resource) => {
      const told = (name: string) => text(resource.argument(name)) ?? "";
      this.add(told("principal_id"), told("role_definition_id"), told("scope"), resource);
    });
    leftOut.each(azapiCosmosAssignments(configuration), (resource) => {
      const { parent, properties } = azapiObject(resource);
      const [principal, role, scope] = ["principalId", "roleDefinitionId", "scope"].map((one) => text(properties[one]));
      this.add(principal ?? "", role ?? "", scope ?? parent, resource);
    });
    leftOut.each(configuration.resources("azurerm_cosmosdb_sql_role_definition"), (resource) => {
      const permitted = blocks(resource.argument("permissions")).flatMap((one) => texts(one.data_actions));
      this.own.set(lastSegment(String(resource.attribute("id"))), permitted);
    });
  }

  /** What the roles of principals, which are an identity and its groups, permit. */
  public decide(principals: readonly string[], action: string, resource: string): ServiceDecision {
    const over = principals
      .flatMap((one) => this.byPrincipal.get(one.toLowerCase()) ?? [])
      .filter(({ scope }) => `${resource.toLowerCase()}/`.startsWith(`${scope}/`));
    const permitting = over.find(({ roleId }) => this.permissionsOf(roleId)?.some((one) => covers(one, action)));
    if (permitting) {
      const line = `role ${permitting.roleId} in Cosmos DB on ${permitting.scope}`;
      return { allowed: true, because: { resource: permitting.resource, argument: "scope", line }, gaps: [] };
    }
    const unknown = over.filter(({ roleId }) => this.permissionsOf(roleId) === undefined);
    const gaps = unknown.map(({ roleId, resource: made }) => ({
      reason: `what the role ${roleId} in Cosmos DB permits is not known here`,
      resource: made,
    }));
    const line = `no role in Cosmos DB permits ${action}, and those of Azure RBAC do not count there`;
    return { allowed: false, because: { resource: over[0]?.resource, line }, gaps };
  }

  private permissionsOf(roleId: string): readonly string[] | undefined {
    return this.own.get(roleId) ?? (Object.hasOwn(BUILT_IN, roleId) ? BUILT_IN[roleId] : undefined);
  }

  private add(principal: string, role: string, scope: string, resource: Resource): void {
    const roleId = lastSegment(role);
    gather(this.byPrincipal, principal.toLowerCase(), { roleId, scope: resourceOf(scope), resource });
  }
}

/** The resource id that a scope of Cosmos DB stands for, in small letters. */
function resourceOf(scope: string): string {
  return scope.toLowerCase().replace(/\/+$/, "").replace("/dbs/", "/sqldatabases/").replace("/colls/", "/containers/");
}
