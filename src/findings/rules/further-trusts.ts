import { FurtherTrusts, placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Identities that are admitted where an edge's service account is, and that no edge declares. */
export const furtherTrustsRule: Rule = (world) => {
  const trusts = FurtherTrusts.of(world);
  return world.everyEdge.flatMap((edge) =>
    trusts.at(edge).map(({ who, hop, because, isAdopted, isUnsure }): Finding => ({
      code: "further-trust",
      // The owner of an object that was given by others may have further identities in mind.
      severity: isAdopted ? "note" : isUnsure ? "gap" : "fault",
      place: because.resource ? placeOf(because.resource) : edge.client.place,
      ...because,
      ...{ edge, hop, what: who, reason: because.line },
    })),
  );
};
