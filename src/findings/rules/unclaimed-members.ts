import { exampleOf, federatedAs, isMember, isPattern, isServiceAccount, placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

const POOL =
  /^principal(?:Set)?:\/\/(iam\.[^/]+\/projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+)\/(?:subject\/)?(.+)$/;

/**
 * Roles that are granted to members of an edge's pool that no edge declares. A subject that a provider's condition names is told as a
 * trust that nothing declares; where edges are for more than one subject, a member may be one of theirs.
 */
export const unclaimedMembers: Rule = ({ google, everyEdge, clouds, configuration }, now) => {
  const ofEdges = everyEdge.flatMap((edge) => {
    const subject = exampleOf(edge.declaration.source);
    const principal = edge.request.subcommand === "gke" && federatedAs(google, edge, subject, now);
    return principal && principal.kind === "federated" ? [{ edge, principal }] : [];
  });
  if (ofEdges.length === 0) return [];
  const byPool = new Map<string, typeof ofEdges>();
  for (const one of ofEdges) {
    const inPool = byPool.get(one.principal.pool);
    if (inPool) inPool.push(one);
    else byPool.set(one.principal.pool, [one]);
  }
  const trusted = new Set(clouds.flatMap((cloud) => cloud.trusts(configuration)).map(({ subject }) => subject));
  // The pool's provider is told as a trust that nothing declares; GKE's own pools have none.
  const isRead = (pool: string) =>
    pool.endsWith(".svc.id.goog") || google.poolOf(pool.replace(/^[^/]+\//, "")) !== undefined;
  return google.everyGrant.flatMap(({ member, role, resource }): readonly Finding[] => {
    const [, pool, subject = ""] = POOL.exec(member) ?? [];
    const inPool = byPool.get(pool ?? "") ?? [];
    if (pool !== undefined && inPool.length === 0 && !isRead(pool)) {
      const reason = `gives ${role} to ${member}, of a pool that is not in what was read`;
      const at = { place: placeOf(resource), resource, argument: "member", edge: ofEdges[0].edge, what: member };
      return [{ code: "unclaimed-grant", severity: "gap", ...at, hop: "authorization", reason }];
    }
    if (inPool.length === 0 || inPool.some(({ principal }) => isMember(member, principal))) return [];
    if (trusted.has(subject)) return [];
    const isSure = inPool.every(
      ({ edge }) => isServiceAccount(edge.declaration.source) && !isPattern(edge.declaration),
    );
    const reason = `gives ${role} to ${member}, a member of an edge's pool that no edge declares`;
    const at = { place: placeOf(resource), resource, argument: "member", edge: inPool[0].edge, what: member };
    return [{ code: "unclaimed-grant", severity: isSure ? "fault" : "gap", ...at, hop: "authorization", reason }];
  });
};
