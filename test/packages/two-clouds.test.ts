import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PLUGIN_COMMAND, PLUGIN_PACKAGE } from "../../src/exec-contract";
import { describeOnEachNode } from "./support/nodes";
import { Folders, npm, pack, ROOT } from "./support/npm";
import { describeWithInstalls, Project } from "./support/project";

jest.setTimeout(400_000);

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}
const MAIN = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
const pinned = (...names: string[]) => Object.fromEntries(names.map((name) => [name, MAIN.devDependencies[name]]));

describeWithInstalls("the packed constructs in an app of two clouds", () => {
  const folders = new Folders();
  let project: Project;
  let tarball: string;
  beforeAll(() => {
    // GIVEN an app that installs the providers of AWS and Google Cloud; npm itself adds that of Kubernetes
    ({ tarball } = pack(ROOT, folders.make()));
    const dependencies = {
      "cdktf-trust-mesh": `file:${tarball}`,
      ...pinned("@cdktf/provider-aws", "@cdktf/provider-google", "cdktf", "constructs", "typescript", "@types/node"),
    };
    project = new Project(folders.make(), { private: true, dependencies }, "test/fixtures/packages/two-clouds.ts");
    project.install(process.execPath);
  });
  afterAll(() => folders.remove());

  it("leaves the third cloud's provider out, and the plugin's command to the plugin's own package", () => {
    expect(project.providers).toEqual(["provider-aws", "provider-google", "provider-kubernetes"]);
    expect(() => npm(process.execPath, ["exec", "--offline", "--", PLUGIN_COMMAND], project.folder)).toThrow(
      "ended with",
    );
  });

  it("type-checks with skipLibCheck, and without it says which package is missing", () => {
    expect(project.tsc(process.execPath)).toEqual({ status: 0, out: "", err: "" });
    const { status, out } = project.tsc(process.execPath, "--skipLibCheck", "false", "--noEmit");
    expect(status).not.toBe(0);
    expect(out).toMatch(/cdktf-trust-mesh\/lib\/.*error TS2307: Cannot find module '@cdktf\/provider-azurerm\/lib\//);
  });

  describeOnEachNode("synth", (node) => {
    it("loads the providers of the app's own clouds only", () => {
      const { status, out, err } = project.synth(node);
      expect([status, err]).toEqual([0, ""]);
      expect(JSON.parse(out)).toEqual(["provider-aws", "provider-google", "provider-kubernetes"]);
      const { resource } = JSON.parse(
        readFileSync(join(project.folder, "cdktf.out/stacks/two-clouds/cdk.tf.json"), "utf8"),
      ) as { resource: object };
      expect(Object.keys(resource)).toEqual(
        expect.arrayContaining([
          "aws_iam_role",
          "google_iam_workload_identity_pool_provider",
          "kubernetes_role_binding_v1",
        ]),
      );
    });

    it("says what a trust into the third cloud needs", () => {
      const { status, err } = project.synth(node, "--third-cloud");
      expect(status).not.toBe(0);
      expect(err).toMatch(
        /Error: What this app declares needs @cdktf\/provider-azurerm \(its [a-z-]+\), which is not installed or is another version\. Run: npm install "@cdktf\/provider-azurerm@\^14\.23\.1"/,
      );
    });
  });

  it("is installed globally beside the plugin's package, each with its own command", () => {
    const prefix = folders.make();
    const plugin = pack(join(ROOT, "packages", PLUGIN_PACKAGE), folders.make());
    const args = ["install", "--global", "--offline", "--legacy-peer-deps", "--prefix", prefix];
    npm(process.execPath, [...args, plugin.tarball], prefix);
    npm(process.execPath, [...args, tarball], prefix);
    const run = (command: string, word: string) =>
      execFileSync(join(prefix, "bin", command), [word], { encoding: "utf8" });
    expect(run(PLUGIN_COMMAND, "--version")).toMatch(/^\d+\.\d+\.\d+\+/);
    expect(run("trust-mesh", "--help")).toContain("Usage: trust-mesh [options] [command]");
  });
});
