import { join } from "node:path";
import { inEmptyScripts } from "./empty-script";
import type { Run } from "./measure";
import { node, program } from "./programs";

/** The program that synthesizes each kind of edges, and the one that decides them. */
const PROGRAMS: Readonly<Record<string, readonly [string, string]>> = {
  clusters: ["fleet-app", "decide"],
  accounts: ["accounts-app", "accounts-decide"],
};
/** Every kind of edges that is measured. */
export const EDGES = Object.keys(PROGRAMS);
/** What is wanted of a mesh of any size: seconds of the processor for reading and deciding it, and MiB. */
const GOAL = { seconds: 10, peak: 900 };

/**
 * Synthesizes, reads and decides meshes of one kind of edges.
 *
 * @param folder where they are synthesized, each in a folder named by its size
 * @param start seconds that an empty script of Node.js takes
 * @returns how many of the meshes miss a goal
 */
export function measureSizes(folder: string, edges: string, sizes: readonly number[], start: number): number {
  const [app, decide] = PROGRAMS[edges].map((name) =>
    program(join(__dirname, `${name}.ts`), join(folder, `${name}.js`)),
  );
  let before: Run | undefined;
  let missed = 0;
  for (const size of sizes) {
    const outdir = join(folder, String(size));
    node(app, String(size), outdir);
    const run = JSON.parse(node(decide, outdir)) as Run;
    const wanted = size * (size - 1);
    if (run.edges !== wanted) {
      throw new Error(`${run.edges} edges into ${edges} were read, and ${wanted} are declared.`);
    }
    if (run.decided !== run.edges) throw new Error(`${run.edges - run.decided} edges are not as declared.`);
    const perEdge = (of: (one: Run) => number) =>
      before ? `${(of(run) / run.edges / (of(before) / before.edges)).toFixed(2)}×` : "1.00×";
    const scripts = (run.read + run.decide) / 1000 / start;
    const most = inEmptyScripts(GOAL.seconds);
    const isGood = scripts <= most && run.peak <= GOAL.peak;
    if (!isGood) missed++;
    console.log(
      [
        `${isGood ? "✓" : "✗"} ${size} clusters: ${run.edges} edges into ${edges}, ${run.decisions} decisions, all as declared`,
        `  read    ${(run.read / run.parse).toFixed(1)}× JSON.parse (${run.read.toFixed(0)} ms)`,
        `  decide  ${(run.decide / run.parse).toFixed(1)}× JSON.parse (${run.decide.toFixed(0)} ms)`,
        `  both    ${scripts.toFixed(1)} empty scripts of Node.js (goal ${most})`,
        `  peak    ${run.peak.toFixed(0)} MiB (goal ${GOAL.peak})`,
        `  an edge, against the size before: time ${perEdge(({ read, decide }) => read + decide)}, memory ${perEdge(({ peak }) => peak)}`,
      ].join("\n"),
    );
    before = run;
  }
  return missed;
}
