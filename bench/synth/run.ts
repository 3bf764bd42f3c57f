/**
 * Processor time and peak memory of a whole process that makes a mesh, beside the same resources written by hand, for edges into
 * clusters and into accounts; and of one that loads the classes of a mesh, beside `require("cdktf")` alone. Ratios within one run:
 * the machine's speed cancels out.
 *
 * npm run bench:synth [-- ROUNDS] [--edges=clusters|accounts] [--size=10|30|100]
 *
 * It ends with 1 when a goal is missed by more than noise: when even a quarter of the rounds does not keep it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { choiceOf } from "../choice";
import { Case, CASES, leastResources } from "./cases";
import type { Run } from "./report";

const ROOT = resolve(__dirname, "../..");
/** How many goals were missed by more than noise. */
let missed = 0;

function node(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: ROOT });
  if (status !== 0) throw new Error(`node ${args.join(" ")}: ${stderr}`);
  return stdout;
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

function measure(program: string, size: number): Run {
  return JSON.parse(node(program, String(size))) as Run;
}

/** The classes of a mesh over two clouds, and its trusts, which load with the first edge: the package loads what is used alone. */
const USED = "const { ClusterAccess, EksCluster, EksTrust, GkeCluster, GkeTrust, TrustMesh } =";

/** What the processor spends on loading, in milliseconds. */
function load(statement: string): number {
  const spent = "const { user, system } = process.cpuUsage(); process.stdout.write(String((user + system) / 1000))";
  return Number(node("-e", `${statement}; ${spent}`));
}

function total(resources: Record<string, number>): number {
  return Object.values(resources).reduce((sum, count) => sum + count, 0);
}

/** The median of the rounds' ratios beside its goal; a goal that is missed by more than noise is counted. */
function ratio(ratios: readonly number[], goal: number): string {
  const value = median(ratios);
  const isClear = quantile(ratios, 0.25) > goal;
  if (isClear) missed++;
  return `${value.toFixed(2)} (goal ${goal.toFixed(2)}${value <= goal ? "" : isClear ? ", MISSED" : ", missed within noise"})`;
}

/** Measures one kind of edges with each number of clusters. */
function measureCase(one: Case, sizes: readonly number[], rounds: number, out: string): void {
  const perEdge: number[][] = [];
  console.log(`edges into ${one.name}`);
  console.log("clusters  edges  resources  least   by hand       mesh  time ratio           memory ratio");
  for (const size of sizes) {
    const [byHand, byMesh] = [one.direct, one.mesh].map((name) => () => measure(join(out, `${name}.js`), size));
    const pairs = alternate(rounds, byHand, byMesh);
    const [[direct, mesh]] = pairs;
    if (JSON.stringify(direct.resources) !== JSON.stringify(mesh.resources)) {
      throw new Error(
        `Not the same resources:\n${JSON.stringify(direct.resources)}\n${JSON.stringify(mesh.resources)}`,
      );
    }
    const edges = size * (size - 1);
    perEdge.push(pairs.map(([, { cpu }]) => cpu / edges));
    const [timeByHand, time] = [0, 1].map((side) => median(pairs.map((pair) => pair[side].cpu)));
    const times = pairs.map(([hand, own]) => own.cpu / hand.cpu);
    const peaks = pairs.map(([hand, own]) => own.peak / hand.peak);
    console.log(
      [
        String(size).padStart(8),
        String(edges).padStart(6),
        String(total(mesh.resources)).padStart(10),
        String(leastResources(one, size)).padStart(6),
        `${timeByHand.toFixed(0)} ms`.padStart(9),
        `${time.toFixed(0)} ms`.padStart(10),
        ` ${ratio(times, 1.25).padEnd(20)}`,
        `${ratio(peaks, 1.25)}, ${median(pairs.map(([, { peak }]) => peak)).toFixed(0)} MiB`,
      ].join(" "),
    );
  }
  if (sizes.length < 2) return;
  const [first, last] = [perEdge[0], perEdge[perEdge.length - 1]];
  const growth = last.map((time, round) => time / first[round]);
  console.log(`time per edge, ${sizes[sizes.length - 1]} clusters against ${sizes[0]}: ${ratio(growth, 1.2)}`);
}

/** Measures the loading of a mesh's classes. */
function measureLoading(rounds: number): void {
  const [bare, loaded] = ['require("cdktf")', `${USED} require("./lib/index.js")`].map((one) => () => load(one));
  const loads = alternate(Math.max(rounds * 3, 9), bare, loaded);
  const times = loads.map(([alone, own]) => own / alone);
  console.log(`load time of a mesh's classes against require("cdktf"): ${ratio(times, 1.2)}`);
}

function main(): void {
  const { names, sizes, others } = choiceOf(CASES.map(({ name }) => name));
  const rounds = Number(others[0] ?? 5);
  const cases = CASES.filter(({ name }) => names.includes(name));
  const out = mkdtempSync(join(ROOT, "node_modules/.bench-"));
  try {
    buildSync({
      entryPoints: cases.flatMap(({ direct, mesh }) => [mesh, direct]).map((name) => join(__dirname, `${name}.ts`)),
      outdir: out,
      bundle: true,
      platform: "node",
      packages: "external",
      alias: { "cdktf-trust-mesh": ROOT },
      external: [ROOT],
    });
    for (const one of cases) measureCase(one, sizes, rounds, out);
    if (names.includes("clusters")) measureLoading(rounds);
    if (missed) process.exitCode = 1;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

main();
