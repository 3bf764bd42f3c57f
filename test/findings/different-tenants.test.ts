import { differentTenants } from "../../src/findings/rules/different-tenants";
import { identity, idsOf, SUBSCRIPTION, TENANT, TOKEN_AUDIENCE } from "../simulator/support/azure";
import { declaration, declaring } from "../simulator/support/mesh";
import { merged, read } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Microsoft identity platform documentation: "OAuth 2.0 client credentials", on the tenant in the path. */
const { clientId, principalId } = idsOf(read(identity()));
const found = (asked: string, made = TENANT) => {
  const edge = declaring({
    args: ["aks", "--client-id", clientId, "--tenant-id", asked],
    declaration: declaration({
      target: {
        name: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/c`,
      },
      audience: TOKEN_AUDIENCE,
      principal: principalId,
    }),
  });
  const provider = { azurerm: { subscription_id: SUBSCRIPTION, tenant_id: made } };
  return differentTenants(read(merged(identity(), edge, { provider })), NOW).map(({ place }) => place);
};

it("an identity is made in the tenant that its documents ask, in whatever case", () => {
  expect(found(TENANT)).toEqual([]);
  expect(found(TENANT.toUpperCase())).toEqual([]);
});

it("an identity of another tenant is told at its provider", () => {
  expect(found("99999999-2222-3333-4444-555555555555")).toEqual(["mesh: provider.azurerm"]);
  expect(found(TENANT, "99999999-2222-3333-4444-555555555555")).toEqual(["mesh: provider.azurerm"]);
});
