import {
  AccountGrants,
  accountGrantsOf,
  declaredAccess,
  Edge,
  furtherRights,
  ownJourney,
  placeOf,
  usesBeside,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

/** What the user of an edge has in its cluster, and its identities with the services of accounts, and that no edge declares. */
export const furtherRightsRule: Rule = (world, now) => [
  ...world.edges.flatMap((edge) => {
    const inCluster = inItsCluster(world, edge, now);
    const told = new Set(inCluster.map(({ place }) => place));
    const withServices = beside(edge, accountGrantsOf(world, edge, now));
    return [...inCluster, ...withServices.filter(({ place }) => !told.has(place))];
  }),
  ...world.services.flatMap((edge) => beside(edge, usesBeside(world, edge, now))),
];

/** Those of them that are gaps: rights with services, of which other policies may leave nothing. */
export const unsureFurtherRights: Rule = (world, now) => [
  ...world.edges.flatMap((edge) => {
    const unsure = beside(edge, accountGrantsOf(world, edge, now)).filter(isGap);
    if (unsure.length === 0) return [];
    const told = new Set(inItsCluster(world, edge, now).map(({ place }) => place));
    return unsure.filter(({ place }) => !told.has(place));
  }),
  ...world.services.flatMap((edge) => beside(edge, usesBeside(world, edge, now)).filter(isGap)),
];

function isGap({ severity }: Finding): boolean {
  return severity === "gap";
}

function inItsCluster(world: World, edge: Edge, now: number): readonly Finding[] {
  const { user } = ownJourney(world, edge, now);
  if (!user) return [];
  const accesses = declaredAccess(world, edge);
  return furtherRights(world, world.clusterOf(edge), user, accesses).map(({ what, because }): Finding => ({
    ...{ code: "further-right", severity: "fault", hop: "authorization" },
    place: because.resource ? placeOf(because.resource) : edge.client.place,
    ...because,
    ...{ edge, what, reason: because.line },
  }));
}

function beside(edge: Edge, found: readonly AccountGrants[]): readonly Finding[] {
  return found.flatMap(({ principal, isAdopted, grants }) =>
    grants.flatMap(({ name, resources, limits, isSure, isDeclared, isUnread, because }): Finding[] => {
      // What a policy that was not read permits is told as a gap.
      if (isDeclared || isUnread) return [];
      const what = `${name}${resources.length ? ` on ${resources.join(", ")}` : ""}`;
      const bound = limits.length ? `, as far as other policies allow it: ${limits.join("; ")}` : "";
      return [
        {
          code: "further-right",
          // An identity that was given by others has rights of its own; what other policies leave of a grant is not judged.
          severity: isAdopted ? "note" : bound && !isSure ? "gap" : "fault",
          place: because.resource ? placeOf(because.resource) : edge.client.place,
          ...because,
          ...{ edge, hop: "authorization", what },
          reason: `${principal} may use the services of its account: ${because.line}${bound}`,
        },
      ];
    }),
  );
}
