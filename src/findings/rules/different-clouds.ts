import { Edge, flagOf, placeOf, Resource, text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";

const ARGUMENT = "environment";
/** The clouds by the names of azurerm's `environment` and those of azuread's, in small letters. */
const CLOUD_OF: Readonly<Record<string, string | undefined>> = {
  ...{ public: "public", usgovernment: "usgovernment", china: "china" },
  ...{ global: "public", usgovernmentl4: "usgovernment", usgovernmentl5: "usgovernment", dod: "usgovernment" },
};

/**
 * Identities that their provider makes in another Azure cloud than the documents of their edges ask: neither the authority nor the
 * audience of the token is that of the other.
 *
 * Terraform registry, azurerm and azuread: `environment`, which is the public cloud unless it or ARM_ENVIRONMENT says otherwise.
 */
export const differentClouds: Rule = ({ azure, everyEdge }) => {
  const found = new Map<string, Finding>();
  for (const edge of everyEdge) {
    const [tenant, client] = ["tenant-id", "client-id"].map((name) => flagOf(edge.request, name));
    if (edge.request.subcommand !== "aks" || tenant === undefined || client === undefined) continue;
    const { resource } = azure.identityOf(tenant, client) ?? {};
    const finding = resource && findingOf(edge, resource);
    if (finding) found.set(finding.place, finding);
  }
  return [...found.values()];
};

function findingOf(edge: Edge, resource: Resource): Finding | undefined {
  const { provider } = resource;
  if (!provider) return undefined;
  const asked = flagOf(edge.request, "cloud") ?? "public";
  const place = `${provider.stack}: provider.${provider.key}`;
  const at = { place, argument: ARGUMENT, edge, hop: "exchange", what: asked } as const;
  const environment = unlessUnresolved(() => text(provider.argument(ARGUMENT)) ?? "", undefined);
  const made = environment === undefined ? undefined : CLOUD_OF[environment.toLowerCase()];
  if (made === asked || (environment === "" && asked === "public")) return undefined;
  const asks = `${edge.client.place} asks the Azure cloud ${asked} for the identity that ${placeOf(resource)} makes`;
  if (made !== undefined) {
    return { code: "document-fault", severity: "fault", ...at, reason: `${asks} in ${made}` };
  }
  // ARM_ENVIRONMENT may say it where the configuration does not.
  return { code: "unknown-setting", severity: "gap", ...at, reason: `${asks}, and its environment is not told` };
}
