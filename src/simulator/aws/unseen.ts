import { Configuration } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { Edge } from "../edges/edge";
import { AwsWorld } from "./read";

/** Grants of AWS that were read and are not simulated. */
export function unseen(_aws: AwsWorld, _configuration: Configuration, _edges: readonly Edge[]): readonly UnseenGrant[] {
  return [];
}
