import { AzureFederatedIdentity } from "../../src";
import { Clouds, SUBSCRIPTION_ID } from "../support/clouds";
import { refusals } from "../support/synthesized";

const identityId = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/given`;
const ID = "11111111-2222-3333-4444-555555555555";

it.each([
  [{ clientId: "deployer", principalId: ID }, "clientId", "deployer"],
  [{ clientId: ID, principalId: "deployer" }, "principalId", "deployer"],
])("an existing identity of %j is refused", (ids, property, value) => {
  const clouds = new Clouds();
  const { account } = clouds.aks("corp");

  new AzureFederatedIdentity(clouds.stack, "identity", { account, existing: { identityId, ...ids } });

  expect(refusals(clouds.stack)).toEqual([
    `[stack/identity] existing ${property}: "${value}" is not a UUID. Give the ${property} that \`az identity show\` prints.`,
  ]);
});

describe("an identity's home", () => {
  it("is the account and the place of a cluster", () => {
    const clouds = new Clouds();
    const corp = clouds.aks("corp");
    const identity = new AzureFederatedIdentity(clouds.stack, "identity", { cluster: corp });

    expect(identity.identity?.resourceGroupNameInput).toBe(corp.identityPlace.resourceGroupName);
    expect(identity.identity?.locationInput).toBe(corp.location);
    expect(identity.tenantId).toBe(corp.tenantId);
  });

  it("is another place where one is given", () => {
    const clouds = new Clouds();
    const place = { resourceGroupName: "other", location: "northeurope" };
    const identity = new AzureFederatedIdentity(clouds.stack, "identity", { cluster: clouds.aks("corp"), place });

    expect(identity.identity?.resourceGroupNameInput).toBe("other");
  });

  it("is needed", () => {
    expect(() => new AzureFederatedIdentity(new Clouds().stack, "identity", {})).toThrow(
      "stack/identity: account: is missing, and so is cluster. Give the AKS cluster, or an AzureSubscription.",
    );
  });
});
