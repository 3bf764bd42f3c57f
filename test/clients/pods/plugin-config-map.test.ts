import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { PluginConfigMap } from "../../../src";
import { PLUGIN_FIXTURE, refusalsIn } from "../../support/clients";
import { eksCluster } from "../../support/clusters";
import { describeWithStandIns, TerraformFolder } from "../../support/terraform";

interface ConfigMap {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly binaryData: { readonly "trust-mesh-auth": string };
}

const FILE = readFileSync(PLUGIN_FIXTURE);
const SHA256 = createHash("sha256").update(FILE).digest("hex");

function newStack(): TerraformStack {
  return new TerraformStack(Testing.app(), "stack");
}

describe("the plugin's ConfigMap", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "trust-mesh-plugin-file-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("holds the file byte for byte, is immutable, and is named by the file's digest", () => {
    // WHEN
    const map = new PluginConfigMap(newStack(), "plugin", { namespace: "argocd", pluginFile: PLUGIN_FIXTURE });

    // THEN
    const manifest = map.toManifest() as ConfigMap;
    expect(manifest).toMatchObject({ apiVersion: "v1", kind: "ConfigMap", immutable: true });
    expect(manifest.metadata).toEqual({ name: `trust-mesh-auth-${SHA256.slice(0, 10)}`, namespace: "argocd" });
    expect(Buffer.from(manifest.binaryData["trust-mesh-auth"], "base64").equals(FILE)).toBe(true);
    expect(map).toMatchObject({ sha256: SHA256, configMapName: manifest.metadata.name });
    expect(map.configMap).toBeUndefined();
  });

  it("brings the file with help and doctor along where it lies beside the plugin's", () => {
    // GIVEN
    const pluginFile = join(folder, "trust-mesh-auth");
    writeFileSync(pluginFile, "plugin");
    const alone = new PluginConfigMap(newStack(), "plugin", { namespace: "argocd", pluginFile });
    writeFileSync(join(folder, "trust-mesh-auth-help.js.br"), "help");

    // WHEN
    const both = new PluginConfigMap(newStack(), "plugin", { namespace: "argocd", pluginFile });

    // THEN
    const [one, two] = [alone, both].map((map) => (map.toManifest() as ConfigMap).binaryData);
    expect(one).toEqual({ "trust-mesh-auth": "cGx1Z2lu" });
    expect(two).toEqual({ "trust-mesh-auth": "cGx1Z2lu", "trust-mesh-auth-help.js.br": "aGVscA==" });
    expect(both.sha256).toBe(alone.sha256);
  });

  it("fails synth where the plugin was not built, and says so", () => {
    const stack = newStack();
    const pluginFile = join(folder, "nothing");

    new PluginConfigMap(stack, "plugin", { namespace: "argocd", pluginFile });

    expect(refusalsIn(stack)).toContain(
      `[stack/plugin] pluginFile: ${pluginFile} cannot be read. Give the path of the built plugin; in a checkout of this package, run npm run build first.`,
    );
  });

  it("takes a file of exactly 1 MiB, and fails synth by one byte more", () => {
    // GIVEN
    const [fitting, larger] = [1_048_576, 1_048_577].map((bytes) => {
      const pluginFile = join(folder, `${bytes}`);
      writeFileSync(pluginFile, Buffer.alloc(bytes, "x"));
      return pluginFile;
    });
    const [first, second] = [newStack(), newStack()];

    // WHEN
    new PluginConfigMap(first, "plugin", { namespace: "argocd", pluginFile: fitting });
    new PluginConfigMap(second, "plugin", { namespace: "Argo", pluginFile: larger });

    // THEN
    expect(() => Testing.synth(first, true)).not.toThrow();
    expect(refusalsIn(second)).toContain("pluginFile: has 1048577 bytes, and a ConfigMap takes 1048576.");
    expect(refusalsIn(second)).toContain('namespace: "Argo" is not a Kubernetes name');
  });
});

describeWithStandIns("the plugin's ConfigMap in the real Terraform engine", () => {
  it("arrives byte for byte, template signs included", () => {
    const folder = new TerraformFolder();
    try {
      // GIVEN
      folder.synth((app) => {
        const stack = new TerraformStack(app, "stack");
        const { kubernetesProvider } = eksCluster(stack, "west");
        new PluginConfigMap(stack, "plugin", { namespace: "argocd", kubernetesProvider, pluginFile: PLUGIN_FIXTURE });
      });
      folder.init("stack");

      // WHEN
      folder.apply("stack");

      // THEN
      const [{ values }] = folder.resources("stack");
      expect(values).toMatchObject({ immutable: true, metadata: [{ namespace: "argocd" }] });
      const applied = values.binary_data as { "trust-mesh-auth": string };
      expect(Buffer.from(applied["trust-mesh-auth"], "base64").toString()).toBe(FILE.toString());
    } finally {
      folder.remove();
    }
  });
});
