import { Edge, isNativeRole, isPattern, nativeSource, sourceName, UnresolvedValue } from "../../../src/simulator";
import { argoCdSecret, Context, declaration, declaring, EKS_ARGS, execOf, kubeconfig } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";

/** The edges that documents declare: each once. */
const context: Context = { args: EKS_ARGS, declaration: declaration() };
const edgesIn = (stack: Stack): readonly Edge[] => read(stack).edges;
/** Argo CD's secret, which does the same as the kubeconfig of the context. */
const argoCd = (...all: ReturnType<typeof declaration>[]): Stack => ({
  resource: { kubernetes_secret: { argo: argoCdSecret(EKS_ARGS, all, { execProviderConfig: execOf(EKS_ARGS) }) } },
});

describe("documents that declare the same, and by which clients do the same", () => {
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
  const cluster = (of: Args): Partial<Context> => ({ cluster: of });
  it.each<[string, Partial<Context>]>([
    ["the service account", { declaration: declaration({ source: { subject: "system:serviceaccount:ns:other" } }) }],
    ["its issuer", { declaration: declaration({ source: { issuer: "https://oidc.example.com/id/DEF" } }) }],
    [
      "the cluster",
      { declaration: declaration({ target: { name: "arn:aws:eks:us-east-1:111122223333:cluster/east" } }) },
    ],
    ["what was adopted", { declaration: declaration({ adopted: ["arn:aws:iam::111122223333:role/reader"] }) }],
    ["the arguments", { args: [...EKS_ARGS, "--debug"] }],
    ["the server", { server: "https://wset.example.com" }],
    ["the server's name in TLS", cluster({ "tls-server-name": "x.example.com" })],
    ["the proxy", cluster({ "proxy-url": "http://proxy.example.com" })],
    ["the authority", cluster({ "certificate-authority-data": "LS0t" })],
    ["whether the certificate counts", cluster({ "insecure-skip-tls-verify": true })],
  ])("%s are two edges", (_what, parts) => {
    const edges = edgesIn(declaring(context, { ...context, ...parts }));
    expect(edges.map(({ client }) => client.place)).toEqual(["mesh: output.kubeconfig-0", "mesh: output.kubeconfig-1"]);
  });

  it("the server are two edges where one is Argo CD's secret, mistyped", () => {
    // GIVEN
    const secret = argoCdSecret(EKS_ARGS, [declaration()], { execProviderConfig: execOf(EKS_ARGS) });
    const data = { ...(secret.data as Args), server: "https://wset.example.com" };

    // WHEN
    const edges = edgesIn(
      merged(declaring(context), { resource: { kubernetes_secret: { argo: { ...secret, data } } } }),
    );

    // THEN
    expect(edges.map(({ client }) => client.server)).toEqual(["https://west.example.com", "https://wset.example.com"]);
  });

  it("the environment are two edges", () => {
    const argo = argoCdSecret(EKS_ARGS, [declaration()]);
    expect(edgesIn(merged(declaring(context), { resource: { kubernetes_secret: { argo } } }))).toHaveLength(2);
  });
});

describe("documents that promise different things of one trust", () => {
  const access = (role: string, ...namespaces: string[]) => ({
    access: [{ kind: "ClusterRole", role, namespaces, cloudPolicy: false }],
  });
  const promising = (parts: Parameters<typeof declaration>[0], args = EKS_ARGS): Context => ({
    args,
    declaration: declaration(parts),
  });
  const said = (what: string, one: string, other: string) =>
    `mesh: output.kubeconfig-1: declares the ${what} of hub:ns/sa in west as "${other}", and mesh: output.kubeconfig-0 ` +
    `as "${one}". Synthesize the older document again, or make one trust of both.`;

  it.each([
    ["access", access("view"), access("edit", "a", "b"), "ClusterRole view everywhere", "ClusterRole edit in a, b"],
    ["access", {}, access("view"), "none", "ClusterRole view everywhere"],
    ["user", {}, { user: "alice" }, "hub:{{SessionName}}", "alice"],
    ["groups", {}, { groups: ["b", "a"] }, "none", "a; b"],
    ["principal", {}, { principal: "x" }, "arn:aws:iam::111122223333:role/reader", "x"],
    ["audience", {}, { audience: "client-b" }, "client-a", "client-b"],
  ])("keep the lab from starting: the %s", (what, first, second, one, other) => {
    const both = () => edgesIn(declaring(promising(first), promising(second)));
    expect(both).toThrow(UnresolvedValue);
    expect(both).toThrow(said(what, one, other));
  });

  it("keep the lab from starting where other arguments lead to the same principal", () => {
    const both = () =>
      edgesIn(declaring(promising(access("view")), promising(access("edit"), [...EKS_ARGS, "--debug"])));
    expect(both).toThrow(said("access", "ClusterRole view everywhere", "ClusterRole edit everywhere"));
  });

  it("are one trust in whatever letters an AKS cluster's id is written", () => {
    const target = (name: string) => ({ target: { name: `/subscriptions/s/resourceGroups/${name}` } });
    const both = () =>
      edgesIn(
        declaring(promising({ ...target("rg"), ...access("view") }), promising({ ...target("RG"), ...access("edit") })),
      );
    expect(both).toThrow("declares the access of hub:ns/sa in west");
  });

  it.each([
    ["the order of lists is another", access("view", "a", "b"), access("view", "b", "a"), EKS_ARGS],
    ["the roles are two", access("view"), { ...access("edit"), principal: "x" }, [...EKS_ARGS, "--debug"]],
    [
      "the service accounts are two",
      access("view"),
      { ...access("edit"), source: { subject: "system:serviceaccount:ns:other" } },
      EKS_ARGS,
    ],
  ])("are not contradicted where %s", (_what, first, second, args) => {
    expect(edgesIn(declaring(promising(first), promising(second, args)))).toHaveLength(2);
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
  ])("of %s stands for several subjects: %p", (subject, expected) => {
    expect(isPattern(edgeWith(EKS_ARGS, subject).declaration)).toBe(expected);
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
