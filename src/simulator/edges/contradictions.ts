import { isDeepStrictEqual } from "node:util";
import { gather } from "../gather";
import { UnresolvedValue } from "../../terraform";
import { DeclaredAccess, TrustDeclaration } from "../../trust-declaration";
import { Edge, sourceName } from "./edge";

/** What a declaration promises, each in words that do not depend on the order of lists. */
const PROMISES: Readonly<Record<string, (declaration: TrustDeclaration) => readonly string[]>> = {
  audience: ({ audience }) => [audience],
  principal: ({ principal }) => [principal],
  user: ({ user }) => [user],
  groups: ({ groups }) => [...groups].sort(),
  access: ({ access }) => access.map(inWords).sort(),
};
/** What a principal has in a cluster, by whatever arguments it comes. */
const OF_A_PRINCIPAL = ["user", "groups", "access"];

/**
 * Refuses documents that promise different things of one trust: of the same arguments, or of the same principal, whose
 * rights are the same by every way. One of them is old, and neither says which.
 *
 * @param clusterOf the name of the cluster that an edge leads into
 * @throws UnresolvedValue
 */
export function refuseContradictions(edges: readonly Edge[], clusterOf: (edge: Edge) => string): void {
  const known = new Map<string, Edge[]>();
  for (const edge of edges) {
    const { issuer, subject } = edge.declaration.source;
    const key = JSON.stringify([issuer, subject, clusterOf(edge)]);
    for (const other of known.get(key) ?? []) refuseBoth(other, edge);
    gather(known, key, edge);
  }
}

function refuseBoth(first: Edge, second: Edge): void {
  for (const name of comparable(first, second)) {
    const [before, after] = [first, second].map(({ declaration }) => PROMISES[name](declaration));
    if (isDeepStrictEqual(before, after)) continue;
    const { client, declaration } = second;
    const [one, other] = [before, after].map((words) => words.join("; ") || "none");
    throw new UnresolvedValue(
      client.place,
      `declares the ${name} of ${sourceName(declaration)} in ${declaration.target.cluster} as "${other}", and ${first.client.place} as "${one}"`,
      "Synthesize the older document again, or make one trust of both",
    );
  }
}

function comparable(first: Edge, second: Edge): readonly string[] {
  if (isDeepStrictEqual(first.client.stanza.args, second.client.stanza.args)) return Object.keys(PROMISES);
  return first.declaration.principal === second.declaration.principal ? OF_A_PRINCIPAL : [];
}

function inWords({ kind, role, namespaces, cloudPolicy }: DeclaredAccess): string {
  const where = namespaces.length ? `in ${[...namespaces].sort().join(", ")}` : "everywhere";
  return `${kind} ${role} ${where}${cloudPolicy ? " by cloud policy" : ""}`;
}
