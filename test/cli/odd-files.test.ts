import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Report } from "../../src/cli/report";
import { buildEdge } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";
import { Finished, run } from "../plugin/support";

/** The built command with files that are none: devices, pipes, closed and full ones. A shell gives them to it. */
jest.setTimeout(120_000);

const COMMAND = join(__dirname, "../../lib/bin/trust-mesh");

let edge: Synthesized;
beforeAll(() => {
  edge = new Synthesized(buildEdge);
});
afterAll(() => edge.remove());

/** Runs a line of sh in which `$T` is the command and `$A` the app. */
function sh(line: string): Promise<Finished> {
  const env = { HOME: edge.folder, T: COMMAND, A: edge.path };
  return run("/bin/sh", ["-c", line], env, { cwd: edge.folder });
}

const itWith = (file: string) => (existsSync(file) ? it : it.skip);

// POSIX, "Device Files": /dev/zero never ends; Linux, full(4): "Writes to /dev/full fail with an ENOSPC error".
describe("a file without an end", () => {
  itWith("/dev/zero").each([
    ["a path", "$T lab /dev/zero", "/dev/zero: has 65 MiB, and 64 MiB are read"],
    ["variables", "$T lab $A --var-file /dev/zero", "/dev/zero: has 8388609 bytes, and 8388608 are read"],
    ["acknowledgements", "$T lab $A --acknowledgements /dev/zero", "--acknowledgements /dev/zero is larger than"],
    [
      "an earlier report",
      "$T lab $A --no-kubectl --changed-since /dev/zero",
      "--changed-since /dev/zero has more than 256 MiB",
    ],
    ["objects", "$T scan /dev/zero", "scan: /dev/zero has 97 MiB, and 96 are read"],
    ["requests", "$T can-i $A --requests /dev/zero", "--requests /dev/zero has more than 512 MiB"],
    ["requests of stdin", "cat /dev/zero | $T can-i $A --requests -", "--requests - has more than 512 MiB"],
    [
      "requests of a pipe",
      "mkfifo endless && { cat /dev/zero > endless & } && $T can-i $A --requests endless",
      "--requests endless has more than 512 MiB",
    ],
    ["objects of stdin", "cat /dev/zero | $T scan -", "scan: - has 97 MiB, and 96 are read"],
  ])("is refused: %s", async (_words, line, reason) => {
    const { code, stderr } = await sh(line);

    expect(stderr).toContain(`trust-mesh: ${reason}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
  });

  itWith("/dev/zero")("is no list of the modules that terraform init fetched", async () => {
    const { code, stderr } = await sh(
      `mkdir -p hcl/.terraform/modules && ln -s /dev/zero hcl/.terraform/modules/modules.json && echo 'variable "a" {}' > hcl/main.tf && $T verify hcl`,
    );

    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("is read where it is a pipe that ends", async () => {
    const { code, stdout } = await sh("mkfifo pipe && { cat $A/stacks/*/cdk.tf.json > pipe & } && $T list pipe --json");

    expect((JSON.parse(stdout) as { holders: unknown[] }).holders).toHaveLength(1);
    expect(code).toBe(0);
  });
});

describe("stdout and stderr", () => {
  itWith("/dev/full").each(["$T lab $A --no-kubectl", "$T list $A", "$T --help"])(
    "that a full disk does not take end no command with a verdict: %s",
    async (line) => {
      const { code, stderr } = await sh(`${line} > /dev/full`);

      expect(stderr).toBe("trust-mesh: stdout cannot be written (ENOSPC). Send it elsewhere\n");
      expect(code).toBe(2);
    },
  );

  itWith("/dev/full").each<[string, number]>([
    ["$T lab /nowhere 2> /dev/full", 2],
    ["$T lab $A --no-kubectl 2> /dev/full > /dev/null", 0],
    ["$T lab $A --no-kubectl 2>&- > /dev/null", 0],
    ["$T list $A >&-", 0],
  ])("that are full or closed change no exit code: %s", async (line, expected) => {
    const { code } = await sh(line);

    expect(code).toBe(expected);
  });

  it("whose reader went away is no fault", async () => {
    const { code, stderr } = await sh('{ $T list $A --json; echo "$?" > code; } | head -c 1');

    expect(stderr).toBe("");
    expect([code, readFileSync(join(edge.folder, "code"), "utf8").trim()]).toEqual([0, "0"]);
  });
});

describe("an earlier report", () => {
  const since = async (change: (report: Report) => unknown) => {
    const { stdout } = await sh("$T lab $A --no-kubectl --json");
    mkdirSync(join(edge.folder, "reports"), { recursive: true });
    writeFileSync(join(edge.folder, "reports/before.json"), JSON.stringify(change(JSON.parse(stdout) as Report)));
    const after = await sh("$T lab $A --no-kubectl --json --changed-since reports/before.json");
    return (JSON.parse(after.stdout) as Report).edges.map(({ unchanged }) => unchanged);
  };
  const withTrials = (report: Report, verdict?: Report["edges"][number]["trials"][number]["verdict"]) => ({
    ...report,
    edges: report.edges.map((one) => ({
      ...one,
      trials: verdict === undefined ? [] : one.trials.map((trial) => ({ ...trial, verdict })),
    })),
  });

  it("that proved an edge spares its client", async () => {
    expect(await since((report) => report)).toEqual([true]);
  });

  it.each<[string, (report: Report) => unknown]>([
    ["tried nothing of an edge", (report) => withTrials(report)],
    ["could not try an edge", (report) => withTrials(report, "not tried")],
    ["found a surprise", (report) => withTrials(report, "surprise")],
    ["is of another version", (report) => ({ ...report, tool: "0.0.1" })],
  ])("that %s proves nothing", async (_words, change) => {
    expect(await since(change)).toEqual([false]);
  });
});
