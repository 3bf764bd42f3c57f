import { differentClouds } from "../../src/findings/rules/different-clouds";
import { identity, idsOf, SUBSCRIPTION, TENANT, TOKEN_AUDIENCE } from "../simulator/support/azure";
import { declaration, declaring } from "../simulator/support/mesh";
import { merged, read } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/**
 * Terraform registry, azurerm: "environment - (Optional) The Cloud Environment which should be used. Possible values are public,
 * usgovernment, german, and china. Defaults to public. This can also be sourced from the ARM_ENVIRONMENT Environment Variable."
 */
const { clientId, principalId } = idsOf(read(identity()));
const found = (asked?: string, environment?: string) => {
  const cloud = asked === undefined ? [] : ["--cloud", asked];
  const edge = declaring({
    args: ["aks", "--client-id", clientId, "--tenant-id", TENANT, ...cloud],
    declaration: declaration({
      target: {
        name: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/c`,
      },
      audience: TOKEN_AUDIENCE,
      principal: principalId,
    }),
  });
  const azurerm = {
    subscription_id: SUBSCRIPTION,
    tenant_id: TENANT,
    ...(environment === undefined ? {} : { environment }),
  };
  return differentClouds(read(merged(identity(), edge, { provider: { azurerm } })), NOW).map(
    ({ severity, place }) => `${severity} ${place}`,
  );
};

it("an identity is made in the Azure cloud that its documents ask, in whatever case", () => {
  expect(found()).toEqual([]);
  expect(found(undefined, "public")).toEqual([]);
  expect(found("public", "Public")).toEqual([]);
  expect(found("usgovernment", "USGovernment")).toEqual([]);
  expect(found("china", "china")).toEqual([]);
});

it("an identity of another cloud is told at its provider", () => {
  expect(found(undefined, "china")).toEqual(["fault mesh: provider.azurerm"]);
  expect(found("usgovernment", "china")).toEqual(["fault mesh: provider.azurerm"]);
  expect(found("china", "public")).toEqual(["fault mesh: provider.azurerm"]);
});

it("a provider that does not say its cloud is a gap where another than the public one is asked", () => {
  expect(found("usgovernment")).toEqual(["gap mesh: provider.azurerm"]);
  expect(found("usgovernment", "${var.cloud}")).toEqual(["gap mesh: provider.azurerm"]);
});
