import { furtherRightsRule } from "../../src/findings/rules/further-rights";
import { unseenGrants } from "../../src/findings/rules/unseen-grants";
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

describe("a role of Privileged Identity Management", () => {
  const OWNER =
    "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
  const pim = (type: string, args: Args = {}) => {
    const one = { scope: IDENTITY_ID, role_definition_id: OWNER, principal_id: EVE, ...args };
    const stack = merged(identity(), edge, { resource: { [type]: { one } } });
    return furtherTrustsRule(read(stack), NOW).map(({ severity, place }) => `${severity} ${place}`);
  };

  it.each(["azurerm_pim_active_role_assignment", "azurerm_pim_eligible_role_assignment"])(
    "leads others to the identity like any assignment: %s",
    (type) => {
      expect(pim(type)).toEqual([`fault mesh: ${type}.one`]);
      expect(pim(type, { schedule: { expiration: { duration_days: 8 } } })).toEqual([`gap mesh: ${type}.one`]);
      expect(pim(type, { scope: `${IDENTITY_ID}2` })).toEqual([]);
    },
  );
});

describe("a role of an edge's own identity that no edge declares", () => {
  const own = (role_definition_name: string, scope = `/subscriptions/${SUBSCRIPTION}`) => {
    const one = { scope, role_definition_name, principal_id: principalId };
    const stack = merged(identity(), edge, { resource: { azurerm_role_assignment: { one } } });
    return [furtherRightsRule, unseenGrants]
      .flatMap((rule) => rule(read(stack), NOW))
      .map(({ severity, place }) => `${severity} ${place}`);
  };

  it.each([
    ...["Managed Identity Operator", "Managed Identity Contributor", "User Access Administrator", "Contributor"],
    ...["Role Based Access Control Administrator", "Storage Blob Data Owner"],
  ])("is a fault: %s", (role) => {
    expect(own(role)).toEqual([`fault ${PLACE}`]);
    expect(own(role, IDENTITY_ID)).toEqual([`fault ${PLACE}`]);
  });

  it("is a gap where nothing is known of the role", () => {
    expect(own("Our own role", IDENTITY_ID)).toEqual([`gap ${PLACE}`]);
  });
});
