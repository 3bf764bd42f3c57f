import {
  claimsOf,
  exampleOf,
  GoogleGrant,
  memberOf,
  permissionsToLookUp,
  placeOf,
  principalOfUser,
  travel,
  World,
} from "../../simulator";
import { LOOKUP_ROLE } from "../../vendor/google/roles";
import { Finding, Rule } from "../finding";

/**
 * Edges into GKE whose principal lacks the role by which it looks the cluster up: it is granted with each trust unless the trust
 * says otherwise, and its document then does too.
 */
export const missingLookups: Rule = (world, now) =>
  world.edges.flatMap((edge): readonly Finding[] => {
    const { source, audience, target, suspended, validFrom, validUntil } = edge.declaration;
    const { lookupRole = LOOKUP_ROLE } = target;
    const cluster = world.clusterOf(edge);
    const isTimed = validFrom !== undefined || validUntil !== undefined;
    if (cluster.kind !== "gke" || lookupRole === "" || suspended === true || isTimed) return [];
    const claims = claimsOf(source.issuer, exampleOf(source), audience, now, source.uid);
    const { user } = travel(world, edge, { claims, signature: "good" }, now);
    const principal = user && principalOfUser(user);
    if (!principal || !cluster.project) return [];
    const granted = world.google.rolesOnProject(cluster.project, principal);
    if (granted.some(({ role }) => role === lookupRole || permissionsToLookUp(world.google, role))) return [];
    const stray = strayGrant(world, cluster.project, lookupRole);
    const reason = `${memberOf(principal)} has no role to look the cluster up: ${lookupRole} on the project ${cluster.project} is not granted to it`;
    const told = stray ? `${reason}, and is to ${stray.member}` : reason;
    const at = stray
      ? { place: placeOf(stray.resource), resource: stray.resource, argument: "member" }
      : { place: edge.client.place };
    return [
      { code: "missing-grant", severity: "fault", ...at, edge, hop: "authorization", what: lookupRole, reason: told },
    ];
  });

/** A grant of the role to a member that is no edge's principal, or that has it by another grant already. */
function strayGrant({ google, everyEdge }: World, project: string, role: string): GoogleGrant | undefined {
  const known = new Set(everyEdge.map(({ declaration }) => declaration.principal));
  const ofRole = google.grantsOnProject(project).filter((one) => one.role === role);
  const isStray = ({ member, resource }: GoogleGrant) =>
    !known.has(member) || ofRole.some((other) => other.member === member && other.resource !== resource);
  return ofRole.find(isStray);
}
