import { Edge } from "../edges/edge";
import { FurtherTrust } from "../edges/further-trust";
import { flagOf } from "../edges/exec-request";
import { gather } from "../gather";
import { identityOf } from "./entrance";
import { AzureWorld } from "./read";

/** The subjects that the federated credentials of an edge's identity admit, and that no edge declares. */
export function admittedTo(azure: AzureWorld, edges: readonly Edge[]): (edge: Edge) => readonly FurtherTrust[] {
  const byClient = new Map<string, Edge[]>();
  for (const edge of edges) {
    const client = flagOf(edge.request, "client-id")?.toLowerCase();
    if (client) gather(byClient, client, edge);
  }
  return ({ request, declaration }) => {
    const identity = identityOf(azure, request);
    if (!identity) return [];
    const edgesOfIt = byClient.get(identity.clientId.toLowerCase()) ?? [];
    const declared = new Set(edgesOfIt.map(({ declaration: { source } }) => `${source.subject} of ${source.issuer}`));
    return azure.credentialsOf(identity).flatMap(({ issuer, subject, resource }): FurtherTrust[] => {
      const who = `${subject} of ${issuer}`;
      if (declared.has(who)) return [];
      const because = { resource, argument: "subject", line: `it lets in ${who}` };
      return [{ who, hop: "exchange", because, isAdopted: declaration.adopted.includes(identity.id) }];
    });
  };
}
