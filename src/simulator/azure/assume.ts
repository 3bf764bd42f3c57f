import { assumed, Assumption } from "../assumption";
import { Edge } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { AzureWorld } from "./read";

/** Assumes the identities of Azure that an edge uses and that were not read. */
export function assume(azure: AzureWorld, edge: Edge): readonly Assumption[] {
  return edge.declaration.adopted.flatMap((name) =>
    name.startsWith("/subscriptions/") ? assumeIdentity(edge, name, azure) : [],
  );
}

function assumeIdentity({ declaration, request }: Edge, id: string, azure: AzureWorld): Assumption[] {
  const clientId = flagOf(request, "client-id") ?? "";
  const tenantId = flagOf(request, "tenant-id") ?? "";
  if (azure.identityOf(tenantId, clientId)?.resource) return [];
  azure.assumeIdentity({ id, clientId, tenantId, principalId: declaration.principal });
  return assumed(`the identity ${id} has the client id ${clientId}`);
}
