import { claimsOf, declaredAccess, furtherRights, placeOf, travel } from "../../simulator";
import { Finding, Rule } from "../finding";

/** What the user of an edge has in its cluster, and that no edge declares. */
export const furtherRightsRule: Rule = (world, now) =>
  world.edges.flatMap((edge) => {
    const { source, audience } = edge.declaration;
    const subject = source.subject.replace(/\*$/, "any");
    const token = { claims: claimsOf(source.issuer, subject, audience, now, source.uid), signature: "good" } as const;
    const { user } = travel(world, edge, token, now);
    if (!user) return [];
    const accesses = declaredAccess(world, edge);
    return furtherRights(world, world.clusterOf(edge), user, accesses).map(({ what, because }): Finding => ({
      ...{ code: "further-right", severity: "fault", hop: "authorization" },
      place: because.resource ? placeOf(because.resource) : edge.client.place,
      ...because,
      ...{ edge, what, reason: because.line },
    }));
  });
