import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checked } from "../../../src/findings";
import { readWorld } from "../../../src/simulator";
import { readHclFolder } from "../../../src/terraform";
import { NOW } from "../../simulator/support/tokens";

/** What is found in a folder of HCL: `code address`, in order, and the objects that are not judged. */
export async function foundIn(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-public-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const world = readWorld([await readHclFolder(folder)], undefined, { keepsUnknown: true });
    const { findings, unknown } = checked(world, NOW);
    return {
      found: findings.map(({ check, resource }) => `${check.code} ${resource.address}`).sort(),
      unknown: unknown.map(({ resource }) => resource.address),
      leftOut: world.leftOut,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A configuration in the shape of a public one, with what is right to find in it. */
export interface Public {
  readonly files: Readonly<Record<string, string>>;
  readonly found: readonly string[];
}

export function describePublic(name: string, { files, found }: Public): void {
  it(`finds in ${name} ${found.length ? "what is there, and nothing else" : "nothing"}`, async () => {
    expect(await foundIn(files)).toEqual({ found: [...found].sort(), unknown: [], leftOut: [] });
  });
}
