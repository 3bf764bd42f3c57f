import { OUTPUT_TYPE, placeOf, podsIn } from "../../simulator";
import { WIRING_VARIABLES } from "../../vendor/sdk-variables";
import { Rule } from "../finding";

/** Variables of which `shadowed-wiring` tells that they cannot be known. */
const TOLD = new RegExp(WIRING_VARIABLES.join("|"));

/** Volumes that the wiring of pods has. An output without them may be about anything. */
const OF_WIRING = /trust-mesh-(tokens|plugin)\b/;

/** Workloads with tokens for elsewhere that cannot be known, so that nothing compares them with what is declared. */
export const unknownPods: Rule = ({ configuration, everyEdge }) => {
  if (everyEdge.length === 0) return [];
  return podsIn(configuration).unknown.flatMap(({ resource, argument, error }) => {
    const isTold = resource.argumentsWith(TOLD).includes(argument);
    if (resource.type === OUTPUT_TYPE ? !resource.argumentsWith(OF_WIRING).length : isTold) return [];
    const reason = `may have pods of the mesh, and what they are is not known: ${error.message}`;
    return [{ code: "pod-wiring", severity: "gap", place: placeOf(resource), resource, argument, reason }];
  });
};
