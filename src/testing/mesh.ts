import { acknowledges, isExpired } from "../acknowledgement";
import { acknowledgementsInStacks, Finding, findingsIn } from "../findings";
import { MeshRights, rightsIn } from "../rights";
import { readWorld, World } from "../simulator";
import { documentsOf } from "./documents";
import { MeshSource } from "./types";

/** What matchers ask: the world of an app, and who may do what in it. */
export interface Mesh extends MeshRights {
  readonly world: World;
  /** Everything that the rules found. */
  readonly findings: readonly Finding[];
  /** Faults and gaps, those apart that the app acknowledges. */
  readonly open: readonly Finding[];
}

let last: { readonly key: string; readonly mesh: Mesh } | undefined;

/**
 * Reads what an app, a stack or a folder synthesizes. Several matchers in a row ask of the same, so that the last one is kept as
 * long as its documents are the same.
 */
export function meshOf(source: MeshSource): Mesh {
  const documents = documentsOf(source);
  const isOnDisk = documents.some((one) => typeof one === "string");
  const key = JSON.stringify(documents);
  if (last?.key === key && !isOnDisk) return last.mesh;
  const world = readWorld(documents);
  const now = Date.now() / 1000;
  const findings = findingsIn(world, now);
  const rights = rightsIn(world, now, findings);
  const acknowledged = acknowledgementsInStacks(world).filter((one) => !isExpired(one, now));
  const open = findings.filter(
    ({ severity, code, place }) =>
      severity !== "note" && !acknowledged.some((one) => acknowledges(one, { code, place })),
  );
  const mesh = { ...rights, world, findings, open };
  last = { key, mesh };
  return mesh;
}
