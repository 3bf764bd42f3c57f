import { Check } from "../check";
import { withSources } from "../../../simulator";
import { textOf } from "../support/arguments";
import { assignmentsToFederated, roleOf } from "../support/azure-credentials";
import { PRIVILEGED_ROLES_BY_ID } from "../../../vendor/azure/roles";

/** A subscription, a management group, or what refers to one. */
const ABOVE =
  /^(\/subscriptions\/[^/]+\/?|\/providers\/Microsoft\.Management\/managementGroups\/[^/]+\/?|\/|\$\{(data\.)?azurerm_(subscription|management_group)\.[^}]*\})$/i;
const GROUP = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i;

export const privilegedRole: Check = {
  code: "azure-privileged-role",
  severity: "high",
  title: "A federated identity has a privileged role on a subscription or resource group",
  gain: "An attacker who controls one pod or pipeline controls every resource of the scope; Owner and User Access Administrator also control its role assignments.",
  fix: "Assign the role that is needed, on the single resource; a condition can limit which roles may be assigned.",
  page: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
  find: (world) =>
    assignmentsToFederated(world).flatMap((resource) => {
      const { id, name = "" } = roleOf(world, resource);
      const role = Object.values(PRIVILEGED_ROLES_BY_ID).includes(name) ? name : PRIVILEGED_ROLES_BY_ID[id];
      const scope = textOf(resource, "scope") ?? "";
      const isWide =
        role !== undefined && (ABOVE.test(withSources(scope)) || (role !== "Contributor" && GROUP.test(scope)));
      if (!isWide || textOf(resource, "condition") !== undefined) return [];
      const isByName = textOf(resource, "role_definition_name") !== undefined;
      const argument = isByName ? "role_definition_name" : "role_definition_id";
      return [{ resource, argument, reason: `assigns ${role} on ${scope}` }];
    }),
};
