import { UnresolvedValue, World } from "../../../src/simulator";
import { TARGET_ANNOTATION } from "../../../src/trust-declaration";
import { asking, userOf } from "../support/kubernetes";
import { Context, declaration, declaring, EKS_ARGS } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";

/** Which cluster a binding is made in: the one that its provider talks to, or the one that its annotation names. */
const WEST = "arn:aws:eks:us-east-1:111122223333:cluster/west";
const EURO = "//container.googleapis.com/projects/acme-euro/locations/europe-west4/clusters/euro";
const CORP = "/subscriptions/S1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/Corp";

const CONTEXTS: Context[] = [
  {
    args: EKS_ARGS,
    server: "https://west.example.com",
    declaration: declaration({ target: { cluster: "west", name: WEST } }),
  },
  {
    args: ["gke", "--source", "google-metadata"],
    server: "https://198.51.100.7",
    declaration: declaration({ target: { cluster: "euro", name: EURO } }),
  },
  {
    args: ["aks", "--tenant-id", "t", "--client-id", "c"],
    server: "https://corp.example.com:443",
    declaration: declaration({ target: { cluster: "corp", name: CORP } }),
  },
];

function binding(provider: string | undefined, target?: string): Args {
  return {
    ...(provider ? { provider: `kubernetes.${provider}` } : {}),
    metadata: { name: "b", namespace: "ns", ...(target ? { annotations: { [TARGET_ANNOTATION]: target } } : {}) },
    role_ref: { kind: "ClusterRole", name: "view" },
    subject: [{ kind: "User", name: "alice" }],
  };
}

/** The three clusters, providers of their hosts, and bindings. */
function stackOf(
  hosts: Readonly<Record<string, unknown>>,
  bindings: Readonly<Record<string, Args>>,
  type = "role_binding_v1",
): Stack {
  const kubernetes = Object.entries(hosts).map(([alias, host]) => ({ alias, ...(host === undefined ? {} : { host }) }));
  return merged(declaring(...CONTEXTS), {
    provider: { kubernetes },
    resource: { [`kubernetes_${type}`]: bindings },
  });
}

/** The labels of the clusters that let alice list pods in ns. */
function clustersOfAlice({ clusters }: World): string[] {
  const may = clusters.filter(({ rbac }) => rbac.opinion(userOf("alice"), asking("list pods in ns")).allowed);
  return may.map(({ label }) => label);
}

describe("a cluster", () => {
  it("is of the kind that its name tells, with the servers that clients have", () => {
    const inside = { ...CONTEXTS[0], args: [...EKS_ARGS, "--fips"], server: "https://10.0.0.1" };
    const { clusters } = read(declaring(...CONTEXTS, inside));
    expect(clusters.map(({ rbac: _rbac, settings: _settings, ...cluster }) => cluster)).toEqual([
      { kind: "eks", name: WEST, label: "west", servers: ["https://west.example.com", "https://10.0.0.1"] },
      { kind: "gke", name: EURO, label: "euro", project: "acme-euro", servers: ["https://198.51.100.7"] },
      {
        kind: "aks",
        name: CORP.toLowerCase(),
        label: "corp",
        azureRbac: true,
        servers: ["https://corp.example.com:443"],
      },
    ]);
  });

  it("is one, in whatever letters an AKS cluster's id is written", () => {
    const other = declaration({ target: { name: CORP.replace("resourceGroups", "ResourceGroups") } });
    const { clusters, edges } = read(declaring(CONTEXTS[2], { ...CONTEXTS[2], declaration: other }));
    expect(edges).toHaveLength(2);
    expect(clusters.map(({ name }) => name)).toEqual([CORP.toLowerCase()]);
  });
});

describe("a server", () => {
  it.each(["http://west.example.com", "west.example.com", "HTTP://west.example.com", ""])(
    "that would get credentials in the open keeps the lab from starting: %p",
    (server) => {
      const open = () => read(declaring({ ...CONTEXTS[0], server }));
      expect(open).toThrow(UnresolvedValue);
      expect(open).toThrow(
        `mesh: output.kubeconfig-0: its server "${server}" does not begin with https://, so a credential would go there in ` +
          "the open. Give the cluster its endpoint, with https://.",
      );
    },
  );

  it.each(["https://west.example.com", "https://WEST.example.com:443/"])(
    "of two clusters keeps the lab from starting: %s",
    (server) => {
      const both = () => read(declaring(...CONTEXTS, { ...CONTEXTS[1], args: ["gke", "--source", "irsa"], server }));
      expect(both).toThrow(UnresolvedValue);
      expect(both).toThrow(
        `mesh: output.kubeconfig-3: says that ${server} is the server of euro (${EURO}), and it is that of west (${WEST}) by ` +
          "mesh: output.kubeconfig-0. Give each cluster an endpoint of its own.",
      );
    },
  );

  it("may share its host with others, by the path", () => {
    const rancher = (id: string) => ({ server: `https://rancher.example.com/k8s/clusters/${id}` });
    const { clusters } = read(declaring({ ...CONTEXTS[0], ...rancher("c-1") }, { ...CONTEXTS[1], ...rancher("c-2") }));
    expect(clusters.map(({ label }) => label)).toEqual(["west", "euro"]);
  });
});

