import { Edge } from "../edges/edge";
import { providerOf } from "./entrance";
import { GoogleWorld } from "./read";

/** The audiences that the provider of an edge allows. */
export function audiencesAt(google: GoogleWorld, { request }: Edge): readonly string[] {
  return providerOf(google, request)?.allowedAudiences ?? [];
}
