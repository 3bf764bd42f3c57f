import { Assignable, block, blocks, text } from "../../terraform";
import { uuidOf } from "../digest";

/** Identities that AKS makes for its add-ons, by the block that switches one on. */
const OF_ADD_ONS: Readonly<Record<string, string>> = {
  aci_connector_linux: "connector_identity",
  ingress_application_gateway: "ingress_application_gateway_identity",
  key_vault_secrets_provider: "secret_identity",
  oms_agent: "oms_agent_identity",
  web_app_routing: "web_app_routing_identity",
};

/**
 * The identity that Azure makes for a resource: its system-assigned one, and those of an AKS cluster's nodes and add-ons, as the blocks
 * that tell them; undefined for another attribute, and where the configuration brings an identity of its own.
 *
 * Terraform registry, azurerm: section "Attributes Reference" of resources with an `identity`, and of azurerm_kubernetes_cluster.
 *
 * @param tenant the tenant of the resource's provider
 */
export function ownIdentity(resource: Assignable, attribute: string, tenant: () => string): unknown {
  const idOf = (what: string) => uuidOf(`${what} of ${resource.stack} ${resource.address}`);
  if (attribute === "identity" && resource.type.startsWith("azurerm_")) {
    const own = { principal_id: idOf("system identity"), tenant_id: tenant() };
    // What a data source will show is not known: one that is asked for has an identity.
    if (resource.mode === "data") return [own];
    const [asked] = blocks(resource.argument("identity"));
    if (asked === undefined) return [];
    return /SystemAssigned/i.test(text(asked.type) ?? "") ? [{ ...asked, ...own }] : undefined;
  }
  if (resource.type !== "azurerm_kubernetes_cluster") return undefined;
  const made = (what: string) => [
    { client_id: idOf(`client id, ${what}`), object_id: idOf(what), user_assigned_identity_id: idOf(`id, ${what}`) },
  ];
  if (attribute === "kubelet_identity") return resource.has(attribute) ? undefined : made("kubelet identity");
  if (!Object.hasOwn(OF_ADD_ONS, attribute) || !resource.has(attribute)) return undefined;
  return [{ ...block(resource.argument(attribute)), [OF_ADD_ONS[attribute]]: made(attribute) }];
}
