/**
 * `toAllow` of `cdktf-trust-mesh/testing` on the three-cloud mesh, an app that was just built: synthesis in memory, reading and the answer.
 * The goal is a second of the processor; beside it the same question asked again, and the synthesis to files alone.
 *
 * npm run bench:testing
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { build } from "../../examples/three-cloud-mesh/main";
import { meshMatchers } from "../../src/testing";

const ROUNDS = 9;
const MOST_SECONDS = 1;
/** An edge of the example. */
const [SUBJECT, DESTINATION] = ["west:deploy/deployer", "euro"];
const folder = mkdtempSync(join(tmpdir(), "trust-mesh-bench-"));

/** An app as a test of a user builds it. */
function built(): App {
  const app = new App({ outdir: folder });
  build(app);
  return app;
}

/** Of the processor, on all threads. */
function seconds(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
}

function main(): number {
  const ask = (app: App) => {
    const { pass, message } = meshMatchers.toAllow(app, SUBJECT, DESTINATION);
    if (!pass) throw new Error(message());
  };
  const rounds = Array.from({ length: ROUNDS }, () => {
    const [app, other] = [built(), built()];
    return { first: seconds(() => ask(app)), again: seconds(() => ask(app)), synth: seconds(() => other.synth()) };
  });
  // The first round has compiled nothing yet, as the first test of a file.
  const figures = {
    "toAllow, the first of a process": rounds[0].first,
    "toAllow on another app": median(rounds.slice(1).map(({ first }) => first)),
    "asked again": median(rounds.slice(1).map(({ again }) => again)),
    "synthesis to files": median(rounds.slice(1).map(({ synth }) => synth)),
  };
  for (const [name, taken] of Object.entries(figures)) console.log(`${name.padEnd(32)} ${taken.toFixed(3)} s`);
  return Math.max(...rounds.map(({ first }) => first)) <= MOST_SECONDS ? 0 : 1;
}

try {
  process.exitCode = main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
