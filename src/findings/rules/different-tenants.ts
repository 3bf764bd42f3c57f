import { flagOf, placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Identities that their provider makes in another tenant than the documents of their edges ask. */
export const differentTenants: Rule = ({ azure, everyEdge }) => {
  const found = new Map<string, Finding>();
  for (const edge of everyEdge) {
    const [tenant, client] = ["tenant-id", "client-id"].map((name) => flagOf(edge.request, name));
    if (edge.request.subcommand !== "aks" || tenant === undefined || client === undefined) continue;
    const identity = azure.identityOf(tenant, client) ?? azure.identityOfClient(client);
    if (!identity?.resource || identity.tenantId.toLowerCase() === tenant.toLowerCase()) continue;
    const { resource } = identity;
    const { provider } = resource;
    const place = provider ? `${provider.stack}: provider.${provider.key}` : placeOf(resource);
    const reason = `the identity ${client} is made in the tenant ${identity.tenantId}, and ${edge.client.place} asks ${tenant}`;
    const at = { place, argument: "tenant_id", edge, hop: "exchange", what: identity.tenantId } as const;
    found.set(place, { code: "document-fault", severity: "fault", ...at, reason });
  }
  return [...found.values()];
};
