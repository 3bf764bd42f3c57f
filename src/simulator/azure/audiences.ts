import { Edge } from "../edges/edge";
import { identityOf } from "./entrance";
import { AzureWorld } from "./read";

/** The audiences of the federated credentials of an edge's identity. */
export function audiencesAt(azure: AzureWorld, { request }: Edge): readonly string[] {
  const identity = identityOf(azure, request);
  return identity ? azure.credentialsOf(identity).map(({ audience }) => audience) : [];
}
