import { blocks, Configuration, Resource, text } from "../../terraform";
import { assignedRole } from "./named-roles";
import type { RoleAssignment } from "./role-assignments";

/**
 * A role assignment of Privileged Identity Management, active or eligible. One with a schedule begins and ends, which counts as a
 * condition that is not judged.
 *
 * Terraform registry: azurerm_pim_active_role_assignment, azurerm_pim_eligible_role_assignment.
 *
 * @see https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/pim_active_role_assignment
 */
export function pimAssignment(configuration: Configuration, resource: Resource): RoleAssignment {
  const isTimed = blocks(resource.argument("schedule")).length > 0;
  return {
    scope: String(resource.argument("scope")),
    roleId: assignedRole(configuration, { id: text(resource.argument("role_definition_id")) }).id,
    principalId: String(resource.argument("principal_id")),
    ...(isTimed ? { condition: "its schedule" } : {}),
    resource,
  };
}
