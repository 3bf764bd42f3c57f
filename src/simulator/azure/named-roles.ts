import { Configuration, hasUnknown, Resource, text, unlessUnresolved } from "../../terraform";
import { azureRoleId, azureRoleName } from "../../vendor/azure/roles";
import { uuidOf } from "../digest";

export const ROLE_DEFINITION = "azurerm_role_definition";
const READ = new WeakMap<Configuration, ReadonlyMap<string, string>>();

/** A role as assignments mean it: by the last segment of its definition's id, or by a name whose id is not known. */
export interface AssignedRole {
  readonly id: string;
  /** Its name, where the assignment or a data source tells it. */
  readonly name?: string;
}

/** The role of an assignment's `role_definition_id` or `role_definition_name`; a data source tells the name of its id. */
export function assignedRole(
  configuration: Configuration,
  { id, name }: { readonly id?: string; readonly name?: string },
): AssignedRole {
  // Before apply, a plan does not know the id of a role that is given by its name.
  if (id === undefined || (name && hasUnknown(id))) return roleOfName(name ?? "");
  const last = lastSegment(id);
  const known = namedRoles(configuration).get(last);
  if (known !== undefined) return roleOfName(known);
  return name ? { id: last, name } : { id: last };
}

/**
 * What a data source tells of a role that it looks up by its name or its id. Its `id` has no scope behind it, unlike the resource's.
 *
 * Terraform registry, azurerm: data source azurerm_role_definition.
 *
 * @see https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/data-sources/role_definition
 */
export function roleToldOf(source: Resource, attribute: string): unknown {
  const [name, asked, scope = ""] = ["name", "role_definition_id", "scope"].map((one) => text(source.argument(one)));
  // The id of what is not known is not known either.
  if (hasUnknown([name, asked, scope])) return undefined;
  const id = asked === undefined || asked === "" ? idOfName(name ?? "", scope) : lastSegment(asked);
  if (attribute === "role_definition_id") return id;
  if (attribute === "name" && name === undefined) return azureRoleName(id);
  return attribute === "id" || attribute === "role_definition_resource_id"
    ? `${scope}/providers/Microsoft.Authorization/roleDefinitions/${id}`
    : undefined;
}

export function lastSegment(id: string): string {
  return (id.split("/").at(-1) ?? "").toLowerCase();
}

function idOfName(name: string, scope: string): string {
  return azureRoleId(name) ?? uuidOf(`role ${name} in ${scope}`);
}

function roleOfName(name: string): AssignedRole {
  return { id: azureRoleId(name) ?? name, name };
}

/** The names of data sources' roles by the last segments of their ids. */
function namedRoles(configuration: Configuration): ReadonlyMap<string, string> {
  const known = READ.get(configuration);
  if (known) return known;
  const found = new Map(
    configuration.dataSources(ROLE_DEFINITION).flatMap((source) =>
      unlessUnresolved((): [string, string][] => {
        const [id, name] = [text(source.attribute("id")), text(source.attribute("name"))];
        return id === undefined || name === undefined || hasUnknown([id, name]) ? [] : [[lastSegment(id), name]];
      }, []),
    ),
  );
  READ.set(configuration, found);
  return found;
}
