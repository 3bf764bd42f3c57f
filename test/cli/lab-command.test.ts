import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { App, TerraformStack } from "cdktf";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { Report } from "../../src/cli/report";
import { buildEdge, buildMesh } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";
import { Finished, PLUGIN, run } from "../plugin/support";
import { describeWithTool } from "../support/tool";

/** The built command, as a user starts it. */
jest.setTimeout(120_000);

const COMMAND = join(__dirname, "../../lib/bin/trust-mesh");

let mesh: Synthesized;
/** One edge: as good for whatever does not depend on how many there are. */
let edge: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
  edge = new Synthesized(buildEdge);
});
afterAll(() => {
  mesh.remove();
  edge.remove();
});

function trustMesh(...args: string[]): Promise<Finished> {
  return run(COMMAND, args, { HOME: mesh.folder });
}

/** The same with one edge, started in a folder where there is a program. */
function beside(name: string, program: string, ...args: string[]): Promise<Finished> {
  writeFileSync(join(edge.folder, name), program, { mode: 0o755 });
  return run(COMMAND, ["lab", edge.path, ...args], { HOME: edge.folder }, { cwd: edge.folder });
}

/** What kubectl says of itself. */
function versionJson(gitVersion: string): string {
  return JSON.stringify({ clientVersion: { major: "1", gitVersion } });
}

