import {
  claimsOf,
  enterService,
  exampleOf,
  isServicePromised,
  isWithin,
  ServiceEdge,
  serviceGrantsOf,
  serviceProbesOf,
  ServiceRequest,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

type Grant = ServiceEdge["service"]["grants"][number];

/**
 * Grants that an edge declares and that no request tries, because what they permit on these resources is not known here: they must at
 * least be given to the identity. A grant counts in parts, each action and each resource of it.
 */
export const ungivenGrants: Rule = (world, now) =>
  world.services.flatMap((edge): readonly Finding[] => {
    const { source, audience, suspended } = edge.declaration;
    if (suspended === true) return [];
    const claims = claimsOf(source.issuer, exampleOf(source), audience, now, source.uid);
    const { identity } = enterService(world, edge, { claims, signature: "good" }, now);
    if (identity === undefined) return [];
    let requests: readonly ServiceRequest[] | undefined;
    const isTried = (part: Grant) => {
      requests ??= ownRequests(world, edge, identity);
      return requests.some((request) => isServicePromised(world, withAlone(edge, part), request, now) === true);
    };
    return edge.service.grants
      .filter((grant) => isWithin(grant, now))
      .filter((grant) => ungivenParts(world, edge, grant, identity).some((part) => !isTried(part)))
      .map(({ words }) => {
        const reason = `declares ${words}, which nothing that was read gives to ${edge.declaration.principal}`;
        const at = { place: edge.client.place, edge, hop: "authorization", what: words } as const;
        return { code: "missing-grant", severity: "fault", ...at, reason };
      });
  });

function withAlone(edge: ServiceEdge, grant: Grant): ServiceEdge {
  return { ...edge, service: { ...edge.service, grants: [grant] } };
}

/** The requests that the trials of an edge send, whose answers tell whether what they ask for is given. */
function ownRequests(world: World, edge: ServiceEdge, identity: unknown): readonly ServiceRequest[] {
  return serviceProbesOf(world, edge, identity).flatMap(({ kind, request }) => (kind === "own" ? [request] : []));
}

/** The parts of a grant that no policy gives as they are declared. */
function ungivenParts(world: World, edge: ServiceEdge, grant: Grant, identity: unknown): readonly Grant[] {
  const { role, actions = [], resources } = grant;
  const givenFor = (one: Grant) =>
    serviceGrantsOf(world, withAlone(edge, one), identity).filter(({ isDeclared }) => isDeclared);
  if (role !== undefined) {
    const parts = resources.length > 0 ? resources.map((one) => ({ ...grant, resources: [one] })) : [grant];
    return parts.filter((part) => givenFor(part).length === 0);
  }
  if (actions.length === 0 || resources.length === 0) return [grant];
  const given = givenFor(grant);
  return [
    ...actions
      .filter((one) => !given.some((policy) => policy.actions?.includes(one)))
      .map((one) => ({ ...grant, actions: [one] })),
    ...resources
      .filter((one) => !given.some((policy) => policy.resources.includes(one)))
      .map((one) => ({ ...grant, resources: [one] })),
  ];
}
