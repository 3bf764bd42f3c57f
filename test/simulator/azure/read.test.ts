import { UnresolvedValue } from "../../../src/simulator";
import { placeOf } from "../../../src/terraform";
import { AZURE, credential, exchange, identity, IDENTITY_ID, idsOf, SUBSCRIPTION, TENANT } from "../support/azure";
import { Args, leftOutOf, merged, read, Stack } from "../support/stack";

/** What Azure was told, as Terraform's resources say it. */
const OTHER = "99999999-2222-3333-4444-555555555555";
const READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";

describe("a credential's identity", () => {
  it.each([
    ["a reference", { parent_id: "${azurerm_user_assigned_identity.ci.id}" }],
    ["its id", { parent_id: IDENTITY_ID }],
    ["its id in other letters, as ARM takes it", { parent_id: IDENTITY_ID.toUpperCase() }],
    ["its id under the newer name", { parent_id: undefined, user_assigned_identity_id: IDENTITY_ID }],
  ])("is told by %s", (_what, args) => {
    expect(exchange(identity({ one: credential(args) })).granted).toBe(true);
  });

  it("is not another one", () => {
    expect(exchange(identity({ one: credential({ parent_id: `${IDENTITY_ID}2` }) })).granted).toBe(false);
  });
});

describe("an identity", () => {
  it("has a client id, and another id of its principal", () => {
    const { clientId, principalId } = idsOf(read(identity()));
    expect(clientId).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
    expect(principalId).not.toBe(clientId);
  });

  it("is of its provider's tenant", () => {
    const { azure, ...world } = read(identity());
    const { clientId } = idsOf({ azure, ...world });
    expect(azure.knowsTenant(TENANT)).toBe(true);
    expect(azure.knowsTenant(OTHER)).toBe(false);
    expect(azure.identityOf(TENANT, clientId)?.resource).toBeDefined();
    expect(azure.identityOf(OTHER, clientId)).toBeUndefined();
  });

  it("that cannot be understood is left out, since it lets nobody in by itself", () => {
    const resource = { azurerm_user_assigned_identity: { odd: { name: "${var.name}", resource_group_name: "rg" } } };
    expect(leftOutOf(read({ provider: AZURE, resource }))).toEqual([
      'mesh: azurerm_user_assigned_identity.odd.name: var.name is not in the stack "mesh"',
    ]);
  });
});

describe("an identity outside what was read", () => {
  const given = { id: `${IDENTITY_ID}-given`, clientId: OTHER, principalId: OTHER, tenantId: TENANT };

  it("has the credentials that were read", () => {
    // GIVEN
    const world = read(identity({ one: credential({ parent_id: given.id }) }));

    // WHEN
    world.azure.assumeIdentity(given);

    // THEN
    expect(exchange(world, { clientId: OTHER }).granted).toBe(true);
  });

  it("does not replace one that was read", () => {
    const world = read(identity());
    world.azure.assumeIdentity({ ...given, clientId: idsOf(world).clientId });
    expect(world.azure.identityOf(TENANT, idsOf(world).clientId)?.id).toBe(IDENTITY_ID);
  });
});

describe("a role assignment", () => {
  function assigned(args: Args): Stack {
    return merged(identity(), {
      resource: {
        azurerm_role_assignment: {
          one: {
            scope: "/subscriptions/x",
            principal_id: "${azurerm_user_assigned_identity.ci.principal_id}",
            ...args,
          },
        },
      },
    });
  }

  it.each([
    ["its definition's id", { role_definition_id: READER }],
    [
      "its definition's whole id",
      {
        role_definition_id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
      },
    ],
    ["its definition's id in capitals", { role_definition_id: READER.toUpperCase() }],
    ["its name", { role_definition_name: "Azure Kubernetes Service RBAC Reader" }],
  ])("names its role by %s", (_what, args) => {
    // GIVEN
    const world = read(assigned(args));

    // WHEN
    const [found, ...others] = world.azure.assignmentsOf(idsOf(world).principalId);

    // THEN
    expect(others).toEqual([]);
    expect(found).toMatchObject({ roleId: READER, scope: "/subscriptions/x" });
    expect(placeOf(found.resource)).toBe("mesh: azurerm_role_assignment.one");
  });

  it.each([
    ["Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"],
    ["Storage Blob Data Reader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"],
    ["Azure Service Bus Data Sender", "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"],
    ["Data Purger", "Data Purger"],
  ])("of the role %s by its name has its id, where that is known", (name, roleId) => {
    const world = read(assigned({ role_definition_name: name }));
    expect(world.azure.assignmentsOf(idsOf(world).principalId)).toMatchObject([{ roleId }]);
  });

  it("is not the client's", () => {
    const world = read(assigned({ role_definition_id: READER }));
    expect(world.azure.assignmentsOf(idsOf(world).clientId)).toEqual([]);
  });

  it("that cannot be known keeps the lab from starting", () => {
    expect(() => read(assigned({ scope: "${var.scope}" }))).toThrow(UnresolvedValue);
  });
});
