import { createHash } from "node:crypto";
import { argoCdPatches } from "../../src/findings/rules/argo-cd-patches";
import { argoCdPlaces } from "../../src/findings/rules/argo-cd-places";
import { homelessBindings } from "../../src/findings/rules/homeless-bindings";
import { misplacedBindings } from "../../src/findings/rules/misplaced-bindings";
import { pluginFiles } from "../../src/findings/rules/plugin-files";
import { Rule } from "../../src/findings/finding";
import { TARGET_ANNOTATION } from "../../src/trust-declaration";
import { account } from "../simulator/support/aws";
import { argoCdSecret, declaration, declaring, EKS_ARGS, SERVER } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW, SUBJECT } from "../simulator/support/tokens";

/** Objects beside a trust that are in another place than it needs. */
const [, , NAMESPACE] = SUBJECT.split(":");
const WEST = declaration().target.name;
const edge = declaring({ args: EKS_ARGS, declaration: declaration() });
const found = (rule: Rule, ...stacks: Stack[]) =>
  rule(read(merged(account(), ...stacks)), NOW).map(({ severity, place, reason }) => `${severity} ${place}: ${reason}`);

describe("a binding", () => {
  const binding = (target: string, provider: Args = { host: SERVER }): Stack => ({
    provider: { kubernetes: provider },
    resource: {
      kubernetes_role_binding_v1: {
        b: {
          metadata: { name: "b", namespace: "ns", annotations: { [TARGET_ANNOTATION]: target } },
          role_ref: { kind: "ClusterRole", name: "view" },
          subject: [{ kind: "User", name: "alice" }],
        },
      },
    },
  });

  it("in the cluster that it is for is not told", () => {
    expect(found(misplacedBindings, edge, binding(WEST))).toEqual([]);
  });

  it("that says that it is for another cluster than its provider talks to is told", () => {
    const east = WEST.replace("west", "east");
    expect(found(misplacedBindings, edge, binding(east))).toEqual([
      `fault mesh: kubernetes_role_binding_v1.b: says that it is for ${east}, and its provider talks to the server of ${WEST}`,
    ]);
  });

  it("of a provider with credentials and without a host is a gap", () => {
    const reason = "has credentials and no host, so the environment tells in which cluster its objects are made";
    expect(found(homelessBindings, edge, binding(WEST, { exec: [{ command: "aws" }] }))).toEqual([
      `gap mesh: provider.kubernetes: ${reason}`,
    ]);
    expect(found(homelessBindings, edge, binding(WEST, { token: "t", config_path: "~/.kube/config" }))).toEqual([]);
    expect(found(homelessBindings, edge, binding(WEST, { token: "t", host: SERVER }))).toEqual([]);
  });
});

/** Argo CD documentation: "Declarative Setup", section "Clusters". */
describe("a cluster secret of Argo CD", () => {
  const secret = (namespace: string | undefined, subject = SUBJECT): Stack => {
    const args = argoCdSecret(EKS_ARGS, [declaration({ source: { subject } })]);
    const metadata = { ...(args.metadata as Args), ...(namespace === undefined ? {} : { namespace }) };
    return { resource: { kubernetes_secret_v1: { west: { ...args, metadata } } } };
  };

  it("in the namespace of one of its service accounts, or of another kind of subject, is not told", () => {
    expect(found(argoCdPlaces, secret(NAMESPACE))).toEqual([]);
    expect(found(argoCdPlaces, secret("anywhere", "repo:acme/app:ref:refs/heads/main"))).toEqual([]);
  });

  // Terraform registry, "kubernetes_secret_v1_data": it manages data of a Secret that already exists, by server-side apply.
  it("into which another resource writes keys is a gap of that resource", () => {
    const own = secret(NAMESPACE);
    const { name } = (own.resource?.kubernetes_secret_v1.west.metadata ?? {}) as { name: string };
    const patch = (metadata: Args): Stack => ({
      resource: { kubernetes_secret_v1_data: { patch: { metadata, data: { server: "https://evil.example" } } } },
    });

    expect(found(argoCdPatches, own, patch({ name, namespace: NAMESPACE }))).toEqual([
      "gap mesh: kubernetes_secret_v1_data.patch: writes server into mesh: kubernetes_secret_v1.west, a cluster secret of Argo CD: what it then holds is not compared",
    ]);
    expect(found(argoCdPatches, own, patch({ name: "other", namespace: NAMESPACE }))).toEqual([]);
    expect(found(argoCdPatches, own, patch({ name, namespace: "other" }))).toEqual([]);
    expect(found(argoCdPatches, own)).toEqual([]);
  });

  it("in another namespace is told, also without one", () => {
    const because = `and Argo CD, whose service accounts are of "${NAMESPACE}", reads cluster secrets of its own namespace alone`;
    expect(found(argoCdPlaces, secret("evil"))).toEqual([
      `fault mesh: kubernetes_secret_v1.west: is in the namespace "evil", ${because}`,
    ]);
    expect(found(argoCdPlaces, secret(undefined))).toHaveLength(1);
  });
});

