import { TARGET_ANNOTATION } from "../../../src/trust-declaration";
import { Context, declaration, declaring, EKS_ARGS, SERVER } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";

/** Whether something else than the client's own document says where its server is. */
const WEST = declaration().target.name;
const EURO = "//container.googleapis.com/projects/acme-euro/locations/europe-west4/clusters/euro";
const CORP = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/corp";

const GKE_ARGS = ["gke", "--source", "google-metadata"];
const AKS_ARGS = ["aks", "--tenant-id", "t", "--client-id", "c"];
const into = (name: string, server: string, args: readonly string[] = EKS_ARGS, cluster: Args = {}): Context => ({
  ...{ args, server, cluster },
  declaration: declaration({ target: { cluster: name.split("/").at(-1), name } }),
});
const beliefsOf = (stack: Stack): string[][] => {
  const world = read(stack);
  return world.edges.map((edge) => world.assumptionsOf(edge).map(({ belief }) => belief));
};
/** A provider of a cluster, and a binding that says for which one it is. */
const provider = (host: string | undefined, target = WEST): Stack => ({
  provider: { kubernetes: [{ alias: "west", ...(host === undefined ? {} : { host }) }] },
  resource: {
    kubernetes_role_binding_v1: {
      b: {
        provider: "kubernetes.west",
        metadata: { name: "b", namespace: "ns", annotations: { [TARGET_ANNOTATION]: target } },
        role_ref: { kind: "ClusterRole", name: "view" },
        subject: [{ kind: "User", name: "alice" }],
      },
    },
  },
});
const believed = (server: string, otherwise: string) =>
  `the API server of west is at ${server} (mesh: output.kubeconfig-0), though ${otherwise}`;

describe("a client's server", () => {
  it("is believed where the cluster's provider talks to another one", () => {
    const stack = merged(declaring(into(WEST, "https://wset.example.com")), provider("https://10.0.0.1"));
    expect(beliefsOf(stack)).toEqual([
      [believed("https://wset.example.com", "the provider kubernetes.west talks to https://10.0.0.1")],
    ]);
    const world = read(stack);
    expect(world.assumptionsOf(world.edges[0])[0].decidesExchange).toBe(false);
  });

  it.each([
    ["the provider talks to it", provider("https://west.example.com:443/")],
    ["the provider's host is not known", provider(undefined)],
    ["the provider is of another cluster", provider("https://10.0.0.1", EURO)],
    ["nothing else tells", {}],
  ])("needs no belief where %s", (_what, others) => {
    expect(beliefsOf(merged(declaring(into(WEST, SERVER)), others))).toEqual([[]]);
  });

  it("is believed where another document names another one, and nothing tells which is right", () => {
    const both = declaring(into(WEST, "https://wset.example.com"), into(WEST, SERVER));
    expect(beliefsOf(both)).toEqual([
      [believed("https://wset.example.com", `mesh: output.kubeconfig-1 names ${SERVER}`)],
      [
        `the API server of west is at ${SERVER} (mesh: output.kubeconfig-1), though mesh: output.kubeconfig-0 names ` +
          "https://wset.example.com",
      ],
    ]);
    expect(beliefsOf(merged(both, provider(SERVER)))).toEqual([
      [believed("https://wset.example.com", `the provider kubernetes.west talks to ${SERVER}`)],
      [],
    ]);
  });

  it("is believed to be the cluster's where the client checks no certificate", () => {
    const context = into(WEST, SERVER, EKS_ARGS, { "insecure-skip-tls-verify": true });
    expect(beliefsOf(declaring(context))).toEqual([
      [`whoever answers at ${SERVER} is west, since mesh: output.kubeconfig-0 checks no certificate`],
    ]);
  });

  it.each<[string, Context, Stack]>([
    [
      "an EKS cluster's",
      into(WEST, "${aws_eks_cluster.west.endpoint}"),
      {
        provider: { aws: { region: "us-east-1", allowed_account_ids: ["111122223333"] } },
        resource: { aws_eks_cluster: { west: { name: "west" } } },
      },
    ],
    [
      "a GKE cluster's",
      into(EURO, "https://${data.google_container_cluster.euro.endpoint}", GKE_ARGS),
      {
        provider: { google: { project: "acme-euro" } },
        data: { google_container_cluster: { euro: { name: "euro", location: "europe-west4" } } },
      },
    ],
    [
      "an AKS cluster's",
      into(CORP, "https://${azurerm_kubernetes_cluster.corp.fqdn}:443", AKS_ARGS),
      {
        provider: { azurerm: { subscription_id: "s1", tenant_id: "t" } },
        resource: { azurerm_kubernetes_cluster: { corp: { name: "corp", resource_group_name: "rg", location: "x" } } },
      },
    ],
  ])("needs no belief where it is %s own endpoint, wherever the provider talks to", (_what, context, stack) => {
    const target = context.declaration?.target.name;
    expect(beliefsOf(merged(declaring(context), stack, provider("https://10.0.0.1", target)))).toEqual([[]]);
  });

  it("is not compared with an endpoint that the lab drew", () => {
    const stack: Stack = {
      provider: { aws: { region: "us-east-1", allowed_account_ids: ["111122223333"] } },
      resource: { aws_eks_cluster: { west: { name: "west" } } },
    };
    expect(beliefsOf(merged(declaring(into(WEST, SERVER)), stack))).toEqual([[]]);
  });
});
