import { homelessBindings } from "../../src/findings/rules/homeless-bindings";
import { TARGET_ANNOTATION } from "../../src/trust-declaration";
import { declaration, declaring, EKS_ARGS, SERVER } from "../simulator/support/mesh";
import { merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** A Kubernetes provider whose host is not the cluster that its bindings say they are for. */
const WEST = declaration().target.name;

const binding = (host: string | undefined, annotation = WEST): Stack => ({
  provider: { kubernetes: [{ alias: "west", ...(host === undefined ? {} : { host }) }] },
  resource: {
    kubernetes_role_binding_v1: {
      b: {
        provider: "kubernetes.west",
        metadata: { name: "b", namespace: "ns", annotations: { [TARGET_ANNOTATION]: annotation } },
        role_ref: { kind: "ClusterRole", name: "view" },
        subject: [{ kind: "User", name: "alice" }],
      },
    },
  },
});
const EKS: Stack = {
  provider: { aws: { region: "us-east-1", allowed_account_ids: ["111122223333"] } },
  resource: { aws_eks_cluster: { west: { name: "west" }, other: { name: "other" } } },
};
const edge = declaring({ args: EKS_ARGS, server: SERVER, declaration: declaration() });
const found = (...stacks: Stack[]) => homelessBindings(read(merged(edge, ...stacks)), NOW);
const bindingsOf = (...stacks: Stack[]) => read(merged(edge, ...stacks)).clusters[0].rbac.all.map(({ name }) => name);

describe("a provider's host", () => {
  it("that is of no cluster which was read is a gap at the provider's address", () => {
    expect(found(binding("https://stray.example.com"))).toMatchObject([
      {
        code: "homeless-binding",
        severity: "gap",
        place: "mesh: provider.kubernetes.west",
        reason: expect.stringMatching(
          /^talks to https:\/\/stray\.example\.com, and nothing that was read says/,
        ) as string,
      },
    ]);
  });

  it("that is not told is a gap where another provider of the stack talks to the cluster of its bindings", () => {
    const placed = binding(undefined);
    const west = { alias: "west", config_context: "b" };
    expect(found(placed, { provider: { kubernetes: [west, { alias: "host", host: SERVER }] } })).toEqual([
      {
        ...{ code: "homeless-binding", severity: "gap", place: "mesh: provider.kubernetes.west" },
        reason: `does not tell its server, and nothing that was read says that it leads to ${WEST}, which mesh: kubernetes_role_binding_v1.b says it is for: kubernetes.host does`,
      },
    ]);
    expect(found(placed, { provider: { kubernetes: [west] } })).toEqual([]);
  });

  it("that is another cluster's endpoint counts before what bindings say", () => {
    const stray = binding("${aws_eks_cluster.other.endpoint}");
    expect(found(EKS, stray)).toEqual([]);
    expect(bindingsOf(EKS, stray)).not.toContain("b");
  });

  it.each<[string, Stack]>([
    ["a client's server", binding(`${SERVER}/`)],
    ["the cluster's own endpoint", merged(EKS, binding("${aws_eks_cluster.west.endpoint}"))],
    ["not known", binding(undefined)],
  ])("needs no gap where it is %s", (_what, stack) => {
    expect(found(stack)).toEqual([]);
    expect(bindingsOf(stack)).toContain("b");
  });

  it("of a cluster that no edge leads into is left alone", () => {
    expect(found(binding("https://stray.example.com", "arn:aws:eks:us-east-1:111122223333:cluster/east"))).toEqual([]);
  });
});
