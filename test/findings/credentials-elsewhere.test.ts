import { credentialsElsewhere } from "../../src/findings/rules/credentials-elsewhere";
import { read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** A federated credential that names an identity of another resource group. */
const stack = (resource_group_name: string | undefined): Stack => ({
  provider: { azurerm: { subscription_id: "s1", tenant_id: "t" } },
  resource: {
    azurerm_user_assigned_identity: { one: { name: "one", resource_group_name: "rg", location: "westeurope" } },
    azurerm_federated_identity_credential: {
      one: {
        name: "one",
        parent_id: "${azurerm_user_assigned_identity.one.id}",
        ...{ issuer: "https://oidc.example.com", subject: "s", audience: ["a"] },
        ...(resource_group_name === undefined ? {} : { resource_group_name }),
      },
    },
  },
});

describe("a federated credential", () => {
  it("of another resource group than its identity's is a gap at both addresses", () => {
    expect(credentialsElsewhere(read(stack("other")), NOW)).toMatchObject([
      {
        ...{ code: "refused-object", severity: "gap", argument: "resource_group_name" },
        place: "mesh: azurerm_federated_identity_credential.one",
        reason: expect.stringMatching(
          /^the credential is in the resource group other, and the identity that it names is in rg:/,
        ) as string,
      },
      { severity: "gap", place: "mesh: azurerm_user_assigned_identity.one" },
    ]);
  });

  it.each(["rg", "RG", "${azurerm_user_assigned_identity.one.resource_group_name}", undefined])(
    "of %s is none",
    (group) => {
      expect(credentialsElsewhere(read(stack(group)), NOW)).toEqual([]);
    },
  );
});
