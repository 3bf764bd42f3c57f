import { read, readStacks, Stack, Args } from "../support/stack";

/** Which subscription and tenant a provider acts in: it tells them, a document does, or the environment would. */
const TENANT = "11111111-2222-3333-4444-555555555555";
const OTHER = "99999999-2222-3333-4444-555555555555";
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

function stack(provider: Args, ...outputs: string[]): Stack {
  return {
    provider: { azurerm: provider },
    data: { azurerm_client_config: { own: {} } },
    output: Object.fromEntries(outputs.map((value, i) => [`output-${i}`, { value }])),
  };
}

function told(stacks: Readonly<Record<string, Stack>>) {
  return readStacks(stacks)
    .configuration.dataSources("azurerm_client_config")
    .map((data) => ({ tenant: data.attribute("tenant_id"), subscription: data.attribute("subscription_id") }));
}
const one = (given: Stack) => told({ mesh: given })[0];

const exec = (tenant: string) => JSON.stringify({ args: ["aks", "--tenant-id", tenant, "--client-id", OTHER] });
const pretty = (tenant: string) => JSON.stringify({ args: ["aks", "--tenant-id", tenant] }, null, 2);
const yaml = (tenant: string) => `args:\n  - aks\n  - --tenant-id\n  - ${tenant}\n`;
const services = (tenant: string) => JSON.stringify([{ client: { "tenant-id": tenant, "client-id": OTHER } }]);

describe("a provider's tenant", () => {
  it.each([
    ["its own argument", stack({ tenant_id: TENANT }, exec(OTHER))],
    ["an exec stanza of the stack", stack({}, exec(TENANT))],
    ["an exec stanza over several lines", stack({}, pretty(TENANT))],
    ["an exec stanza in YAML", stack({}, yaml(TENANT))],
    ["a use of services", stack({}, services(TENANT))],
    ["several that say the same", stack({}, exec(TENANT), pretty(TENANT.toUpperCase()))],
  ])("is told by %s", (_what, given) => {
    expect(one(given).tenant).toBe(TENANT);
  });

  it("is told by an exec stanza in a Secret", () => {
    const resource = { kubernetes_secret: { one: { data: { config: exec(TENANT) } } } };
    expect(one({ ...stack({}), resource }).tenant).toBe(TENANT);
  });

  it.each([
    ["nothing tells it", stack({})],
    ["its beginning alone is there", stack({}, yaml(TENANT.slice(0, 30)))],
    ["two stanzas tell two", stack({}, exec(TENANT), exec(OTHER))],
  ])("is made up where %s", (_what, given) => {
    const { tenant } = one(given);
    expect(tenant).toMatch(UUID);
    expect([TENANT, OTHER]).not.toContain(tenant);
  });

  it("is not told by another stack", () => {
    const [a, b] = told({ a: stack({}), b: stack({}, exec(TENANT)) });
    expect(a.tenant).not.toBe(TENANT);
    expect(b.tenant).toBe(TENANT);
  });
});

describe("a provider's subscription", () => {
  it("is its own argument", () => {
    expect(one(stack({ subscription_id: OTHER })).subscription).toBe(OTHER);
  });

  it("is the same for the same login, whichever stack it is in, and another for another", () => {
    const [a, b, c] = told({ a: stack({}), b: stack({}), c: stack({ client_id: OTHER }) });
    expect(a.subscription).toMatch(UUID);
    expect(b).toEqual(a);
    expect(c.subscription).not.toBe(a.subscription);
    expect(c.tenant).not.toBe(a.tenant);
  });
});

describe("what Azure assigns", () => {
  const { configuration } = read({
    provider: { azurerm: { subscription_id: OTHER, tenant_id: TENANT } },
    resource: {
      azurerm_resource_group: { rg: { name: "rg" } },
      azurerm_kubernetes_cluster: {
        corp: { name: "Corp", location: "West Europe", resource_group_name: "${azurerm_resource_group.rg.name}" },
      },
    },
    data: { azurerm_subscription: { own: {} } },
  });
  const [cluster] = configuration.resources("azurerm_kubernetes_cluster");

  it("to a cluster is an id, a host, and an issuer of its tenant with a slash at the end", () => {
    expect(cluster.attribute("id")).toBe(
      `/subscriptions/${OTHER}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/Corp`,
    );
    const fqdn = String(cluster.attribute("fqdn"));
    expect(fqdn).toMatch(/^corp-[\da-f]{8}\.hcp\.westeurope\.azmk8s\.io$/);
    expect(cluster.attribute("kube_config")).toMatchObject([{ host: `https://${fqdn}:443` }]);
    expect(cluster.attribute("oidc_issuer_url")).toMatch(
      new RegExp(`^https://westeurope\\.oic\\.prod-aks\\.azure\\.com/${TENANT}/[\\da-f-]{36}/$`),
    );
  });

  it("to groups and subscriptions are their ids", () => {
    const [group] = configuration.resources("azurerm_resource_group");
    const [own] = configuration.dataSources("azurerm_subscription");
    expect(group.attribute("id")).toBe(`/subscriptions/${OTHER}/resourceGroups/rg`);
    expect(own.attribute("id")).toBe(`/subscriptions/${OTHER}`);
  });
});
