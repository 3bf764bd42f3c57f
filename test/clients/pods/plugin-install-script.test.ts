import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { ClusterAccess, GkeToEksTrust, PluginConfigMap, PluginDelivery, PodWiring } from "../../../src";
import { PLUGIN_INSTALL_SCRIPT } from "../../../src/clients/pods/plugin-install-script";
import { INSTALL_SCRIPT_SHA256 } from "../../../src/exec-contract";
import { ContainerJson, PodJson } from "../../../src/clients/pods/pod-json";
import { eksCluster, gkeCluster } from "../../support/clusters";
import { whereIs } from "../../support/tool";

/** Like the built plugin: a shell script that runs the Node.js beside it, and JavaScript that a shell never reaches. */
const PLUGIN = `#!/bin/sh
":" /*
exec "\${0%/?*}/node" "$0" "$@"
*/;
console.log(JSON.stringify({ args: process.argv.slice(2), major: Number(process.versions.node.split(".")[0]) }));
`;
const SHA256 = createHash("sha256").update(PLUGIN).digest("hex");

/** What the script runs of an image, beside the shell's own commands. */
const TOOLS = ["mkdir", "cp", "mv", "rm", "chmod", "basename", "sha256sum", "ldd"];
const AS_ROOT = process.getuid?.() === 0;
/** Changing root is the privilege of root; who runs tests as another user sees the reason. */
const inRoots = AS_ROOT && whereIs("chroot") && whereIs("bash") ? describe : describe.skip;

/** Copies programs with the libraries that they are linked with into a root file system. */
function populate(root: string, programs: { readonly [destination: string]: string }): void {
  for (const [destination, program] of Object.entries(programs)) {
    const linked = spawnSync("ldd", [program], { encoding: "utf8" }).stdout.matchAll(/(\/\S+) \(0x/g);
    for (const [, library] of linked) copy(library, join(root, library));
    copy(program, join(root, destination));
  }
  mkdirSync(join(root, "dev"));
  // Every container has it; a plain file does for text that nobody reads.
  writeFileSync(join(root, "dev/null"), "");
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { dereference: true });
}

/** The shells of Debian, of others, and of Alpine: as many as are here. */
const SHELLS = [["dash"], ["bash"], ["busybox", "sh"]].filter(([program]) => whereIs(program));

