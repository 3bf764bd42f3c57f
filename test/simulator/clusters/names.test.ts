import { UnresolvedValue } from "../../../src/simulator";
import { ClusterNames } from "../../../src/simulator/clusters/names";
import { Context, declaration, declaring, EKS_ARGS } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";

/** A cluster's name in its cloud, as declared or completed, and whether Azure decides in it. */
const BARE = "arn:aws:eks:us-east-1::cluster/west";
const WHOLE = "arn:aws:eks:us-east-1:111122223333:cluster/west";
const context = (name: string): Context => ({ args: EKS_ARGS, declaration: declaration({ target: { name } }) });

function entries(...accounts: string[]): Stack {
  const provider = accounts.map((id) => ({ alias: `a${id}`, region: "us-east-1", allowed_account_ids: [id] }));
  const entry = (id: string): Args => ({
    provider: `aws.a${id}`,
    cluster_name: "west",
    principal_arn: `arn:aws:iam::${id}:role/reader`,
  });
  return {
    provider: { aws: provider },
    resource: { aws_eks_access_entry: Object.fromEntries(accounts.map((id) => [`e${id}`, entry(id)])) },
  };
}

describe("an EKS cluster that is declared without its account", () => {
  it("is the one that has access entries", () => {
    const world = read(merged(entries("111122223333"), declaring(context(BARE))));
    expect(world.clusters.map(({ name }) => name)).toEqual([WHOLE]);
    expect(world.clusterOf(world.edges[0])).toBe(world.clusters[0]);
  });

  it("is the same as one that another edge declares with it", () => {
    // GIVEN
    const stack = merged(entries("111122223333"), declaring(context(BARE), context(WHOLE)));

    // WHEN
    const world = read(stack);

    // THEN
    expect(world.clusters).toHaveLength(1);
    expect(world.besides(world.edges[0])).toEqual(world.edges);
  });

  it("stays without it where no entry tells", () => {
    expect(read(declaring(context(BARE))).clusters.map(({ name }) => name)).toEqual([BARE]);
    const elsewhere = merged(entries("111122223333"), declaring(context(BARE.replace("us-east-1", "us-west-2"))));
    expect(read(elsewhere).clusters[0].name).toBe(BARE.replace("us-east-1", "us-west-2"));
  });

  it("is not guessed where two accounts have one of that name", () => {
    const both = () => read(merged(entries("111122223333", "999988887777"), declaring(context(BARE))));
    expect(both).toThrow(UnresolvedValue);
    expect(both).toThrow("Declare its accountId");
  });
});

describe("another name", () => {
  it.each([
    [WHOLE, WHOLE],
    [
      "//container.googleapis.com/projects/P/locations/l/clusters/C",
      "//container.googleapis.com/projects/P/locations/l/clusters/C",
    ],
    ["/subscriptions/S/resourceGroups/RG", "/subscriptions/s/resourcegroups/rg"],
  ])("%s is %s", (name, full) => {
    expect(new ClusterNames(read(entries("999988887777")).clouds).full(name)).toBe(full);
  });
});

describe("an AKS cluster", () => {
  const id = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/corp";
  const aks: Context = {
    args: ["aks", "--tenant-id", "t", "--client-id", "c"],
    declaration: declaration({ target: { cluster: "corp", name: id } }),
  };
  const made = (args: Args): Stack => ({
    provider: { azurerm: { subscription_id: "s1", tenant_id: "t" } },
    resource: {
      azurerm_kubernetes_cluster: {
        corp: { name: "corp", location: "westeurope", resource_group_name: "rg", ...args },
      },
    },
  });
  const entra = (azure_rbac_enabled: unknown): Args => ({
    azure_active_directory_role_based_access_control: [{ azure_rbac_enabled }],
  });

  it.each([
    ["is made elsewhere", {}, true],
    ["is made with it", made(entra(true)), true],
    ["is made without it", made(entra(false)), false],
    ["is made and says nothing of it", made(entra(undefined)), false],
    ["is made without Entra", made({}), false],
    ["is another one", made({ name: "other", ...entra(false) }), true],
  ])("that %s asks Azure: %p", (_what, stack, azureRbac) => {
    expect(read(merged(stack, declaring(aks))).clusters[0].azureRbac).toBe(azureRbac);
  });
});