describe("a binding is in the cluster of its provider's host", () => {
  it.each([
    ["west", "https://west.example.com"],
    ["west", "https://west.example.com/"],
    ["west", "https://west.example.com:443"],
    ["west", "west.example.com"],
    ["euro", "https://198.51.100.7"],
    ["corp", "https://corp.example.com"],
  ])("%s: %s", (label, host) => {
    expect(clustersOfAlice(read(stackOf({ one: host }, { b: binding("one") })))).toEqual([label]);
  });

  it.each([
    ["another host", "https://east.example.com"],
    ["another port", "https://west.example.com:6443"],
    ["another path", "https://west.example.com/k8s/clusters/c-1"],
  ])("and in none where that is %s", (_what, host) => {
    expect(clustersOfAlice(read(stackOf({ one: host }, { b: binding("one") })))).toEqual([]);
  });

  it("which a cluster of the same configuration may tell", () => {
    // GIVEN
    const made = { name: "corp", location: "westeurope", resource_group_name: "rg" };
    const host = "${azurerm_kubernetes_cluster.corp.kube_config[0].host}";
    const server = "https://${azurerm_kubernetes_cluster.corp.fqdn}:443";
    const stack = merged(stackOf({ one: host }, { b: binding("one") }), declaring({ ...CONTEXTS[2], server }), {
      provider: { azurerm: { subscription_id: "s1", tenant_id: "t" } },
      resource: { azurerm_kubernetes_cluster: { corp: made } },
    });

    // THEN
    expect(clustersOfAlice(read(stack))).toEqual(["corp"]);
  });

  it("whatever it says of itself", () => {
    expect(clustersOfAlice(read(stackOf({ one: "https://west.example.com" }, { b: binding("one", EURO) })))).toEqual([
      "west",
    ]);
  });

  it.each(["role_binding", "role_binding_v1"])("as %s", (type) => {
    expect(clustersOfAlice(read(stackOf({ one: "https://198.51.100.7" }, { b: binding("one") }, type)))).toEqual([
      "euro",
    ]);
  });
});

describe("a binding whose provider's host is not known", () => {
  it.each([
    ["left to the environment", undefined],
    ["a variable of whoever applies", "${var.host}"],
  ])("is in the cluster that its annotation names: %s", (_what, host) => {
    expect(clustersOfAlice(read(stackOf({ one: host }, { b: binding("one", EURO) })))).toEqual(["euro"]);
  });

  it("is where most objects of its provider say that they are", () => {
    // GIVEN
    const bindings = { a: binding("one", EURO), b: binding("one", EURO), c: binding("one", WEST), d: binding("one") };

    // WHEN
    const world = read(stackOf({ one: undefined }, bindings));

    // THEN
    expect(clustersOfAlice(world)).toEqual(["euro"]);
    expect(world.clusters.map(({ rbac }) => rbac.all.length)).toEqual([0, 4, 0]);
  });

  it("keeps the lab from starting where as many say one thing as another", () => {
    const both = () => read(stackOf({ one: undefined }, { a: binding("one", EURO), b: binding("one", WEST) }));
    expect(both).toThrow(UnresolvedValue);
    expect(both).toThrow("Give each cluster its provider");
  });

  it("is in none of them where nothing tells, which is told", () => {
    const world = read(stackOf({ one: undefined }, { b: binding("one") }));
    expect(clustersOfAlice(world)).toEqual([]);
    expect(world.homeless).toMatchObject([
      {
        place: "mesh: kubernetes_role_binding_v1.b",
        reason: "the host of its provider (kubernetes.one) is not known, so it may be in any cluster",
      },
    ]);
  });
});

describe("a binding whose provider talks to what no kubeconfig names", () => {
  const cluster = (name: string): Stack => ({
    provider: { aws: { region: "us-east-1", allowed_account_ids: ["111122223333"] } },
    data: { aws_eks_cluster: { one: { name } } },
  });
  const host = "${data.aws_eks_cluster.one.endpoint}";

  it("is in none of the clusters, which is told", () => {
    const world = read(stackOf({ one: "https://10.0.0.1" }, { b: binding("one") }));
    expect(clustersOfAlice(world)).toEqual([]);
    expect(world.homeless).toMatchObject([
      {
        place: "mesh: kubernetes_role_binding_v1.b",
        reason:
          "its provider (kubernetes.one) talks to https://10.0.0.1, which no kubeconfig names, so it may be in any cluster",
      },
    ]);
  });

  it("is in the cluster that its annotation names, which is told", () => {
    const world = read(stackOf({ one: "https://10.0.0.1" }, { b: binding("one", EURO) }));
    expect(clustersOfAlice(world)).toEqual(["euro"]);
    expect(world.homeless).toMatchObject([{ place: "mesh: provider.kubernetes.one" }]);
  });

  it("is in the cluster whose own endpoint that is", () => {
    const world = read(merged(stackOf({ one: host }, { b: binding("one") }), cluster("west")));
    expect(clustersOfAlice(world)).toEqual(["west"]);
    expect(world.homeless).toEqual([]);
  });

  it("is nobody's business where that is the endpoint of a cluster that no edge leads into", () => {
    const world = read(merged(stackOf({ one: host }, { b: binding("one") }), cluster("east")));
    expect(clustersOfAlice(world)).toEqual([]);
    expect(world.homeless).toEqual([]);
  });
});

describe("a role of one's own", () => {
  const role: Args = {
    provider: "kubernetes.one",
    metadata: { name: "own", namespace: "ns" },
    rule: [{ api_groups: [""], resources: ["pods"], verbs: ["list"] }],
  };
  const bound: Args = { ...binding("one"), role_ref: { kind: "Role", name: "own" } };

  it.each([
    ["the same", { one: "https://west.example.com" }, role, ["west"]],
    [
      "another",
      { one: "https://west.example.com", two: "https://198.51.100.7" },
      { ...role, provider: "kubernetes.two" },
      [],
    ],
  ])("counts where its cluster is %s as the binding's", (_what, hosts, made, labels) => {
    const stack = merged(stackOf(hosts, { b: bound }), { resource: { kubernetes_role_v1: { own: made } } });
    expect(clustersOfAlice(read(stack))).toEqual(labels);
  });
});
