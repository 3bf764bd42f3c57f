import { Refused } from "../answer";
import { Edge } from "../edges/edge";

/** GKE clusters always publish an issuer. */
export function sourceProblems(): (edge: Edge) => Refused | undefined {
  return () => undefined;
}
