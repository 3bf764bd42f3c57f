import { placeOf, unknownGrantsOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Policies of resources that may give something to an edge's identities, and of which nothing is known. */
export const unknownResourcePolicies: Rule = (world, now) =>
  world.everyEdge.flatMap((edge) =>
    unknownGrantsOf(world, edge, now).flatMap(({ name, because: { resource, line } }): Finding[] => {
      if (!resource) return [];
      const place = placeOf(resource);
      return [{ code: "unseen-grant", severity: "gap", place, edge, what: name, reason: line, resource }];
    }),
  );
