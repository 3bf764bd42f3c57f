import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AzureAccess } from "../../src";
import { BUILT_IN_ROLES } from "../../src/simulator/azure/built-in-roles";
import { AZURE_DATA_ROLE_IDS } from "../../src/vendor/azure/data-roles";
import { AZURE_ROLE_IDS_BY_NAME, azureRoleId } from "../../src/vendor/azure/roles";

/** Azure's built-in roles by the vendor's own pages, and what the library and the lab take them for. */
interface Role {
  readonly name: string;
  readonly id: string;
  readonly actions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}
const FILE = join(__dirname, "../fixtures/vendor/azure-built-in-roles.json");
const { roles } = JSON.parse(readFileSync(FILE, "utf8")) as { roles: Role[] };

const SCOPE =
  "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme";
/** What each verb promises, by the name of the role on the vendor's page. */
const VERBS: readonly [verb: string, access: AzureAccess, role: string][] = [
  ["readBlobs", AzureAccess.readBlobs(SCOPE), "Storage Blob Data Reader"],
  ["writeBlobs", AzureAccess.writeBlobs(SCOPE), "Storage Blob Data Contributor"],
  ["readSecrets", AzureAccess.readSecrets(SCOPE), "Key Vault Secrets User"],
  ["useKeys", AzureAccess.useKeys(SCOPE), "Key Vault Crypto User"],
  ["sendToQueue", AzureAccess.sendToQueue(SCOPE), "Storage Queue Data Message Sender"],
  ["receiveFromQueue", AzureAccess.receiveFromQueue(SCOPE), "Storage Queue Data Message Processor"],
  ["sendToServiceBus", AzureAccess.sendToServiceBus(SCOPE), "Azure Service Bus Data Sender"],
  ["receiveFromServiceBus", AzureAccess.receiveFromServiceBus(SCOPE), "Azure Service Bus Data Receiver"],
];

it.each(roles)("$name has its id, by that name, and its permissions", (page) => {
  expect(azureRoleId(page.name)).toBe(page.id);
  const sorted = (all: readonly string[] = []) => [...all].sort();
  const [played, ...others] = BUILT_IN_ROLES[page.id];
  expect(others).toEqual([]);
  expect(sorted(played.actions)).toEqual(sorted(page.actions));
  expect(sorted(played.dataActions)).toEqual(sorted(page.dataActions));
  expect(sorted(played.notActions)).toEqual(sorted(page.notActions));
  expect(sorted(played.notDataActions)).toEqual(sorted(page.notDataActions));
});

it("every role that is known is on the vendor's pages", () => {
  const pages = roles.map(({ id }) => id).sort();
  expect(Object.keys(BUILT_IN_ROLES).sort()).toEqual(pages);
  expect([...new Set<string>(Object.values(AZURE_ROLE_IDS_BY_NAME))].sort()).toEqual(pages);
});

it("every data role that an access takes by name is on the vendor's pages", () => {
  const pages = new Set(roles.map(({ id }) => id));
  expect(Object.values(AZURE_DATA_ROLE_IDS).filter((id) => !pages.has(id))).toEqual([]);
});

it.each(VERBS)("%s gives the role of its name on the page", (_verb, access, role) => {
  expect(access.roleId).toBe(roles.find(({ name }) => name === role)?.id);
});

it("no verb is left out", () => {
  const others = ["role"];
  const verbs = Object.getOwnPropertyNames(AzureAccess).filter(
    (name) => typeof (AzureAccess as unknown as Record<string, unknown>)[name] === "function",
  );
  expect(verbs.filter((name) => !others.includes(name)).sort()).toEqual(VERBS.map(([verb]) => verb).sort());
});
