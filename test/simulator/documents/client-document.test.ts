import { ClientEntry, clientEntries, UnresolvedValue } from "../../../src/simulator";
import {
  DECLARATION_EXTENSION,
  DECLARATIONS_ANNOTATION,
  SOURCE_CLUSTER_ANNOTATION,
  TARGET_ANNOTATION,
} from "../../../src/trust-declaration";
import { argoCdSecret, declaration, EKS_ARGS, kubeconfig, SERVER } from "../support/mesh";
import { Args, read, Stack } from "../support/stack";

/** Where a client's document may stand, and what is read of it. */
const declared = declaration();
const document = kubeconfig({ args: EKS_ARGS, declaration: declared });
const text = JSON.stringify(document);

/** What this library writes on bindings, and what is no client's document. */
const BINDING = { [SOURCE_CLUSTER_ANNOTATION]: "hub", [TARGET_ANNOTATION]: declared.target.name };

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
    [
      "a secret of AWS",
      resource("aws_secretsmanager_secret_version", { secret_id: "${var.unknown}", secret_string: text }),
      "aws_secretsmanager_secret_version.doc",
    ],
    ["a parameter of AWS", resource("aws_ssm_parameter", { value: text }), "aws_ssm_parameter.doc"],
    [
      "a secret of Google",
      resource("google_secret_manager_secret_version", { secret_data: text }),
      "google_secret_manager_secret_version.doc",
    ],
    ["a secret of Azure", resource("azurerm_key_vault_secret", { value: text }), "azurerm_key_vault_secret.doc"],
    [
      "a manifest",
      resource("kubernetes_manifest", { manifest: { kind: "ConfigMap", data: { config: text } } }),
      "kubernetes_manifest.doc",
    ],
    [
      "a manifest's Secret, in base64",
      resource("kubernetes_manifest", {
        manifest: { kind: "Secret", data: { config: `\${base64encode(${JSON.stringify(text)})}` } },
      }),
      "kubernetes_manifest.doc",
    ],
    ["any other resource", resource("example_thing", { inner: [{ deep: [text] }] }), "example_thing.doc"],
    ["JSON that holds it", output(JSON.stringify({ files: { config: text } })), "output.doc"],
    ["a local value that an output refers to", output("${local.text}", { locals: { text } }), "output.doc"],
    [
      "a map that a resource is repeated for",
      resource("local_file", { for_each: { a: text }, content: "${each.value}" }),
      'local_file.doc["a"]',
    ],
  ])("is found in %s", (_what, stack, place) => {
    const found = entries(stack);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ place: `mesh: ${place}`, server: SERVER, declarations: [declared] });
    expect(found[0].where()).toMatch(/cdk\.tf\.json:\d+$/);
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
    expect(entries(output(pretty))[0].kubeconfig).toMatchObject({ text: pretty, context: "c0" });
    expect(entries(output(document))[0].kubeconfig).toMatchObject({ text, context: "c0" });
  });

  it("may hold what the configuration works out", () => {
    // GIVEN
    const stack = output(text.replace(SERVER, "${local.server}"), { locals: { server: "https://made.example.com" } });

    // THEN
    expect(entries(stack)[0].server).toBe("https://made.example.com");
  });

  it.each([
    ["a comment", `# made by {"us"}\n${text}\n`, `# made by {"us"}\n${text}\n`],
    ["the start of a YAML document", `---\n${text}`, `---\n${text}`],
    ["a block of YAML", `files:\n  config: |\n    ${text}\n  other: {}\n`, `${text}\n`],
    ["another document", `a: 1\n---\n${text}\n`, `${text}\n`],
    ["the lines of a script", `#!/bin/sh\ncat >config <<EOF\n${text}\nEOF\n`, text],
  ])("is read behind %s, as its client has it", (_what, whole, own) => {
    expect(entries(output(whole)).map(({ kubeconfig }) => kubeconfig)).toMatchObject([{ text: own, context: "c0" }]);
  });

  it("is none in a comment, which no client reads", () => {
    expect(entries(output(`# ${text}\na: 1\n`))).toEqual([]);
  });

  it("tells by what its server is known", () => {
    const cluster = { "certificate-authority-data": "LS0t", "insecure-skip-tls-verify": true };
    const [found] = entries(output(kubeconfig({ args: EKS_ARGS, declaration: declared, cluster })));
    expect(found).toMatchObject({ authority: "LS0t", isUnchecked: true });
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
    ["what is named like it", resource("kubernetes_namespace", { metadata: { name: DECLARATION_EXTENSION } })],
    ["a binding's annotations", resource("kubernetes_role_binding", { metadata: { annotations: BINDING } })],
    ["a document's digest", output(`\${sha256(${JSON.stringify(text)})}`)],
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

describe("a document that declares a trust and cannot be read", () => {
  const UNREAD = "and is no kubeconfig or Argo CD secret that can be read";
  const yaml = "kind: Config\ncontexts:\n- context:\n    extensions:\n    - name: cdktf-trust-mesh\n";

  it.each([
    ["broken JSON", output(text.slice(0, -1)), UNREAD],
    ["YAML without a cluster", resource("aws_ssm_parameter", { value: yaml }), "has no cluster or no exec stanza"],
    ["one of two that is broken", output(`${text}\n---\n${yaml}`), "has no cluster or no exec stanza"],
    ["broken YAML", output(`${yaml}  - [\n`), UNREAD],
    [
      "another kind",
      output(text.replace('"Config"', '"List"')),
      'is of the kind "List", and a kubeconfig\'s is "Config"',
    ],
    [
      "the extension in another place",
      output({ ...document, contexts: [], extensions: [{ name: DECLARATION_EXTENSION, extension: declared }] }),
      UNREAD,
    ],
    ["the same, as text", output(JSON.stringify({ extensions: [{ name: DECLARATION_EXTENSION }] })), UNREAD],
    [
      "the annotation without a secret",
      resource("kubernetes_annotations", { annotations: { [DECLARATIONS_ANNOTATION]: JSON.stringify([declared]) } }),
      UNREAD,
    ],
    [
      "a declaration without its target",
      output(kubeconfig({ args: EKS_ARGS, server: SERVER, declaration: { ...declared, target: undefined } as never })),
      'the declaration of the context "c0" has no target.cluster. Synthesize the document again',
    ],
    [
      "a declaration without its access",
      output(kubeconfig({ args: EKS_ARGS, declaration: { ...declared, access: undefined } as never })),
      'the declaration of the context "c0" has no access',
    ],
  ])("keeps the lab from starting: %s", (_what, stack, reason) => {
    const broken = () => entries(stack);
    expect(broken).toThrow(UnresolvedValue);
    expect(broken).toThrow(/^mesh: [\w.]+\.doc: /);
    expect(broken).toThrow(reason);
  });

  it("tells its place, the reason and the way out", () => {
    expect(() => entries(output(text.slice(1)))).toThrow(
      "mesh: output.doc: declares a trust (cdktf-trust-mesh), and is no kubeconfig or Argo CD secret that can be read. " +
        "Write there what Kubeconfig or ArgoCdClusterSecret make: JSON or YAML.",
    );
  });
});

describe("Argo CD's cluster secret", () => {
  it.each(["kubernetes_secret", "kubernetes_secret_v1"])("is found among the resources %s", (type) => {
    // GIVEN
    const both = [declared, declaration({ source: { subject: "system:serviceaccount:argocd:server" } })];

    // WHEN
    const found = entries(resource(type, argoCdSecret(EKS_ARGS, both)));

    // THEN
    expect(found.map((one) => ({ ...one, where: one.where() }))).toEqual([
      {
        place: `mesh: ${type}.doc`,
        where: expect.stringMatching(/cdk\.tf\.json:\d+$/) as unknown,
        server: SERVER,
        argoCd: { namespace: "default" },
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

  it("tells by what its server is known", () => {
    const config = { tlsClientConfig: { caData: "LS0t", insecure: true } };
    expect(entries(resource("kubernetes_secret", argoCdSecret(EKS_ARGS, [declared], config)))[0]).toMatchObject({
      authority: "LS0t",
      isUnchecked: true,
    });
  });

  const { metadata, data } = argoCdSecret(EKS_ARGS, [declared]) as { metadata: Args; data: Record<string, string> };
  const inBase64 = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, btoa(value)]));

  it.each([
    ["a manifest", resource("kubernetes_manifest", { manifest: { kind: "Secret", metadata, stringData: data } })],
    [
      "a manifest, in base64",
      resource("kubernetes_manifest", { manifest: { kind: "Secret", metadata, data: inBase64 } }),
    ],
    ["a manifest's text", output(JSON.stringify({ kind: "Secret", metadata, stringData: data }))],
  ])("is found in %s", (_what, stack) => {
    expect(entries(stack)).toMatchObject([{ server: SERVER, stanza: { args: EKS_ARGS }, declarations: [declared] }]);
  });

  it("that Argo CD has not made, nor this library, is none", () => {
    const config = JSON.stringify({ execProviderConfig: { command: "argocd-k8s-auth" } });
    const secret = { metadata: { ...metadata, annotations: {} }, data: { ...data, config } };
    expect(entries(resource("kubernetes_secret", secret))).toEqual([]);
  });

  const labelled = (type: string) => ({ ...metadata, labels: { "argocd.argoproj.io/secret-type": type } });
  const annotated = (value: string) => ({ ...metadata, annotations: { [DECLARATIONS_ANNOTATION]: value } });
  const NO_LABEL = "declares trusts, and is no Secret with the label argocd.argoproj.io/secret-type: cluster";

  it.each([
    ["with the label of another kind", { metadata: labelled("repository"), data }, NO_LABEL],
    ["without the label", { metadata: { ...metadata, labels: {} }, data }, NO_LABEL],
    [
      "without the annotation",
      { metadata: { ...metadata, annotations: {} }, data },
      "starts trust-mesh-auth, and has no annotation cdktf-trust-mesh/trusts that says for whom",
    ],
    ["with an empty annotation", { metadata: annotated("[]"), data }, "is no JSON list of trusts"],
    ["with a broken annotation", { metadata: annotated("[{"), data }, "is no JSON list of trusts"],
    ["with a trust that says nothing", { metadata: annotated("[{}]"), data }, "the annotation has no source.cluster"],
    [
      "with a broken config",
      { metadata, data: { ...data, config: "{" } },
      'its field "config" is no JSON with an execProviderConfig',
    ],
    ["without an exec stanza", { metadata, data: { ...data, config: "{}" } }, "with an execProviderConfig"],
  ])("%s keeps the lab from starting", (_what, secret, reason) => {
    const broken = () => entries(resource("kubernetes_secret", secret));
    expect(broken).toThrow(UnresolvedValue);
    expect(broken).toThrow(`mesh: kubernetes_secret.doc: `);
    expect(broken).toThrow(reason);
  });

  it("as a ConfigMap keeps the lab from starting", () => {
    expect(() => entries(resource("kubernetes_config_map", { metadata, data }))).toThrow(NO_LABEL);
  });
});
