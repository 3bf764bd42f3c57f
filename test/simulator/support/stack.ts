import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWorld, World } from "../../../src/simulator";
import { ReadOptions } from "../../../src/terraform";

/** Arguments of a resource, a provider or a block. */
export type Args = Readonly<Record<string, unknown>>;
type Named = Readonly<Record<string, Args>>;

/** A stack's document, as `cdktf synth` writes it: as much of it as a test needs. */
export interface Stack {
  readonly provider?: Readonly<Record<string, Args | readonly Args[]>>;
  readonly resource?: Readonly<Record<string, Named>>;
  readonly data?: Readonly<Record<string, Named>>;
  readonly output?: Named;
  readonly locals?: Args;
  readonly variable?: Named;
  readonly removed?: Args | readonly Args[];
  readonly import?: Args | readonly Args[];
  readonly moved?: Args | readonly Args[];
  readonly check?: Named;
  readonly ephemeral?: Readonly<Record<string, Named>>;
  readonly action?: Readonly<Record<string, Named>>;
}

/** Reads stacks by their names, as the lab reads what was synthesized; nothing of them is left on the disk. */
export function readStacks(stacks: Readonly<Record<string, Stack>>, options?: ReadOptions): World {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-simulator-"));
  try {
    const paths = Object.entries(stacks).map(([name, stack]) => {
      const path = join(folder, name);
      mkdirSync(path);
      writeFileSync(join(path, "cdk.tf.json"), JSON.stringify({ terraform: {}, ...stack }, null, 2));
      return path;
    });
    return readWorld(paths, undefined, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads one stack, which places name `mesh`. */
export function read(stack: Stack): World {
  return readStacks({ mesh: stack });
}

/** What was left out of a world, in words. */
export function leftOutOf({ leftOut }: World): readonly string[] {
  return leftOut.map(({ place, reason }) => `${place}: ${reason}`);
}

/** Stacks' documents as one: of the same type, provider or output, what comes later adds to what came before. */
export function merged(...stacks: readonly Stack[]): Stack {
  const all: Record<string, Record<string, object>> = {};
  for (const stack of stacks) {
    for (const [section, types] of Object.entries(stack) as [keyof Stack, Record<string, object>][]) {
      const into = (all[section] ??= {});
      for (const [type, named] of Object.entries(types)) {
        into[type] = Array.isArray(named) ? named : { ...into[type], ...named };
      }
    }
  }
  return all;
}
