import { AzureCloud } from "../../../src";
import { AZURE_CLOUD_NAMES, AZURE_CLOUDS, azureCloudByHost, azureCloudByName } from "../../../src/vendor/azure/clouds";

// Not an import: the linter cannot look for circles in this package.
const { AzureAuthorityHosts } = jest.requireActual<typeof import("@azure/identity")>("@azure/identity");

describe("Azure's clouds", () => {
  it("are those of the constructs' enum", () => {
    expect([...AZURE_CLOUD_NAMES].sort()).toEqual(Object.values(AzureCloud).sort());
    expect(AZURE_CLOUDS.map(({ name }) => name)).toEqual(AZURE_CLOUD_NAMES);
  });

  it.each([
    ["public", AzureAuthorityHosts.AzurePublicCloud],
    ["usgovernment", AzureAuthorityHosts.AzureGovernment],
    ["china", AzureAuthorityHosts.AzureChina],
  ])("%s has the authority that Azure's SDK has", (name, authority) => {
    expect(azureCloudByHost(new URL(authority).host)?.name).toBe(name);
    expect(`https://${azureCloudByName(name)?.authority}`).toBe(authority);
  });
});
