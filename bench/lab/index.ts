/**
 * Reader and simulator on meshes of 10, 30 and 100 clusters, beside JSON.parse of the same files in the same process; and the
 * lab's trials a second on the three-cloud mesh, with the built-in client.
 *
 * npm run bench:lab
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { App } from "cdktf";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { BuiltInClient, Lab, runTrials, Workbench } from "../../src/lab";
import { readWorld } from "../../src/simulator";

const ROOT = resolve(__dirname, "../..");
const SIZES = [10, 30, 100];

interface Run {
  readonly edges: number;
  readonly decided: number;
  readonly decisions: number;
  readonly parse: number;
  readonly read: number;
  readonly decide: number;
  readonly peak: number;
}

function program(name: string, outdir: string): string {
  const outfile = join(outdir, `${name}.js`);
  buildSync({
    entryPoints: [join(__dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20.9",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["cdktf", "constructs", "@cdktf/*"],
    alias: { "cdktf-trust-mesh": join(ROOT, "src/index.ts") },
    logLevel: "warning",
  });
  return outfile;
}

function node(...args: string[]): string {
  const env = { ...process.env, NODE_PATH: join(ROOT, "node_modules") };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: ROOT, env });
  if (status !== 0) throw new Error(`node ${args.join(" ")}: ${stderr}`);
  return stdout;
}

function measureSizes(folder: string): void {
  const [app, decide] = ["fleet-app", "decide"].map((name) => program(name, folder));
  let before: Run | undefined;
  for (const size of SIZES) {
    const outdir = join(folder, String(size));
    node(app, String(size), outdir);
    const run = JSON.parse(node(decide, outdir)) as Run;
    if (run.decided !== run.edges) throw new Error(`${run.edges - run.decided} edges are not as declared.`);
    const perEdge = (of: (one: Run) => number) =>
      before ? `${(of(run) / run.edges / (of(before) / before.edges)).toFixed(2)}×` : "1.00×";
    console.log(
      [
        `${size} clusters: ${run.edges} edges, ${run.decisions} decisions, all as declared`,
        `  read    ${(run.read / run.parse).toFixed(1)}× JSON.parse (${run.read.toFixed(0)} ms)`,
        `  decide  ${(run.decide / run.parse).toFixed(1)}× JSON.parse (${run.decide.toFixed(0)} ms)`,
        `  peak    ${run.peak.toFixed(0)} MiB`,
        `  an edge, against the size before: time ${perEdge(({ read, decide }) => read + decide)}, memory ${perEdge(({ peak }) => peak)}`,
      ].join("\n"),
    );
    before = run;
  }
}

async function measureTrials(folder: string): Promise<void> {
  const app = new App({ outdir: join(folder, "three") });
  threeCloudMesh(app);
  app.synth();
  const lab = await Lab.start(readWorld([app.outdir]));
  try {
    const bench = new Workbench(lab, join(ROOT, "lib/bin/trust-mesh-auth"), new BuiltInClient(lab));
    const started = performance.now();
    const reports = await runTrials(bench);
    const seconds = (performance.now() - started) / 1000;
    const trials = reports.flatMap(({ results }) => results).length;
    console.log(`${trials} trials in the lab: ${(trials / seconds).toFixed(1)} a second`);
  } finally {
    await lab.stop();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-bench-"));
  try {
    measureSizes(folder);
    await measureTrials(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