describe.each(SHELLS)("the install script in %s", (shell, ...applet) => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "trust-mesh-install-"));
    file = join(folder, "plugin-file");
    writeFileSync(file, PLUGIN);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function install(options: { sha256?: string; path?: string; target?: string; uid?: number; source?: string } = {}) {
    const { sha256 = SHA256, path = process.env.PATH, target = join(folder, "out"), uid, source = file } = options;
    const args = [...applet, "-c", PLUGIN_INSTALL_SCRIPT, "install", sha256, source, target];
    return spawnSync(whereIs(shell)!, args, {
      encoding: "utf8",
      env: { PATH: path },
      // On the socket that Node.js makes for it, bash believes in a remote login and reads its profile.
      stdio: ["ignore", "pipe", "pipe"],
      uid,
      gid: uid,
    });
  }

  it("makes one executable that runs with the Node.js beside it and hands its arguments on", () => {
    // WHEN
    const installed = install();

    // THEN
    expect(installed).toMatchObject({ status: 0, stderr: "" });
    const out = execFileSync(join(folder, "out/bin/trust-mesh-auth"), ["gke", "--audience", "a b"], {
      encoding: "utf8",
      env: { PATH: "/nowhere" },
    });
    expect(JSON.parse(out)).toEqual({
      args: ["gke", "--audience", "a b"],
      major: Number(process.versions.node.split(".")[0]),
    });
    expect(readdirSync(join(folder, "out/plugin")).sort()).toEqual(["lib", "node", "node.bin", "trust-mesh-auth"]);
    expect(statSync(join(folder, "out/plugin/trust-mesh-auth")).mode & 0o777).toBe(0o755);
  });

  it("brings the file with help and doctor along where it lies beside, and removes an older one where not", () => {
    // GIVEN
    const help = join(folder, "out/plugin/trust-mesh-auth-help.js.br");
    writeFileSync(`${file}-help.js.br`, "help");

    // WHEN
    expect(install()).toMatchObject({ status: 0, stderr: "" });

    // THEN
    expect(readFileSync(help, "utf8")).toBe("help");
    rmSync(`${file}-help.js.br`);
    expect(install()).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(help)).toBe(false);
  });

  it("can be run again, as kubelets do when a pod's init containers are restarted", () => {
    expect(install().status).toBe(0);
    expect(install()).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(join(folder, "out/bin/trust-mesh-auth"))).toBe(true);
  });

  it("leaves nothing that can be run when the file is not the one that was hashed", () => {
    // GIVEN
    writeFileSync(file, `${PLUGIN}//`);

    // WHEN
    const { status, stderr } = install();

    // THEN
    expect(status).toBe(1);
    expect(stderr).toBe(`trust-mesh-auth: ${file} does not have the SHA-256 ${SHA256}. Was the ConfigMap changed?\n`);
    expect(readdirSync(join(folder, "out/bin"))).toEqual([]);
    expect(readdirSync(join(folder, "out/plugin"))).toEqual(["lib"]);
  });

  it("tells that the file is missing", () => {
    const source = join(folder, "elsewhere");

    expect(install({ source })).toMatchObject({
      status: 1,
      stderr: `trust-mesh-auth: there is no file ${source}. Is the plugin's ConfigMap mounted?\n`,
    });
  });

  it("tells that the image has no Node.js", () => {
    expect(install({ path: "/nowhere" })).toMatchObject({
      status: 1,
      stderr: "trust-mesh-auth: this image has no node. Use one with Node.js 20.9 or newer.\n",
    });
  });

  it("tells that the image's Node.js is too old", () => {
    // GIVEN
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const asOld = `#!/bin/sh\nexec "${process.execPath}" -r "${join(folder, "old.js")}" "$@"\n`;
    writeFileSync(join(folder, "old.js"), 'Object.defineProperty(process, "versions", { value: { node: "20.8.1" } });');
    writeFileSync(join(bin, "node"), asOld, { mode: 0o755 });

    // THEN
    expect(install({ path: `${bin}:${process.env.PATH}` })).toMatchObject({
      status: 1,
      stderr: "trust-mesh-auth: Node.js is older than 20.9 in this image.\n",
    });
  });

  it("tells that the folder is read-only", () => {
    // GIVEN
    const target = join(folder, "read-only");
    mkdirSync(target);
    chmodSync(target, 0o555);
    chmodSync(folder, 0o755);

    // THEN
    expect(install({ target, uid: AS_ROOT ? 65534 : undefined })).toMatchObject({
      status: 1,
      stderr: `trust-mesh-auth: ${target} cannot be written to.\n`,
    });
  });
});

