import { claimsOf, enterService, exampleOf, placeOf, requestWords, serviceProbesOf, useService } from "../../simulator";
import { Finding, Rule } from "../finding";

/** What was read, may let an edge's identity use services, and cannot be judged: an unknown role or policy, or a condition. */
export const unjudgedServices: Rule = (world, now) =>
  world.services.flatMap((edge) => {
    const { source, audience } = edge.declaration;
    const claims = claimsOf(source.issuer, exampleOf(source), audience, now, source.uid);
    const { identity } = enterService(world, edge, { claims, signature: "good" }, now);
    if (identity === undefined) return [];
    const found = new Map<string, Finding>();
    for (const { kind, request } of serviceProbesOf(world, edge, identity)) {
      for (const { reason, resource } of useService(world, edge, identity, request, now).gaps) {
        // Nothing was read of a neighbour that only the lab asks for.
        if (kind !== "own" && !resource) continue;
        const place = resource ? placeOf(resource) : edge.client.place;
        const finding = {
          code: "unseen-grant",
          severity: "gap",
          place,
          edge,
          what: requestWords(request),
          reason,
        } as const;
        if (!found.has(`${place} ${reason}`)) {
          found.set(`${place} ${reason}`, { ...finding, ...(resource ? { resource } : {}) });
        }
      }
    }
    return [...found.values()];
  });
