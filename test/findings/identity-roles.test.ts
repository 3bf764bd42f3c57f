import { furtherTrustsRule } from "../../src/findings/rules/further-trusts";
import { identity, IDENTITY_ID, idsOf, SUBSCRIPTION, TENANT, TOKEN_AUDIENCE } from "../simulator/support/azure";
import { declaration, declaring } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Azure documentation: "Manage user-assigned managed identities"; "Azure built-in roles for Identity". */
const { clientId, principalId } = idsOf(read(identity()));
const CLUSTER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/corp`;
const edge = declaring({
  args: ["aks", "--client-id", clientId, "--tenant-id", TENANT],
  declaration: declaration({ target: { name: CLUSTER }, audience: TOKEN_AUDIENCE, principal: principalId }),
});
const EVE = "99999999-8888-4777-8666-555555555555";
const assigned = (args: Args, more: Stack = {}): readonly string[] => {
  const one = { scope: IDENTITY_ID, role_definition_name: "Owner", principal_id: EVE, ...args };
  const stack = merged(identity(), edge, { resource: { azurerm_role_assignment: { one } } }, more);
  return furtherTrustsRule(read(stack), NOW).map(({ severity, place }) => `${severity} ${place}`);
};
const PLACE = "mesh: azurerm_role_assignment.one";

describe("a principal that is no edge's", () => {
  it.each([
    "Owner",
    "Contributor",
    "Managed Identity Operator",
    "Managed Identity Contributor",
    "User Access Administrator",
  ])("comes to act as the identity by the role %s on it", (role_definition_name) => {
    expect(assigned({ role_definition_name })).toEqual([`fault ${PLACE}`]);
  });

  it.each([
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG/`,
    `/subscriptions/${SUBSCRIPTION}`,
    "/providers/Microsoft.Management/managementGroups/all",
  ])("may come to it by a role above it: %s", (scope) => {
    expect(assigned({ scope })).toEqual([`gap ${PLACE}`]);
  });

  it.each<[string, string]>([
    ["Microsoft.ManagedIdentity/userAssignedIdentities/*", "fault"],
    ["Microsoft.Authorization/*/write", "fault"],
    ["Microsoft.ManagedIdentity/userAssignedIdentities/read", ""],
  ])("comes to it by a role of one's own with %s: %s", (action, severity) => {
    const custom = {
      azurerm_role_definition: { own: { name: "own", scope: IDENTITY_ID, permissions: { actions: [action] } } },
    };
    const role = "${azurerm_role_definition.own.role_definition_resource_id}";
    const told = assigned({ role_definition_name: undefined, role_definition_id: role }, { resource: custom });
    expect(told).toEqual(severity ? [`${severity} ${PLACE}`] : []);
  });

  it.each<Args>([
    { role_definition_name: "Reader" },
    { scope: `${IDENTITY_ID}2` },
    { scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/r` },
    { principal_id: principalId },
  ])("does not by %j", (args) => {
    expect(assigned(args)).toEqual([]);
  });
});
