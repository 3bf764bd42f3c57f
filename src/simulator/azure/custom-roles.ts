import { Block, blocks, Configuration, hasUnknown, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { LeftOut } from "../left-out";
import { azapiObject, azapiRoles } from "./azapi";
import { isManagementGroup } from "./management-groups";
import { lastSegment, ROLE_DEFINITION } from "./named-roles";

/** What one block of a role permits, as it is written. */
export interface CustomPermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A role of one's own. */
interface CustomRole {
  readonly permissions: readonly CustomPermission[];
  /** Where it can be assigned; undefined where that is not known. */
  readonly assignableScopes?: readonly string[];
}

/** Whether a scope reaches a resource or scope; undefined where that is not known. */
type Reaches = (scope: string, other: string) => boolean | undefined;

/** Roles of one's own that were read, made or looked up, by the last segment of their id and by their name. */
export class CustomRoles {
  private readonly roles = new Map<string, CustomRole>();

  public constructor(configuration: Configuration, leftOut: LeftOut) {
    leftOut.each(configuration.resources(ROLE_DEFINITION), (resource) => {
      const role = roleIn(resource);
      this.add([String(resource.argument("name")), String(resource.attribute("role_definition_resource_id"))], role);
    });
    leftOut.each(azapiRoles(configuration), (resource) => {
      const { properties } = azapiObject(resource);
      const scopes = texts(properties.assignableScopes);
      this.add([text(properties.roleName) ?? "", text(resource.argument("name")) ?? ""], {
        permissions: blocks(properties.permissions).map(permissionIn),
        ...(hasUnknown(scopes) ? {} : { assignableScopes: scopes }),
      });
    });
    for (const source of configuration.dataSources(ROLE_DEFINITION)) this.addTold(source);
  }

  /** What a role permits, by its id or name; undefined for one that was not read. */
  public permissionsOf(roleId: string): readonly CustomPermission[] | undefined {
    return this.roles.get(roleId.toLowerCase())?.permissions;
  }

  /** The operations that they name in full. */
  public get operations(): readonly string[] {
    return [...this.roles.values()]
      .flatMap(({ permissions }) => permissions.flatMap(({ actions, dataActions }) => [...actions, ...dataActions]))
      .filter((one) => !one.includes("*"));
  }

  /**
   * Why Azure takes no assignment of a role on a scope; undefined where it does, or where that is not known.
   *
   * Azure documentation: "Azure custom roles", sections "Custom role properties" and "Custom role limits".
   *
   * @see https://learn.microsoft.com/azure/role-based-access-control/custom-roles
   */
  public refusalOf(roleId: string, scope: string, reaches: Reaches): string | undefined {
    const role = this.roles.get(roleId.toLowerCase());
    if (!role) return undefined;
    if (isManagementGroup(scope) && role.permissions.some(({ dataActions }) => dataActions.length > 0)) {
      return `${roleId} is a custom role with data actions, which Azure assigns on no management group`;
    }
    const { assignableScopes: scopes } = role;
    // A scope that may be a management group's, whose place is not known, is taken for one that is.
    if (scopes === undefined || scopes.some((one) => reaches(one, scope) !== false)) return undefined;
    return `${roleId} can be assigned on ${scopes.join(", ")}, and not on ${scope}`;
  }

  /** What a data source tells of a role, as plans and states show it. */
  private addTold(source: Resource): void {
    unlessUnresolved(() => {
      const [name, id] = [text(source.attribute("name")), text(source.attribute("id"))];
      const isBuiltIn = text(source.attribute("type")) === "BuiltInRole";
      if (isBuiltIn || blocks(source.attribute("permissions")).length === 0) return;
      this.add([name ?? "", id ?? ""], roleIn(source));
    }, undefined);
  }

  private add(names: readonly string[], role: CustomRole): void {
    for (const name of names) if (name !== "") this.roles.set(lastSegment(name), role);
  }
}

/** What one block of Azure's API permits. */
export function permissionIn(one: Block): CustomPermission {
  return {
    actions: texts(one.actions),
    notActions: texts(one.notActions),
    dataActions: texts(one.dataActions),
    notDataActions: texts(one.notDataActions),
  };
}

function roleIn(resource: Resource): CustomRole {
  const told = (name: string) => (resource.mode === "data" ? resource.attribute(name) : resource.argument(name));
  const permissions = blocks(told("permissions")).map((one: Block) => ({
    actions: texts(one.actions),
    notActions: texts(one.not_actions),
    dataActions: texts(one.data_actions),
    notDataActions: texts(one.not_data_actions),
  }));
  const scopes = unlessUnresolved(() => {
    const written = texts(told("assignable_scopes"));
    // The scope is the only one where none is written.
    return written.length > 0 ? written : texts(told("scope"));
  }, []);
  return scopes.length === 0 || hasUnknown(scopes) ? { permissions } : { permissions, assignableScopes: scopes };
}
