import { PLUGIN_FLAGS, execArguments } from "../../src/exec-contract";
import { parseCommandLine } from "../../src/plugin/command-line";
import { run, runPlugin } from "./support";

describe("parseCommandLine", () => {
  it("reads back what the constructs print", () => {
    const values = { "cluster-name": "west", region: "eu-west-1", fips: true, "token-file": "/var/run/token" } as const;
    expect(parseCommandLine(execArguments("eks", values))).toEqual({
      kind: "credential",
      subcommand: "eks",
      flags: values,
    });
  });

  it("takes a value behind an equals sign, where it may begin with dashes or be long", () => {
    expect(parseCommandLine(["gke", "--audience=--x=y"])).toMatchObject({ flags: { audience: "--x=y" } });
  });

  it.each([
    [[], "usage: name a subcommand: one of eks, gke, aks, oidc, doctor. See trust-mesh-auth --help."],
    [
      ["aws"],
      'usage: unknown subcommand "aws": one of eks, gke, aks, oidc, doctor in trust-mesh-auth 0.0.0+source. A newer stanza needs a newer plugin: npm install --global trust-mesh-auth. Else see --help.',
    ],
    [
      ["gke", "--role-arn", "x"],
      "usage: gke has no flag --role-arn in trust-mesh-auth 0.0.0+source. A newer stanza needs a newer plugin: npm install --global trust-mesh-auth. Else see --help.",
    ],
    [["gke", "extra"], 'usage: "extra" is not a flag; each begins with two dashes. See trust-mesh-auth gke --help.'],
    [["gke", "-a"], 'usage: "-a" is not a flag; each begins with two dashes. See trust-mesh-auth gke --help.'],
    [["eks", "--region"], "usage: --region needs a value: --region REGION. See trust-mesh-auth eks --help."],
    [["eks", "--region", "--fips"], "usage: --region needs a value: --region REGION. See trust-mesh-auth eks --help."],
    [["eks", "--region="], "usage: --region needs a value: --region REGION. See trust-mesh-auth eks --help."],
    [["eks", "--fips=true"], "usage: --fips takes no value; write it alone. See trust-mesh-auth eks --help."],
    [
      ["eks", "--region", "a", "--region", "b"],
      "usage: --region is given twice; leave one out. See trust-mesh-auth eks --help.",
    ],
    [
      ["eks", "--expect-issuer", "x"],
      "usage: eks has no flag --expect-issuer in trust-mesh-auth 0.0.0+source. A newer stanza needs a newer plugin: npm install --global trust-mesh-auth. Else see --help.",
    ],
  ])("refuses %j", (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(new Error(message));
  });

  it("finds help and version wherever they are asked for", () => {
    expect(parseCommandLine(["--help"])).toEqual({ kind: "help" });
    expect(parseCommandLine(["aks", "--cloud", "public", "-h"])).toEqual({ kind: "help", subcommand: "aks" });
    expect(parseCommandLine(["--version"])).toEqual({ kind: "version" });
  });
});

describe("the executable", () => {
  it("tells its version and build", async () => {
    const { stdout, code } = await runPlugin(["--version"]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\+[\da-f]{12}\n$/)]);
  });

  it.each(Object.entries(PLUGIN_FLAGS))("helps with every flag of %s", async (subcommand, flags) => {
    const { stdout, code } = await runPlugin([subcommand, "--help"]);
    expect(code).toBe(0);
    for (const { name, description } of flags) {
      expect(stdout).toMatch(new RegExp(`--${name} [^\\n]*${description.slice(0, 10)}`));
    }
  });

  it("writes nothing to stdout when it fails, and one line to stderr", async () => {
    expect(await runPlugin(["eks", "--cluster-name", "west"])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "trust-mesh-auth: usage: eks needs --region. It can also come from AWS_REGION or AWS_DEFAULT_REGION. See trust-mesh-auth eks --help.\n",
    });
  });

  it.each([
    [[], "--help"],
    [["gke"], "gke --help"],
    [["oidc", "--timeout"], "oidc --help"],
    [["doctor", "gcp", "--bucket"], "doctor gcp --help"],
    [["doctor", "aks", "x"], "aks --help"],
  ])("points from %j to help that is there", async (args, help) => {
    const { code, stderr } = await runPlugin(args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(new RegExp(` See trust-mesh-auth ${help}\\.\n$`))]);
    expect((await runPlugin(help.split(" "))).code).toBe(0);
  });

  it("says what is missing where there is no Node.js", async () => {
    const result = await run("/bin/sh", [(await import("./support")).PLUGIN, "--version"], { PATH: "/nowhere" });
    expect([result.code, result.stdout]).toEqual([127, ""]);
    expect(result.stderr).toContain("there is no Node.js on PATH or beside this file; it needs 20.9 or newer.");
  });
});