describe("the install script as text", () => {
  it("has nothing that Terraform, Helm or Kubernetes would take for a template", () => {
    expect(PLUGIN_INSTALL_SCRIPT).not.toMatch(/\$\{|%\{|\{\{|\}\}|\$\$|\$\([A-Za-z_][A-Za-z0-9_.-]*\)/);
  });
});

inRoots("the install script in an image's root file system (as root, with chroot)", () => {
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin" };
  let folder: string;
  let nodeImage: string;
  let podImage: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "trust-mesh-roots-"));
    [nodeImage, podImage] = ["node", "pod"].map((name) => join(folder, name));
    const shell = whereIs("dash") ?? whereIs("bash")!;
    populate(nodeImage, {
      ...Object.fromEntries(TOOLS.map((tool) => [`/usr/bin/${tool}`, whereIs(tool)!])),
      "/bin/sh": shell,
      "/bin/bash": whereIs("bash")!,
      "/usr/bin/bash": whereIs("bash")!,
      "/usr/local/bin/node": process.execPath,
    });
    populate(podImage, { "/bin/sh": shell });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function inRoot(root: string, ...command: string[]) {
    return spawnSync(whereIs("chroot")!, [root, ...command], {
      encoding: "utf8",
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  it("makes a plugin that runs in an image that has a shell, no Node.js and none of its libraries", () => {
    // GIVEN
    writeFileSync(join(nodeImage, "plugin-file"), PLUGIN);
    const args = ["install", SHA256, "/plugin-file", "/opt/trust-mesh"];

    // WHEN
    const installed = inRoot(nodeImage, "/bin/sh", "-c", PLUGIN_INSTALL_SCRIPT, ...args);

    // THEN
    expect(installed).toMatchObject({ status: 0, stderr: "" });
    cpSync(join(nodeImage, "opt"), join(podImage, "opt"), { recursive: true });
    expect(inRoot(podImage, "/bin/sh", "-c", "command -v node").status).not.toBe(0);
    const run = inRoot(podImage, "/opt/trust-mesh/bin/trust-mesh-auth", "aks");
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(run.stdout)).toMatchObject({ args: ["aks"] });
  });

  it("brings the built plugin, which reads the token where the pod has it, with the arguments of the exec stanza", () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), "hub");
    const from = gkeCluster(stack, "build").serviceAccount("ci", "runner");
    const trust = new GkeToEksTrust(stack, "trust", {
      from,
      to: eksCluster(stack, "east"),
      access: ClusterAccess.view(),
    });
    const file = new PluginConfigMap(stack, "plugin", { namespace: "ci" });
    const identity = PodWiring.for(from, [trust], { plugin: PluginDelivery.initContainer(file) });
    const { volumes, initContainers } = identity.toPodJson() as PodJson;
    const { volumeMounts } = identity.toContainerJson() as ContainerJson;
    const [{ command, args, volumeMounts: initMounts }] = initContainers!;

    // WHEN the ConfigMap is mounted and the init container has run
    const { binaryData } = file.toManifest() as { binaryData: Record<string, string> };
    const mounted = join(nodeImage, initMounts[1].mountPath);
    mkdirSync(mounted, { recursive: true });
    for (const [name, content] of Object.entries(binaryData)) {
      writeFileSync(join(mounted, name), Buffer.from(content, "base64"));
    }
    expect(inRoot(nodeImage, ...command, ...args)).toMatchObject({ status: 0, stderr: "" });

    // WHEN the pod has the plugin and a token, which is of another audience, so that no cloud is asked
    const [tokens, plugin, executable] = volumeMounts;
    cpSync(join(nodeImage, initMounts[0].mountPath), join(podImage, plugin.mountPath), { recursive: true });
    copy(join(podImage, plugin.mountPath, executable.subPath!), join(podImage, executable.mountPath));
    const token = join(podImage, tokens.mountPath, volumes[0].projected!.sources[0].serviceAccountToken.path);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { iss: from.cluster.issuer, sub: from.subject, aud: ["https://another.example"], exp: 4102444800 };
    mkdirSync(dirname(token), { recursive: true });
    writeFileSync(token, `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl`);
    const run = inRoot(podImage, trust.execCredential.command, ...trust.execCredential.args);

    // THEN
    expect(run.status).not.toBe(0);
    expect(run.stdout).toBe("");
    expect(inRoot(podImage, trust.execCredential.command, "eks", "--help").stdout).toContain("--cluster-name NAME");
    expect(run.stderr).toContain("https://another.example");
    expect(run.stderr).toContain("sts.amazonaws.com");
  });
});

it("the lab knows the script by its digest", () => {
  expect(createHash("sha256").update(PLUGIN_INSTALL_SCRIPT).digest("hex")).toBe(INSTALL_SCRIPT_SHA256);
});
