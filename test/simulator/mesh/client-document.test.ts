import { ClientEntry, clientEntries, UnresolvedValue } from "../../../src/simulator";
import { DECLARATION_EXTENSION, DECLARATIONS_ANNOTATION } from "../../../src/trust-declaration";
import { argoCdSecret, declaration, EKS_ARGS, kubeconfig, SERVER } from "../support/mesh";
import { Args, read, Stack } from "../support/stack";

/** Where a client's document may stand, and what is read of it. */
const declared = declaration();
const document = kubeconfig({ args: EKS_ARGS, declaration: declared });
const text = JSON.stringify(document);

const entries = (stack: Stack): readonly ClientEntry[] => clientEntries(read(stack).configuration);
const resource = (type: string, args: Args): Stack => ({ resource: { [type]: { doc: args } } });
const output = (value: unknown, others: Stack = {}): Stack => ({ ...others, output: { doc: { value } } });

describe("a kubeconfig", () => {
  it.each([
    ["an output, as text", output(text), "output.doc"],
    ["an output, as an object", output(document), "output.doc"],
    ["a ConfigMap", resource("kubernetes_config_map", { data: { config: text } }), "kubernetes_config_map.doc"],
    [
      "a ConfigMap, v1",
      resource("kubernetes_config_map_v1", { data: { x: "y", config: text } }),
      "kubernetes_config_map_v1.doc",
    ],
    ["a Secret", resource("kubernetes_secret", { data: { config: text } }), "kubernetes_secret.doc"],
    ["a Secret, v1", resource("kubernetes_secret_v1", { data: { config: text } }), "kubernetes_secret_v1.doc"],
    ["a local file", resource("local_file", { content: text }), "local_file.doc"],
    ["a sensitive local file", resource("local_sensitive_file", { content: text }), "local_sensitive_file.doc"],
  ])("is found in %s", (_what, stack, place) => {
    const found = entries(stack);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ place: `mesh: ${place}`, server: SERVER, declarations: [declared] });
    expect(found[0].where).toMatch(/cdk\.tf\.json:\d+$/);
    expect(found[0].stanza).toEqual({
      apiVersion: "client.authentication.k8s.io/v1",
      command: "trust-mesh-auth",
      args: EKS_ARGS,
      env: [],
    });
  });

  it("is kept byte for byte, with the context that it is used by", () => {
    // GIVEN
    const pretty = JSON.stringify(document, null, 2);

    // THEN
    expect(entries(output(pretty))[0].kubeconfig).toEqual({ text: pretty, context: "c0" });
    expect(entries(output(document))[0].kubeconfig).toEqual({ text, context: "c0" });
  });

  it("may hold what the configuration works out", () => {
    // GIVEN
    const stack = output(text.replace(SERVER, "${local.server}"), { locals: { server: "https://made.example.com" } });

    // THEN
    expect(entries(stack)[0].server).toBe("https://made.example.com");
  });

  it("may have several contexts, of which each is an entry and those without a declaration are none", () => {
    // GIVEN
    const contexts = [
      { name: "a", args: EKS_ARGS, declaration: declared },
      { name: "b", args: ["aks"] },
      {
        name: "c",
        args: ["gke"],
        declaration: declaration({ target: { cluster: "euro" } }),
        server: "https://c.example.com",
      },
    ];

    // WHEN
    const found = entries(output(kubeconfig(...contexts)));

    // THEN
    expect(found.map(({ kubeconfig, server, stanza }) => [kubeconfig?.context, server, stanza.args[0]])).toEqual([
      ["a", SERVER, "eks"],
      ["c", "https://c.example.com", "gke"],
    ]);
    expect(found[1].declarations[0].target.cluster).toBe("euro");
  });

  it.each([
    ["a name for TLS", { "tls-server-name": "x.example.com" }, { tlsServerName: "x.example.com" }],
    ["a proxy", { "proxy-url": "http://proxy.example.com" }, { proxyUrl: "http://proxy.example.com" }],
  ])("tells %s of its cluster", (_what, cluster, expected) => {
    const [found] = entries(output(kubeconfig({ args: EKS_ARGS, declaration: declared, cluster })));
    expect(found).toMatchObject(expected);
  });

  it.each([
    ["no cluster of that name", { clusters: [] }],
    ["no user of that name", { users: [] }],
    ["a user without an exec stanza", { users: [{ name: "c0", user: { token: "x" } }] }],
  ])("that declares a trust and has %s cannot be followed", (_what, parts) => {
    const broken = () => entries(output({ ...document, ...parts }));
    expect(broken).toThrow(UnresolvedValue);
    expect(broken).toThrow('mesh: output.doc: the context "c0" has no cluster or no exec stanza');
  });
});

describe("what is no kubeconfig with a declaration", () => {
  it.each([
    ["a kubeconfig without one", output(JSON.stringify(kubeconfig({ args: EKS_ARGS })))],
    ["a text that speaks of one", output(`see ${DECLARATION_EXTENSION}`)],
    ["a document of another kind", output(text.replace('"Config"', '"List"'))],
    ["a resource of another type", resource("kubernetes_pod", { data: { config: text } })],
    ["another argument", resource("kubernetes_config_map", { binary_data: { config: text } })],
  ])("is passed over: %s", (_what, stack) => {
    expect(entries(stack)).toEqual([]);
  });

  it("need not be understood", () => {
    expect(entries(output("${var.unknown}"))).toEqual([]);
  });

  it("must be understood where a declaration is in it", () => {
    expect(() => entries(output(text.replace(SERVER, "${var.unknown}")))).toThrow(UnresolvedValue);
  });
});

describe("Argo CD's cluster secret", () => {
  it.each(["kubernetes_secret", "kubernetes_secret_v1"])("is found among the resources %s", (type) => {
    // GIVEN
    const both = [declared, declaration({ source: { subject: "system:serviceaccount:argocd:server" } })];

    // WHEN
    const found = entries(resource(type, argoCdSecret(EKS_ARGS, both)));

    // THEN
    expect(found).toEqual([
      {
        place: `mesh: ${type}.doc`,
        where: expect.stringMatching(/cdk\.tf\.json:\d+$/) as unknown,
        server: SERVER,
        stanza: {
          apiVersion: "client.authentication.k8s.io/v1",
          command: "trust-mesh-auth",
          args: EKS_ARGS,
          env: [{ name: "A", value: "b" }],
        },
        declarations: both,
      },
    ]);
  });

  it("tells a name for TLS and a proxy", () => {
    const config = { tlsClientConfig: { serverName: "x.example.com" }, proxyUrl: "http://proxy.example.com" };
    expect(entries(resource("kubernetes_secret", argoCdSecret(EKS_ARGS, [declared], config)))[0]).toMatchObject({
      tlsServerName: "x.example.com",
      proxyUrl: "http://proxy.example.com",
    });
  });

  it("of another kind is none", () => {
    // GIVEN
    const secret = argoCdSecret(EKS_ARGS, [declared]);
    const metadata = { ...(secret.metadata as Args), labels: { "argocd.argoproj.io/secret-type": "repository" } };

    // THEN
    expect(entries(resource("kubernetes_secret", { ...secret, metadata }))).toEqual([]);
  });

  it("without a declaration of ours is none", () => {
    const annotations = { [DECLARATIONS_ANNOTATION.replace("trust-mesh", "other")]: "[]" };
    const secret = argoCdSecret(EKS_ARGS, []);
    const metadata = { ...(secret.metadata as Args), annotations };
    expect(entries(resource("kubernetes_secret", { ...secret, metadata }))).toEqual([]);
  });
});
