import { Check } from "../check";
import { Resource, texts, withSources, World } from "../../../simulator";
import { attributeOf, blocksOf, resourcesOf, textOf } from "../support/arguments";
import { assignmentsToFederated, roleOf } from "../support/azure-credentials";

const ANY = /^(\*|microsoft\.authorization\/(\*|roleassignments\/(\*|write)))$/i;

function assigns(world: World, assignment: Resource, role: Resource): boolean {
  const id = textOf(assignment, "role_definition_id") ?? "";
  const { name } = roleOf(world, assignment);
  if (name !== undefined) return name === textOf(role, "name");
  return (
    id !== "" &&
    (id === attributeOf(role, "role_definition_resource_id") || withSources(id).includes(`${role.address}.`))
  );
}

export const customRoleAny: Check = {
  code: "azure-custom-role-any",
  severity: "high",
  title: "A custom role that allows every action is assigned to a federated identity",
  gain: "An attacker who controls one pod or pipeline controls every resource of the scope.",
  fix: "List in the role the actions that are needed.",
  page: "https://learn.microsoft.com/azure/role-based-access-control/custom-roles",
  find: (world) =>
    resourcesOf(world, ["azurerm_role_definition"])
      .filter((role) =>
        blocksOf(role, "permissions").some(({ actions }) => texts(actions).some((one) => ANY.test(one))),
      )
      .filter((role) => assignmentsToFederated(world).some((one) => assigns(world, one, role)))
      .map((resource) => ({
        resource,
        argument: "permissions",
        reason: "allows every action, and is assigned to a federated identity",
      })),
};
