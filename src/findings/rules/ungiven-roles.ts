import {
  claimsOf,
  enterService,
  exampleOf,
  isServicePromised,
  isWithin,
  serviceGrantsOf,
  ServiceEdge,
  serviceProbesOf,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

type Grant = ServiceEdge["service"]["grants"][number];

/**
 * Roles, managed policies and statements that an edge declares and that no request tries, because what they permit on these resources
 * is not known here: they must at least be given to the identity.
 */
export const ungivenRoles: Rule = (world, now) =>
  world.services.flatMap((edge): readonly Finding[] => {
    const { source, audience, suspended } = edge.declaration;
    if (suspended === true) return [];
    const claims = claimsOf(source.issuer, exampleOf(source), audience, now, source.uid);
    const { identity } = enterService(world, edge, { claims, signature: "good" }, now);
    if (identity === undefined) return [];
    return edge.service.grants
      .filter((grant) => isWithin(grant, now))
      .filter((grant) => !isTried(world, withAlone(edge, grant), identity, now))
      .filter((grant) => !isGiven(world, withAlone(edge, grant), identity))
      .map(({ words }) => {
        const reason = `declares ${words}, which nothing that was read gives to ${edge.declaration.principal}`;
        const at = { place: edge.client.place, edge, hop: "authorization", what: words } as const;
        return { code: "missing-grant", severity: "fault", ...at, reason };
      });
  });

function withAlone(edge: ServiceEdge, grant: Grant): ServiceEdge {
  return { ...edge, service: { ...edge.service, grants: [grant] } };
}

/** Whether a request tries it, so that the answer tells whether it is given. */
function isTried(world: World, edge: ServiceEdge, identity: unknown, now: number): boolean {
  return serviceProbesOf(world, edge, identity).some(
    ({ kind, request }) => kind === "own" && isServicePromised(world, edge, request, now) === true,
  );
}

function isGiven(world: World, edge: ServiceEdge, identity: unknown): boolean {
  return serviceGrantsOf(world, edge, identity).some(({ isDeclared }) => isDeclared);
}
