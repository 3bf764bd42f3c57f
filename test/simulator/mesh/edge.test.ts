import {
  Edge,
  isNativeRole,
  isWholeNamespace,
  nativeSource,
  sourceName,
  UnresolvedValue,
} from "../../../src/simulator";
import { argoCdSecret, Context, declaration, declaring, EKS_ARGS, kubeconfig } from "../support/mesh";
import { merged, read, Stack } from "../support/stack";

/** The edges that documents declare: each once. */
const context: Context = { args: EKS_ARGS, declaration: declaration() };
const edgesIn = (stack: Stack): readonly Edge[] => read(stack).edges;
const argoCd = (...all: ReturnType<typeof declaration>[]): Stack => ({
  resource: { kubernetes_secret: { argo: argoCdSecret(EKS_ARGS, all) } },
});

describe("documents of the same service account, cluster and arguments", () => {
  it("are one edge", () => {
    const edges = edgesIn(declaring(context, context));
    expect(edges).toHaveLength(1);
    expect(edges[0].client.place).toBe("mesh: output.kubeconfig-0");
    expect(edges[0].request).toMatchObject({ subcommand: "eks", flags: { "cluster-name": "west" } });
  });

  it("are spoken for by the kubeconfig, and not by Argo CD's secret", () => {
    // GIVEN
    const content = JSON.stringify(kubeconfig(context));
    const both = merged(argoCd(declaration()), { resource: { local_file: { kubeconfig: { content } } } });

    // WHEN
    const [edge, ...others] = edgesIn(both);

    // THEN
    expect(others).toEqual([]);
    expect(edge.client.place).toBe("mesh: local_file.kubeconfig");
  });
});

describe("documents that differ in", () => {
  it.each([
    ["the service account", { declaration: declaration({ source: { subject: "system:serviceaccount:ns:other" } }) }],
    ["its issuer", { declaration: declaration({ source: { issuer: "https://oidc.example.com/id/DEF" } }) }],
    [
      "the cluster",
      { declaration: declaration({ target: { name: "arn:aws:eks:us-east-1:111122223333:cluster/east" } }) },
    ],
    ["the arguments", { args: [...EKS_ARGS, "--debug"] }],
  ])("%s are two edges", (_what, parts) => {
    expect(edgesIn(declaring(context, { ...context, ...parts }))).toHaveLength(2);
  });
});

describe("Argo CD's secret", () => {
  it("is an edge for each of its service accounts", () => {
    const accounts = ["controller", "server"].map((name) =>
      declaration({ source: { cluster: "hub", subject: `system:serviceaccount:argocd:${name}` } }),
    );
    expect(edgesIn(argoCd(...accounts)).map(({ declaration }) => sourceName(declaration))).toEqual([
      "hub:argocd/controller",
      "hub:argocd/server",
    ]);
  });
});

describe("arguments that the plugin would refuse", () => {
  it("keep the lab from starting", () => {
    const broken = () => edgesIn(declaring({ ...context, args: ["eks", "--bucket", "x"] }));
    expect(broken).toThrow(UnresolvedValue);
    expect(broken).toThrow(
      'mesh: output.kubeconfig-0: the exec stanza is not the plugin\'s: eks has no flag "--bucket"',
    );
  });
});

describe("an edge", () => {
  const edgeWith = (args: readonly string[], subject = "system:serviceaccount:ns:sa") =>
    edgesIn(declaring({ args, declaration: declaration({ source: { subject } }) }))[0];

  it.each([
    ["system:serviceaccount:ns:*", true],
    ["system:serviceaccount:ns:sa", false],
    ["system:serviceaccount:ns:sa-*", false],
  ])("of %s is for a whole namespace: %p", (subject, expected) => {
    expect(isWholeNamespace(edgeWith(EKS_ARGS, subject).declaration)).toBe(expected);
  });

  it.each([
    [[], undefined, false],
    [["--source", "token-file"], undefined, false],
    [["--source", "irsa"], "irsa", false],
    [["--source", "eks-pod-identity"], "eks-pod-identity", true],
    [["--source=google-metadata"], "google-metadata", false],
  ])("with %j has the native source %p", (args, source, isRole) => {
    const edge = edgeWith([...EKS_ARGS, ...args]);
    expect(nativeSource(edge)).toBe(source);
    expect(isNativeRole(edge)).toBe(isRole);
  });
});