describe("trust-mesh lab", () => {
  it("prints a table of the edges, tells nothing secret, and ends with 0", async () => {
    const { code, stdout, stderr } = await trustMesh("lab", mesh.path, "--no-kubectl");
    expect(stderr).not.toMatch(/[\r\u001b]/);
    const [head, ...rows] = stdout.split("\n").filter((line) => /^(✓|✗| {3}from)/.test(line));
    expect(head).toMatch(/^ {3}from +to +may +time +refused$/);
    expect(rows).toHaveLength(7);
    expect(rows.filter((row) => row.startsWith("✓"))).toHaveLength(7);
    expect(stdout).toMatch(/\n7 edges into 3 clusters, \d+ trials with the built-in client: all as declared\.\n/);
    expect(stdout).not.toMatch(/eyJ|k8s-aws-v1\.|ya29\.|ASIA/);
    expect(code).toBe(0);
  });

  describeWithTool("kubectl", "with kubectl", () => {
    it("lets the kubectl on PATH try, and names it", async () => {
      const { code, stdout } = await trustMesh("lab", mesh.path);
      expect(stdout).toContain("trials with kubectl: all as declared.");
      expect(code).toBe(0);
    });
  });

  it("takes its own client where there is no kubectl, and says so", async () => {
    const { code, stdout } = await run(process.execPath, [COMMAND, "lab", edge.path], { PATH: edge.folder });
    expect(stdout).toContain("trials with the built-in client, for want of a kubectl: all as declared.");
    expect(code).toBe(0);
  });

  it("prints a whole report as JSON", async () => {
    const { stdout } = await trustMesh("lab", mesh.path, "--no-kubectl", "--json");
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ version: 1, outcome: "proved", clusters: 3, surprises: 0, notTried: 0, gaps: [] });
    const edge = report.edges.find(({ from, to }) => from === "corp:deploy/deployer" && to === "west");
    expect(edge).toMatchObject({
      reached: true,
      access: [
        { role: "edit", namespaces: ["payments"], cloudPolicy: false },
        { role: "view", namespaces: ["telemetry"], cloudPolicy: true },
      ],
    });
    expect(edge?.refused).toBe(edge?.intruders);
    expect(edge?.trials.map(({ code, way }) => `${code} by ${way}`)).toEqual(
      expect.arrayContaining([
        "own-identity by client",
        "exact-access by direct",
        "another-namespace by direct",
        "another-service-account by direct",
        "another-audience by client",
        "another-audience by direct",
        "expired-token by client",
        "expired-token by direct",
        "another-clusters-key by direct",
        "strangers-key by direct",
        "strangers-issuer by direct",
        "undeclared-service-account by direct",
        "replayed-token by direct",
      ]),
    );
  });

  it("ends with 1 for a trust that is broken, and tells hop, address, line and the two strings", async () => {
    // GIVEN
    const broken = mesh.broken("mesh", "broken audience", (document) => {
      for (const provider of Object.values(document.resource.aws_iam_openid_connect_provider)) {
        provider.client_id_list = ["sts.amazonaws.con"];
      }
    });

    // WHEN
    const { code, stdout } = await trustMesh("lab", broken, "--no-kubectl");

    // THEN
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ {2}corp:deploy\/deployer +west/m);
    const surprise = stdout.split("\n\n").find((block) => block.startsWith("✗ corp:deploy/deployer → west: its own"));
    expect(surprise).toContain("observed  refused at exchange: InvalidIdentityToken: ");
    expect(surprise).toContain("hop       exchange");
    // Lines fit 80 columns, so an address may go on in the next one.
    expect(surprise?.replace(/\s+/g, "")).toMatch(
      /decidedmesh:aws_iam_openid_connect_provider\.[\w-]+\/\S+cdk\.tf\.json:\d+client_id_list/,
    );
    expect(surprise?.replace(/\s+/g, "")).toContain(
      'client_id_listis["sts.amazonaws.con"],andthetokenisfor"sts.amazonaws.com"',
    );
    expect(stdout).toMatch(/: 2 surprises, \d+ not tried\.\n/);
  });

  it.each<[string, string[], string]>([
    ["another command", ["try"], "Unknown command 'try'. See trust-mesh --help"],
    ["no path", ["lab"], "Missing required argument 'path'. See trust-mesh lab --help"],
    [
      "a path that is not there",
      ["lab", "no/such/path"],
      "no/such/path: does not exist. Give a folder that `cdktf synth`",
    ],
    ["a flag that is unknown", ["lab", "x", "--verbose"], "Unknown option '--verbose'"],
    ["a flag that is misspelt", ["lab", "x", "--plugn", "y"], "Unknown option '--plugn' (Did you mean --plugin?)"],
    [
      "a flag without its value",
      ["lab", "x", "--plugin"],
      "Option '--plugin <file>' argument missing. See trust-mesh lab --help\n",
    ],
    ["flags that contradict", ["lab", "x", "--kubectl", "k", "--no-kubectl"], "--kubectl and --no-kubectl contradict"],
    [
      "a report that does not end",
      ["lab", "x", "--json", "--keep"],
      "a report in the form json ends the command, and --keep does not",
    ],
    ...[
      ["lab", "x"],
      ["list", "x"],
      ["verify", "x"],
      ["diff", "x", "y"],
    ].map(([command, ...paths]): [string, string[], string] => [
      `two forms of ${command}`,
      [command, ...paths, "--json", "--format", "table"],
      "--json and --format table contradict each other. Leave one of them out",
    ]),
  ])("ends with 2 for %s, and says why", async (_what, args, message) => {
    const { code, stdout, stderr } = await trustMesh(...args);
    expect(stdout).toBe("");
    expect(stderr).toContain(`trust-mesh: ${message}`);
    expect(code).toBe(2);
  });

  it.each<[string, string[], string]>([
    ["a kubectl that is not there", ["--kubectl", "no/kubectl"], "--kubectl no/kubectl is not a file that can be run"],
    [
      "a kubectl that cannot be run",
      ["--kubectl", __filename],
      `--kubectl ${__filename} is not a file that can be run`,
    ],
    ["a plugin that is not there", ["--plugin", "no/plugin"], "--plugin no/plugin is not a file that can be run"],
    ["a plugin that cannot be run", ["--plugin", __filename], `--plugin ${__filename} is not a file that can be run`],
  ])("ends with 2 for %s", async (_what, args, message) => {
    const { code, stderr } = await trustMesh("lab", mesh.path, ...args);
    expect(stderr).toContain(`trust-mesh: ${message}`);
    expect(code).toBe(2);
  });

  it("takes a plugin by a name that is a file of the folder it is started in", async () => {
    const plugin = `#!/bin/sh\nexec '${PLUGIN}' "$@"\n`;
    const { code, stdout } = await beside("trust-mesh-auth", plugin, "--plugin", "trust-mesh-auth", "--no-kubectl");
    expect(stdout).toContain("all as declared.");
    expect(code).toBe(0);
  });

  describeWithTool("kubectl", "with kubectl beside it", () => {
    it("takes a kubectl by a name that is a file of the folder it is started in", async () => {
      const { code, stdout } = await beside("kc", `#!/bin/sh\nexec kubectl "$@"\n`, "--kubectl", "kc");
      expect(stdout).toContain("trials with kubectl: all as declared.");
      expect(code).toBe(0);
    });
  });

  it.each<[string, string, string]>([
    [
      "fails without a word",
      "exit 1",
      'does not work: to "version --client -o json" it answered nothing, and it ended with 1',
    ],
    ["says nothing", "exit 0", 'does not work: to "version --client -o json" it answered nothing, and it ended with 0'],
    ["is none", "echo hello", 'does not work: to "version --client -o json" it answered "hello", and it ended with 0'],
    ["is too old", `echo '${versionJson("v1.26.15")}'`, "is v1.26.15, which is too old for the lab's trials"],
  ])("ends with 2 for a kubectl that %s, before any trial", async (_what, script, reason) => {
    const named = await beside("kc", `#!/bin/sh\n${script}\n`, "--kubectl", "kc");
    const wayOut = "Give a kubectl of version 1.28 or newer (--kubectl FILE), or --no-kubectl";
    expect(named).toEqual({ code: 2, stdout: "", stderr: `trust-mesh: --kubectl kc ${reason}. ${wayOut}\n` });
  });

  it("takes its own client where the kubectl on PATH does not work, and says why", async () => {
    const bin = join(edge.folder, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "kubectl"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const PATH = [bin, process.env.PATH].join(delimiter);
    const { code, stdout } = await run(process.execPath, [COMMAND, "lab", edge.path], { PATH });
    const why = `the built-in client, because ${join(bin, "kubectl")} does not work: `;
    expect(stdout).toContain(`trials with ${why}`);
    expect(code).toBe(0);
  });

  it("tells what a kubectl answered in a trial that is no JSON", async () => {
    const script = `[ "$1" = version ] && echo '${versionJson("v1.32.4")}' || echo hello`;
    const { code, stdout } = await beside("kc", `#!/bin/sh\n${script}\n`, "--kubectl", "kc");
    const answered = 'observed refused: to "auth whoami -o json" it answered "hello", and it ended with 0';
    expect(stdout.replace(/\s+/g, " ")).toContain(answered);
    expect(code).toBe(1);
  });

  it.each([
    ["a colon in it", "a:b", 'its ":" separates folders in PATH, so no pod would find its plugin'],
    ["nothing there", "no-such-folder", "no folder can be made in it (ENOENT)"],
  ])("ends with 2 for a TMPDIR with %s", async (_what, name, reason) => {
    const folder = join(mesh.folder, name);
    if (name === "a:b") mkdirSync(folder, { recursive: true });
    const { code, stderr } = await run(COMMAND, ["lab", mesh.path], { TMPDIR: folder });
    expect(stderr).toBe(`trust-mesh: TMPDIR is ${folder}: ${reason}. Set TMPDIR to another folder.\n`);
    expect(code).toBe(2);
  });

  it("ends with 2 where no edge is declared, and says how to declare one", async () => {
    const empty = new Synthesized((app: App) => new TerraformStack(app, "empty"));
    const { code, stderr } = await trustMesh("lab", empty.path);
    empty.remove();
    expect(stderr).toContain("no edge is declared. Add an output; for access to clusters: new TerraformOutput(");
    expect(stderr).toContain("for a cloud's own services: new TerraformOutput(");
    expect(code).toBe(2);
  });

  it("reads stacks of one app that are given one by one", async () => {
    const several = new Synthesized(threeCloudMesh);
    const stacks = ["west", "euro", "corp"].map((name) => join(several.path, "stacks", `${name}-access`));
    const { code, stdout } = await trustMesh("lab", ...stacks, "--no-kubectl");
    several.remove();
    expect(stdout).toContain("9 edges into 3 clusters and 3 accounts");
    expect(code).toBe(0);
  });
});

