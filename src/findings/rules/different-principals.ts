import { ownJourney, principalIn } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Edges whose way ends in another principal, or in another user, than their documents declare. */
export const differentPrincipals: Rule = (world, now) =>
  world.edges.flatMap((edge): readonly Finding[] => {
    const { source, principal } = edge.declaration;
    const { user } = ownJourney(world, edge, now);
    const acting = user && principalIn(user);
    const declared = principal.replace(/\*$/, "any");
    if (acting === undefined || acting.toLowerCase() === declared.toLowerCase()) return [];
    if (source.subject.endsWith("*")) return [];
    const reason = `declares the principal ${principal}, and its arguments lead to ${acting}`;
    return [{ code: "document-fault", severity: "fault", place: edge.client.place, edge, what: acting, reason }];
  });
