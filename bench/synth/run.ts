/**
 * Whole-process time and peak memory of a mesh, beside the same resources written by hand, and the package's load time
 * beside `require("cdktf")` alone. Ratios within one run: the machine's speed and its noise cancel out.
 *
 * npm run bench:synth [-- REPETITIONS]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import type { Run } from "./report";

const ROOT = resolve(__dirname, "../..");
const SIZES = [10, 30, 100];

interface Measured extends Run {
  readonly milliseconds: number;
}

function node(...args: string[]): { milliseconds: number; stdout: string } {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: ROOT });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`node ${args.join(" ")}: ${stderr}`);
  return { milliseconds, stdout };
}

/** The median of runs that take turns, so that a slow moment of the machine meets both sides. */
function alternate<T>(repetitions: number, runs: (() => T)[], by: (result: T) => number): T[] {
  const results = runs.map((): T[] => []);
  for (let round = 0; round < repetitions; round++) runs.forEach((run, index) => results[index].push(run()));
  return results.map((all) => all.sort((a, b) => by(a) - by(b))[Math.floor(all.length / 2)]);
}

function measure(program: string, size: number): Measured {
  const { milliseconds, stdout } = node(program, String(size));
  return { ...(JSON.parse(stdout) as Run), milliseconds };
}

function total(resources: Record<string, number>): number {
  return Object.values(resources).reduce((sum, count) => sum + count, 0);
}

/**
 * The least possible number of resources for n clusters, each in an account of its own, each trusting all others. An
 * edge shares nothing with another one, because source or account differ. Into EKS it needs the registered issuer, a
 * role, an access entry and a binding: 4. Into GKE a pool, its provider, the right to look the cluster up and a binding:
 * 4. Into AKS an identity, its credential and a binding: 3.
 */
function leastResources(size: number): number {
  const perEdge = [4, 4, 3];
  return Array.from({ length: size }, (_, index) => (size - 1) * perEdge[index % 3]).reduce(
    (sum, count) => sum + count,
  );
}

function ratio(value: number, goal: number): string {
  return `${value.toFixed(2)} (goal ${goal.toFixed(2)}${value <= goal ? "" : ", MISSED"})`;
}

function main(): void {
  const repetitions = Number(process.argv[2] ?? 3);
  const out = mkdtempSync(join(ROOT, "node_modules/.bench-"));
  try {
    buildSync({
      entryPoints: ["mesh", "direct"].map((name) => join(__dirname, `${name}.ts`)),
      outdir: out,
      bundle: true,
      platform: "node",
      packages: "external",
      alias: { "cdktf-trust-mesh": ROOT },
      external: [ROOT],
    });
    const milliseconds = (run: { milliseconds: number }) => run.milliseconds;
    const perEdge = new Map<number, number>();
    console.log("clusters  edges  resources  least   by hand       mesh  time ratio           memory ratio");
    for (const size of SIZES) {
      const [direct, mesh] = alternate(
        repetitions,
        ["direct", "mesh"].map((name) => () => measure(join(out, `${name}.js`), size)),
        milliseconds,
      );
      if (JSON.stringify(direct.resources) !== JSON.stringify(mesh.resources)) {
        throw new Error(
          `Not the same resources:\n${JSON.stringify(direct.resources)}\n${JSON.stringify(mesh.resources)}`,
        );
      }
      const edges = size * (size - 1);
      perEdge.set(size, mesh.milliseconds / edges);
      console.log(
        [
          String(size).padStart(8),
          String(edges).padStart(6),
          String(total(mesh.resources)).padStart(10),
          String(leastResources(size)).padStart(6),
          `${direct.milliseconds.toFixed(0)} ms`.padStart(9),
          `${mesh.milliseconds.toFixed(0)} ms`.padStart(10),
          ` ${ratio(mesh.milliseconds / direct.milliseconds, 1.25).padEnd(20)}`,
          `${ratio(mesh.peak / direct.peak, 1.25)}, ${mesh.peak.toFixed(0)} MiB`,
        ].join(" "),
      );
    }
    const [first, last] = [perEdge.get(SIZES[0]), perEdge.get(SIZES[SIZES.length - 1])];
    console.log(`time per edge, 100 clusters against 10: ${ratio((last ?? NaN) / (first ?? NaN), 1.2)}`);
    const [bare, loaded] = alternate(
      Math.max(repetitions * 3, 9),
      ["cdktf", "./lib/index.js"].map((name) => () => node("-e", `require(${JSON.stringify(name)})`)),
      milliseconds,
    );
    console.log(`load time against require("cdktf"): ${ratio(loaded.milliseconds / bare.milliseconds, 1.2)}`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

main();
