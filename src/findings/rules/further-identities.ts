import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Roles and service accounts that an edge's identity may go on to, and that no edge declares: it has their rights too. */
export const furtherIdentities: Rule = ({ clouds, everyEdge }, now) => {
  const found = clouds.map((cloud) => cloud.leadsOn(everyEdge));
  return everyEdge.flatMap((edge) =>
    found
      .flatMap((of) => of(edge, now))
      .map(({ who, because, isSure }): Finding => ({
        code: "further-right",
        severity: isSure ? "fault" : "gap",
        place: because.resource ? placeOf(because.resource) : edge.client.place,
        ...because,
        ...{ edge, hop: "impersonation", what: `to act as ${who}`, reason: because.line },
      })),
  );
};
