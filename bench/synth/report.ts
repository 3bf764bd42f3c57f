import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";

/** What one run of a program tells of itself, as a line of JSON. */
export interface Run {
  /** What the processor spent on it, on all threads, in milliseconds: another program beside it does not count. */
  readonly cpu: number;
  /** Peak memory in MiB. */
  readonly peak: number;
  /** How many resources were synthesized, by type. */
  readonly resources: Record<string, number>;
}

/** Builds and synthesizes an app of the size given on the command line, and prints what it took. */
export function report(build: (app: App, size: number) => void): void {
  const outdir = mkdtempSync(join(tmpdir(), "trust-mesh-bench-"));
  try {
    const app = new App({ outdir });
    build(app, Number(process.argv[2]));
    app.synth();
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const [peak, cpu] = [maxRSS / 1024, (userCPUTime + systemCPUTime) / 1000];
    process.stdout.write(`${JSON.stringify({ cpu, peak, resources: count(join(outdir, "stacks")) } satisfies Run)}\n`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function count(stacks: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const stack of readdirSync(stacks)) {
    const { resource } = JSON.parse(readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8")) as {
      resource?: Record<string, object>;
    };
    for (const [type, made] of Object.entries(resource ?? {})) {
      counts[type] = (counts[type] ?? 0) + Object.keys(made).length;
    }
  }
  return counts;
}
