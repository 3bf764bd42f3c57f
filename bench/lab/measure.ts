import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readWorld, World } from "../../src/simulator";

/** How many edges were decided by how many decisions. */
export interface Decided {
  readonly edges: number;
  /** Edges that are exactly as declared. */
  readonly decided: number;
  readonly decisions: number;
}

/** What a program that decides tells of its run, as a line of JSON: milliseconds of the processor, and MiB. */
export interface Run extends Decided {
  readonly parse: number;
  readonly read: number;
  readonly decide: number;
  readonly peak: number;
}

/** Of the processor: on a busy machine the clock tells how busy it is. */
function milliseconds(act: () => void): number {
  const started = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** Reads the folder that the command line names, beside JSON.parse of the same files, decides it, and prints what that took. */
export function measure(decideAll: (world: World, now: number) => Decided): void {
  const [folder] = process.argv.slice(2);
  const stacks = readdirSync(join(folder, "stacks"));
  const parse = milliseconds(() => {
    for (const stack of stacks) JSON.parse(readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8"));
  });
  let world = readWorld([]);
  const read = milliseconds(() => {
    world = readWorld([folder]);
  });
  const now = Math.floor(Date.now() / 1000);
  let decided: Decided = { edges: 0, decided: 0, decisions: 0 };
  const decide = milliseconds(() => {
    decided = decideAll(world, now);
  });
  const peak = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ ...decided, parse, read, decide, peak } satisfies Run));
}
