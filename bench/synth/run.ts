/**
 * Whole-process time and peak memory of a mesh, beside the same resources written by hand, and the package's load time
 * beside `require("cdktf")` alone. Ratios within one run: the machine's speed and its noise cancel out.
 *
 * npm run bench:synth [-- ROUNDS]
 *
 * It ends with 1 when a goal is missed by more than noise: when even a quarter of the rounds does not keep it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import type { Run } from "./report";

const ROOT = resolve(__dirname, "../..");
const SIZES = [10, 30, 100];
/** How many goals were missed by more than noise. */
let missed = 0;

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

/** Runs take turns, so that a slow moment of the machine meets both sides of a round. */
function alternate<T>(rounds: number, one: () => T, other: () => T): [T, T][] {
  return Array.from({ length: rounds }, () => [one(), other()]);
}

function quantile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * part)];
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
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

/** The median of the rounds' ratios beside its goal; a goal that is missed by more than noise is counted. */
function ratio(ratios: readonly number[], goal: number): string {
  const value = median(ratios);
  const isClear = quantile(ratios, 0.25) > goal;
  if (isClear) missed++;
  return `${value.toFixed(2)} (goal ${goal.toFixed(2)}${value <= goal ? "" : isClear ? ", MISSED" : ", missed within noise"})`;
}

function main(): void {
  const rounds = Number(process.argv[2] ?? 5);
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
    const perEdge: number[][] = [];
    console.log("clusters  edges  resources  least   by hand       mesh  time ratio           memory ratio");
    for (const size of SIZES) {
      const [byHand, byMesh] = ["direct", "mesh"].map((name) => () => measure(join(out, `${name}.js`), size));
      const pairs = alternate(rounds, byHand, byMesh);
      const [[direct, mesh]] = pairs;
      if (JSON.stringify(direct.resources) !== JSON.stringify(mesh.resources)) {
        throw new Error(
          `Not the same resources:\n${JSON.stringify(direct.resources)}\n${JSON.stringify(mesh.resources)}`,
        );
      }
      const edges = size * (size - 1);
      perEdge.push(pairs.map(([, { milliseconds }]) => milliseconds / edges));
      const [timeByHand, time] = [0, 1].map((side) => median(pairs.map((pair) => pair[side].milliseconds)));
      const times = pairs.map(([hand, own]) => own.milliseconds / hand.milliseconds);
      const peaks = pairs.map(([hand, own]) => own.peak / hand.peak);
      console.log(
        [
          String(size).padStart(8),
          String(edges).padStart(6),
          String(total(mesh.resources)).padStart(10),
          String(leastResources(size)).padStart(6),
          `${timeByHand.toFixed(0)} ms`.padStart(9),
          `${time.toFixed(0)} ms`.padStart(10),
          ` ${ratio(times, 1.25).padEnd(20)}`,
          `${ratio(peaks, 1.25)}, ${median(pairs.map(([, { peak }]) => peak)).toFixed(0)} MiB`,
        ].join(" "),
      );
    }
    const [first, last] = [perEdge[0], perEdge[perEdge.length - 1]];
    const growth = last.map((time, round) => time / first[round]);
    console.log(`time per edge, 100 clusters against 10: ${ratio(growth, 1.2)}`);
    const [bare, loaded] = ["cdktf", "./lib/index.js"].map((name) => () => node("-e", `require("${name}")`));
    const loads = alternate(Math.max(rounds * 3, 9), bare, loaded);
    const times = loads.map(([alone, own]) => own.milliseconds / alone.milliseconds);
    console.log(`load time against require("cdktf"): ${ratio(times, 1.2)}`);
    if (missed) process.exitCode = 1;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

main();
