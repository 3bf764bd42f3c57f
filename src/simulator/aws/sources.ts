import { Refused } from "../answer";
import { Edge } from "../edges/edge";

/** EKS clusters always publish an issuer. */
export function sourceProblems(): (edge: Edge) => Refused | undefined {
  return () => undefined;
}