describe("trust-mesh lab --keep", () => {
  // npm 10, @npmcli/promise-spawn: npx starts a command in a shell, and hands it its own signals; a shell that has more to do passes none on.
  it("ends with the shell in which npx started it", async () => {
    const line = `"${COMMAND}" lab "${edge.path}" --no-kubectl --keep; exit $?`;
    const env = { ...process.env, npm_command: "exec" };
    const shell = spawn("/bin/sh", ["-c", line], { env, stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    await new Promise<void>((resolve) => {
      shell.stdout.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes("Ctrl-C ends it.")) resolve();
      });
    });
    const kubeconfig = /KUBECONFIG=(\S+)/.exec(printed)?.[1] ?? "";
    expect(existsSync(kubeconfig)).toBe(true);

    // WHEN the shell ends alone; its output is closed when the last process with it has ended
    const closed = new Promise<void>((resolve) => shell.once("close", () => resolve()));
    shell.kill("SIGTERM");
    await closed;

    expect(existsSync(dirname(kubeconfig))).toBe(false);
  });

  it.each<NodeJS.Signals>(["SIGTERM", "SIGHUP"])("stays with a kubeconfig for any terminal, until %s", async (end) => {
    // GIVEN
    const plugin = relative(process.cwd(), PLUGIN);
    const child = spawn(COMMAND, ["lab", mesh.path, "--no-kubectl", "--plugin", plugin, "--keep"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes("Ctrl-C ends it.")) resolve();
      });
    });
    const kubeconfig = /KUBECONFIG=(\S+)/.exec(printed)?.[1] ?? "";

    // THEN the stanza of each context enters a pod of its own
    const { users, contexts } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
      users: { user: { exec: { command: string; args: string[]; apiVersion: string } } }[];
      contexts: { name: string }[];
    };
    expect(contexts).toHaveLength(7);
    for (const { user } of users) {
      const info = JSON.stringify({ apiVersion: user.exec.apiVersion, kind: "ExecCredential", spec: {} });
      // What a user's own environment may hold must not matter, nor the folder.
      const own = { KUBERNETES_EXEC_INFO: info, HTTPS_PROXY: "http://127.0.0.1:1", AWS_CA_BUNDLE: "no/bundle" };
      const { code, stdout } = await run(user.exec.command, user.exec.args, own, { cwd: "/" });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        kind: "ExecCredential",
        status: { token: expect.any(String) as unknown },
      });
    }

    // WHEN
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    child.kill(end);

    // THEN
    expect(await ended).toBe(0);
    expect(existsSync(dirname(kubeconfig))).toBe(false);
  });

  it.each<[NodeJS.Signals, number]>([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])("leaves nothing behind when %s ends it in the middle, with %i", async (signal, code) => {
    const folder = mesh.folder;
    const child = spawn(COMMAND, ["lab", mesh.path, "--no-kubectl"], { env: { ...process.env, TMPDIR: folder } });
    const labs = () =>
      existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("trust-mesh-lab-")) : [];
    const before = labs().length;
    while (labs().length === before) await new Promise((resolve) => setTimeout(resolve, 20));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(labs()).toHaveLength(before);
  });
});

describe("trust-mesh", () => {
  it("prints its commands where none is named", async () => {
    const { code, stdout, stderr } = await trustMesh();
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: trust-mesh /);
    for (const name of ["lab", "can-i", "scan"]) expect(stderr).toMatch(new RegExp(`^ {2}${name} `, "m"));
  });

  it("tells its version and its flags", async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };
    expect((await trustMesh("--version")).stdout).toBe(`${version}\n`);
    const { stdout } = await trustMesh("lab", "--help");
    for (const flag of ["--kubectl", "--no-kubectl", "--plugin", "--json", "--keep"]) expect(stdout).toContain(flag);
  });
});
