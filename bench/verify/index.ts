/**
 * `trust-mesh verify` on states of 10, 60 and 200 MB and on inputs that are made to be slow, each in a process of its own: at most
 * 10 seconds and 1 GB, or a refusal that says why. Then `list`, `graph` and `diff` of a mesh of 100 clusters, beside reading its files.
 *
 * npm run bench:verify
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { secretsOf, slowInputs, slowObjects, stateOf } from "./inputs";
import { measured, Measured } from "./measure";
import { measureReports } from "./reports";

const COMMAND = resolve(__dirname, "../../lib/bin/trust-mesh");
const [MOST_SECONDS, MOST_MEGABYTES] = [10, 1000];
const FULL = 1_000_000;
interface Run extends Pick<Measured, "seconds" | "megabytes" | "code"> {
  readonly last: string;
}

function verify(folder: string, file: string): Run {
  return run(folder, "verify", file, "--output", `json=${join(folder, "out.json")}`);
}

function run(folder: string, ...args: string[]): Run {
  const { seconds, megabytes, code, stderr, stdout } = measured(folder, COMMAND, ...args);
  const isRefused = code === 2 || code === 70;
  const told = (isRefused ? stderr : stdout).trim().split("\n");
  return { seconds, megabytes, code, last: (isRefused ? told[0] : told[told.length - 1]).slice(0, 110) };
}

function write(file: string, texts: Iterable<string>): void {
  const handle = openSync(file, "w");
  for (const text of texts) writeSync(handle, text);
  closeSync(handle);
}

function main(): number {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-bench-"));
  let missed = 0;
  const tell = (name: string, { seconds, megabytes, code, last }: Run) => {
    const isGood = seconds <= MOST_SECONDS && megabytes <= MOST_MEGABYTES && code !== 70 && code !== null;
    if (!isGood) missed++;
    console.log(
      `${isGood ? "✓" : "✗"} ${name.padEnd(32)} ${seconds.toFixed(1)} s ${megabytes.toFixed(0).padStart(5)} MB  ${code}  ${last}`,
    );
  };
  try {
    for (const megabytes of [10, 60, 200]) {
      const file = join(folder, "state.json");
      write(file, stateOf(megabytes * 1_000_000));
      tell(`a state of ${megabytes} MB`, verify(folder, file));
    }
    for (const [name, text] of Object.entries(slowInputs(FULL))) {
      const file = join(folder, "slow.json");
      writeFileSync(file, text);
      tell(name, verify(folder, file));
    }
    for (const megabytes of [60, 95, 200]) {
      const file = join(folder, "secrets.json");
      write(file, secretsOf(megabytes * 1_000_000));
      tell(`scan: secrets of ${megabytes} MB`, run(folder, "scan", file));
    }
    for (const [name, text] of Object.entries(slowObjects(FULL))) {
      const file = join(folder, "object.json");
      writeFileSync(file, text);
      tell(`scan: ${name}`, run(folder, "scan", file));
    }
    missed += measureReports(folder, COMMAND);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return missed ? 1 : 0;
}

process.exit(main());
