import { block, Configuration, Resource, text } from "../../terraform";
import { gather } from "../gather";
import { LeftOut } from "../left-out";
import { conditionIn } from "./assignment-condition";
import { azapiAssignments, AzapiObject, azapiObject, azapiScheduleRequests } from "./azapi";
import { assignedRole } from "./named-roles";
import { pimAssignment } from "./pim";

/** A role assignment: a role of a principal on a scope. */
export interface RoleAssignment {
  readonly scope: string;
  /** The role definition's id, its last segment; its name where the assignment names a role whose id is not known. */
  readonly roleId: string;
  readonly principalId: string;
  /** What the assignment calls its principal: `ServicePrincipal`, `Group`, `User`. */
  readonly principalType?: string;
  /** A condition on attributes. */
  readonly condition?: string;
  readonly resource: Resource;
}

/**
 * Requests that end an assignment. Others than `AdminAssign` change, extend or renew one, or activate it: that it is in force is not sure.
 *
 * Microsoft Graph reference: "Create roleAssignmentScheduleRequests", `action`, whose values are those of `requestType`.
 */
const ENDING = ["adminremove", "selfdeactivate"];

/** Role assignments by their principals, with those that users and groups may activate. */
export class RoleAssignments {
  /** Roles that are eligible. Azure activates none for an identity of workloads. */
  public readonly eligible: RoleAssignment[] = [];
  private readonly byPrincipal = new Map<string, RoleAssignment[]>();

  /** @throws UnresolvedValue for a grant that cannot be known */
  public constructor(configuration: Configuration, leftOut: LeftOut) {
    leftOut.eachGrant(azapiAssignments(configuration), (resource) => {
      const object = azapiObject(resource);
      const { properties } = object;
      this.add({
        ...assignedIn(configuration, object),
        ...typeOf(properties.principalType),
        ...conditioned(properties.condition, properties.conditionVersion),
        resource,
      });
    });
    leftOut.eachGrant(azapiScheduleRequests(configuration), (resource) => {
      const object = azapiObject(resource);
      const { properties } = object;
      const schedule = block(properties.scheduleInfo);
      const isEndless = text(block(schedule.expiration).type) === "NoExpiration" && !text(schedule.startDateTime);
      const requestType = (text(properties.requestType) ?? "").toLowerCase();
      if (ENDING.includes(requestType)) return;
      const isSure = isEndless && requestType === "adminassign";
      this.add({
        ...assignedIn(configuration, object),
        ...(isSure ? conditioned(properties.condition, properties.conditionVersion) : { condition: "its schedule" }),
        resource,
      });
    });
    leftOut.eachGrant(configuration.resources("azurerm_role_assignment"), (resource) => {
      this.add({
        scope: String(resource.argument("scope")),
        roleId: assignedRole(configuration, {
          id: text(resource.argument("role_definition_id")),
          name: text(resource.argument("role_definition_name")),
        }).id,
        principalId: String(resource.argument("principal_id")),
        ...typeOf(resource.argument("principal_type")),
        ...conditioned(resource.argument("condition"), resource.argument("condition_version")),
        resource,
      });
    });
    leftOut.eachGrant(configuration.resources("azurerm_pim_active_role_assignment"), (resource) => {
      this.add(pimAssignment(configuration, resource));
    });
    leftOut.eachGrant(configuration.resources("azurerm_pim_eligible_role_assignment"), (resource) => {
      this.eligible.push(pimAssignment(configuration, resource));
    });
  }

  public of(principalId: string): readonly RoleAssignment[] {
    return this.byPrincipal.get(principalId.toLowerCase()) ?? [];
  }

  /** Those of whatever principal. */
  public get all(): readonly RoleAssignment[] {
    return [...this.byPrincipal.values()].flat();
  }

  private add(one: RoleAssignment): void {
    gather(this.byPrincipal, one.principalId.toLowerCase(), one);
  }
}

/** The role, the principal and the scope of what azapi assigns. */
function assignedIn(configuration: Configuration, { parent: scope, properties }: AzapiObject) {
  const principalId = text(properties.principalId) ?? "";
  const { id: roleId } = assignedRole(configuration, { id: text(properties.roleDefinitionId) ?? "" });
  return { scope, principalId, roleId };
}

function typeOf(value: unknown): { readonly principalType?: string } {
  const principalType = text(value);
  return principalType ? { principalType } : {};
}

function conditioned(condition: unknown, version: unknown): { readonly condition?: string } {
  const judged = conditionIn(text(condition), text(version));
  return judged === undefined ? {} : { condition: judged };
}
