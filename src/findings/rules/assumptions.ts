import { Finding, Rule } from "../finding";

/** What edges assume of objects that were given by others, and are not part of what was read. */
export const assumptions: Rule = (world) =>
  world.everyEdge.flatMap((edge) =>
    world.assumptionsOf(edge).map(({ belief }): Finding => ({
      ...{ code: "assumption", severity: "note", place: edge.client.place, edge, reason: belief },
    })),
  );