describe("the plugin's file", () => {
  const FILE = Buffer.from("#!/usr/bin/env node\n");
  const NAME = `trust-mesh-auth-${createHash("sha256").update(FILE).digest("hex").slice(0, 10)}`;
  const configMap = (args: Args = {}, metadata: Args = {}): Stack => ({
    resource: {
      kubernetes_config_map_v1: {
        plugin: {
          metadata: { name: NAME, namespace: NAMESPACE, ...metadata },
          binary_data: { "trust-mesh-auth": FILE.toString("base64") },
          ...args,
        },
      },
    },
  });
  const pods: Stack = { output: { values: { value: `volumes: [{ configMap: { name: ${NAME} } }]` } } };
  const plugin = (...stacks: Stack[]) => found(pluginFiles, edge, pods, ...stacks);

  it("of its name, in the namespace of the pods, is not told", () => {
    expect(plugin(configMap())).toEqual([]);
    expect(found(pluginFiles, edge)).toEqual([]);
  });

  it("that is another one, or is missing, is told", () => {
    const at = "fault mesh: kubernetes_config_map_v1.plugin:";
    const evil = { "trust-mesh-auth": Buffer.from("evil").toString("base64") };
    const own = createHash("sha256").update("evil").digest("hex").slice(0, 10);
    expect(plugin(configMap({ binary_data: evil }))).toEqual([
      `${at} holds another file than its name tells: its SHA-256 begins with ${own}`,
    ]);
    expect(plugin(configMap({ binary_data: {} }))).toEqual([
      `${at} has no key trust-mesh-auth, so that pods start without the plugin`,
    ]);
  });

  // Go, encoding/base64: StdEncoding needs the padding; Terraform registry, "kubernetes_config_map_v1": binary_data is in base64.
  it.each(["IyEvdXNyL2Jpbi9lbnYgbm9kZQo", "*", "IyEvdXNyL2Jpbi9lbnYgbm9kZQo=="])("that is no base64, %s", (file) => {
    expect(FILE.toString("base64")).toBe("IyEvdXNyL2Jpbi9lbnYgbm9kZQo=");
    expect(plugin(configMap({ binary_data: { "trust-mesh-auth": file } }))).toEqual([
      "fault mesh: kubernetes_config_map_v1.plugin: has a file that is no base64, which the API server refuses",
    ]);
  });

  it("in another namespace than the pods', or of another name than they mount, is told", () => {
    expect(plugin(configMap({}, { namespace: "evil" }))).toEqual([
      `fault mesh: kubernetes_config_map_v1.plugin: is in the namespace "evil", and the pods of the edges are in ${NAMESPACE}`,
    ]);
    expect(plugin(configMap({}, { name: "evil" }))).toEqual([
      `fault mesh: kubernetes_config_map_v1.plugin: is called "evil", and pods mount ${NAME}`,
    ]);
  });

  it("that was not read is a gap at what mounts it, unless it is delivered as a manifest", () => {
    expect(plugin()).toEqual([
      `gap mesh: output.values: pods mount the ConfigMap ${NAME}, which is not in what was read`,
    ]);
    const manifest = JSON.stringify({ kind: "ConfigMap", metadata: { name: NAME }, binaryData: {} });
    expect(plugin({ output: { manifests: { value: manifest } } })).toEqual([]);
  });
});
