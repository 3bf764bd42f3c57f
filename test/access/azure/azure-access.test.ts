import { AzureAccess } from "../../../src";

const GROUP = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/core";
const ACCOUNT = `${GROUP}/providers/Microsoft.Storage/storageAccounts/acmeexports`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/acme`;

function problemsOf(access: AzureAccess): string {
  return access._problems().filter(Boolean).join("\n");
}

describe("AzureAccess", () => {
  /** Ids of "Azure built-in roles". */
  it.each([
    [AzureAccess.readBlobs(ACCOUNT), "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"],
    [
      AzureAccess.writeBlobs(`${ACCOUNT}/blobServices/default/containers/exports`),
      "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    ],
    [AzureAccess.readSecrets(VAULT), "4633458b-17de-408a-b874-0445c86b69e6"],
    [AzureAccess.useKeys(VAULT), "12338af0-0e69-4776-bea7-57ae8d297424"],
    [AzureAccess.sendToQueue(ACCOUNT), "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"],
    [AzureAccess.receiveFromQueue(ACCOUNT), "8a0f0c08-91a1-4084-bc3d-661d67233fed"],
    [
      AzureAccess.sendToServiceBus(`${GROUP}/providers/Microsoft.ServiceBus/namespaces/acme`),
      "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
    ],
    [
      AzureAccess.receiveFromServiceBus(`${GROUP}/providers/Microsoft.ServiceBus/namespaces/acme`),
      "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
    ],
    [AzureAccess.role("Azure Service Bus Data Sender", VAULT), "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"],
    [AzureAccess.role("ACDD72A7-3385-48EF-BD42-F606FBA81AE7", VAULT), "acdd72a7-3385-48ef-bd42-f606fba81ae7"],
    [
      AzureAccess.role(
        "/subscriptions/00000000-1111-2222-3333-444444444444/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7",
        VAULT,
      ),
      "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    ],
  ])("assigns a data role by its id: %#", (access, id) => {
    expect(problemsOf(access)).toBe("");
    expect(access._risks()).toEqual([]);
    expect(access.roleId).toBe(id);
  });

  it("says where in a few words", () => {
    expect(AzureAccess.readSecrets(VAULT).describe()).toBe("Key Vault Secrets User on vaults acme");
  });

  it.each([
    [AzureAccess.role("Blob Reader", VAULT), '"Blob Reader" is neither a data role that is known here nor an id'],
    [AzureAccess.readBlobs("acmeexports"), 'access scope: "acmeexports" is not a scope'],
    [AzureAccess.readBlobs(`${ACCOUNT}/`), "access scope:"],
    [
      AzureAccess.readBlobs(ACCOUNT).until("2027-01-01T00:00:00Z"),
      "access until: role assignments of Azure have no end",
    ],
    [
      AzureAccess.readBlobs(ACCOUNT).between("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"),
      "Privileged Identity Management",
    ],
  ])("refuses what cannot be meant: %#", (access, message) => {
    expect(problemsOf(access)).toContain(message);
  });

  it.each([
    [
      AzureAccess.role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", VAULT),
      "administrator-role",
      "Owner grants management of resources",
    ],
    [
      AzureAccess.role("b24988ac-6180-42a0-ab88-20f7382dd24c", VAULT),
      "administrator-role",
      "Contributor grants management of resources",
    ],
    [AzureAccess.readBlobs(GROUP), "resource-group-wide-grant", "in the whole resource group"],
    [
      AzureAccess.readBlobs("/subscriptions/00000000-1111-2222-3333-444444444444"),
      "subscription-wide-grant",
      "in the whole subscription",
    ],
  ])("tells of what is wider than one resource: %#", (access, code, message) => {
    expect(problemsOf(access)).toBe("");
    expect(access._risks()).toEqual([{ code, message: expect.stringContaining(message) as string }]);
  });

  it("warns of a management group as what it is", () => {
    const scope = "/providers/Microsoft.Management/managementGroups/root";

    expect(AzureAccess.readBlobs(scope)._risks()).toEqual([
      {
        code: "management-group-wide-grant",
        message:
          "Storage Blob Data Reader on managementGroups root: the role holds in every subscription of the management group.",
      },
    ]);
  });
});
