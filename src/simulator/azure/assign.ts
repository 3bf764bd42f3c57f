import { Assignable, text } from "../../terraform";
import { ASSIGNED_AUTHORITY } from "../assigned-authority";
import { hexOf, uuidOf } from "../digest";
import { assignEntra } from "./applications";
import { ROLE_DEFINITION, roleToldOf } from "./named-roles";
import { azapiId } from "./azapi";
import { ownIdentity } from "./own-identities";
import { kindOf } from "./resource-kinds";
import { AzureSubscriptions } from "./subscriptions";

/** What Azure assigns to a resource or tells in a data source; undefined for what it does not. */
export function assign(subscriptions: AzureSubscriptions, resource: Assignable, attribute: string): unknown {
  const { type } = resource;
  const asked = (name: string) => text(resource.argument(name)) ?? "";
  const inGroup = (kind: string) => {
    const group = `/subscriptions/${subscriptions.idOf(resource)}/resourceGroups/${asked("resource_group_name")}`;
    return `${group}/providers/${kind.replace(/\{(\w+)\}/g, (_all, name: string) => asked(name))}/${asked("name")}`;
  };
  if (type === "azapi_resource") return attribute === "id" ? azapiId(resource) : undefined;
  const identity = ownIdentity(resource, attribute, () => subscriptions.tenantOf(resource));
  if (identity !== undefined) return identity;
  if (type.startsWith("azuread_")) return assignEntra(resource, attribute, () => subscriptions.tenantOf(resource));
  switch (type) {
    case "azurerm_user_assigned_identity": {
      const id = inGroup("Microsoft.ManagedIdentity/userAssignedIdentities");
      if (attribute === "id") return id;
      if (attribute === "client_id") return uuidOf(`client id of ${id.toLowerCase()}`);
      if (attribute === "principal_id") return uuidOf(`principal id of ${id.toLowerCase()}`);
      return attribute === "tenant_id" ? subscriptions.tenantOf(resource) : undefined;
    }
    case "azurerm_resource_group":
      return attribute === "id"
        ? `/subscriptions/${subscriptions.idOf(resource)}/resourceGroups/${asked("name")}`
        : undefined;
    case "azurerm_management_group":
      return attribute === "id" ? `/providers/Microsoft.Management/managementGroups/${asked("name")}` : undefined;
    case "azurerm_client_config":
    case "azurerm_subscription":
      if (attribute === "tenant_id") return subscriptions.tenantOf(resource);
      if (attribute === "subscription_id") return subscriptions.idOf(resource);
      if (attribute === "object_id") return uuidOf(`object id of ${resource.stack} ${resource.address}`);
      return attribute === "id" && type === "azurerm_subscription"
        ? `/subscriptions/${subscriptions.idOf(resource)}`
        : undefined;
    case ROLE_DEFINITION: {
      if (resource.mode === "data") return roleToldOf(resource, attribute);
      const scope = asked("scope");
      const id = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${asked("role_definition_id") || uuidOf(`role ${asked("name")} in ${scope}`)}`;
      if (attribute === "role_definition_id") return id.split("/").at(-1);
      if (attribute === "role_definition_resource_id") return id;
      return attribute === "id" ? `${id}|${scope}` : undefined;
    }
    case "azurerm_kubernetes_cluster":
      return cluster(subscriptions, resource, attribute, inGroup("Microsoft.ContainerService/managedClusters"));
    default: {
      const inside = INSIDE[type];
      if (!inside || (inside.name === undefined && resource.has("resource_group_name"))) {
        const isPlaced = resource.has("resource_group_name") && resource.has("name");
        const kind = attribute === "id" && isPlaced ? kindOf(resource) : undefined;
        return kind === undefined ? undefined : inGroup(kind);
      }
      const byName = asked(inside.of) === "" && inside.name !== undefined;
      const outer = byName ? subscriptions.storageAccountNamed(asked(inside.name ?? "")) : asked(inside.of);
      // One that is named so has a URL as its id.
      return outer && !(byName && attribute === "id") ? assignInside(inside, attribute, outer, resource) : undefined;
    }
  }
}

/** A resource inside another one. */
interface Inside {
  /** The argument that has the outer one's id. */
  readonly of: string;
  /** The argument that names it instead, in older versions of the provider. */
  readonly name?: string;
  /** What stands between that and the name. */
  readonly below: string;
  /** The attributes that are its resource id. */
  readonly ids: readonly string[];
  /** Of Key Vault: the URL at which the vault has it, which is the `id`. */
  readonly isInVault?: true;
}

const IN_STORAGE = {
  of: "storage_account_id",
  name: "storage_account_name",
  ids: ["id", "resource_manager_id"],
} as const;
const IN_VAULT = { of: "key_vault_id", isInVault: true } as const;
const OF_VERSIONS = ["resource_versionless_id"];

/** Terraform registry, azurerm: "Attributes Reference" of each. */
const INSIDE: Readonly<Record<string, Inside>> = {
  azurerm_storage_container: { ...IN_STORAGE, below: "/blobServices/default/containers/" },
  azurerm_storage_queue: { ...IN_STORAGE, below: "/queueServices/default/queues/" },
  azurerm_key_vault_secret: { ...IN_VAULT, below: "/secrets/", ids: OF_VERSIONS },
  azurerm_key_vault_key: { ...IN_VAULT, below: "/keys/", ids: OF_VERSIONS },
  azurerm_key_vault_certificate: { ...IN_VAULT, below: "/certificates/", ids: ["resource_manager_versionless_id"] },
  azurerm_eventhub: { of: "namespace_id", below: "/eventhubs/", ids: ["id"] },
  azurerm_servicebus_queue: { of: "namespace_id", below: "/queues/", ids: ["id"] },
  azurerm_servicebus_topic: { of: "namespace_id", below: "/topics/", ids: ["id"] },
  azurerm_servicebus_subscription: { of: "topic_id", below: "/subscriptions/", ids: ["id"] },
};

function assignInside(
  { below, ids, isInVault }: Inside,
  attribute: string,
  outer: string,
  resource: Assignable,
): string | undefined {
  const name = text(resource.argument("name")) ?? "";
  const id = `${outer}${below}${name}`;
  if (ids.includes(attribute)) return id;
  if (!isInVault) return undefined;
  const version = hexOf(`version ${resource.stack} ${resource.address}`, 32);
  if (/^resource(_manager)?_id$/.test(attribute)) return `${id}/versions/${version}`;
  const url = `https://${outer.split("/").at(-1) ?? ""}.vault.azure.net${below}${name}`;
  if (attribute === "versionless_id") return url;
  return attribute === "id" ? `${url}/${version}` : undefined;
}

/** The group that AKS makes for nodes. AKS documentation: "Frequently asked questions", on the node resource group. */
function nodeGroup(resource: Assignable): string {
  const [own, group, name, location] = ["node_resource_group", "resource_group_name", "name", "location"].map(
    (one) => text(resource.argument(one)) ?? "",
  );
  return own || `MC_${group}_${name}_${location.toLowerCase().replaceAll(" ", "")}`;
}

function cluster(subscriptions: AzureSubscriptions, resource: Assignable, attribute: string, id: string): unknown {
  const location = (text(resource.argument("location")) ?? "westeurope").toLowerCase().replaceAll(" ", "");
  const name = (text(resource.argument("dns_prefix")) ?? text(resource.argument("name")) ?? "").toLowerCase();
  const fqdn = `${name}-${hexOf(id.toLowerCase(), 8)}.hcp.${location}.azmk8s.io`;
  switch (attribute) {
    case "id":
      return id;
    case "node_resource_group":
      return nodeGroup(resource);
    case "node_resource_group_id":
      return `/subscriptions/${subscriptions.idOf(resource)}/resourceGroups/${nodeGroup(resource)}`;
    case "private_fqdn":
    case "fqdn":
      return fqdn;
    case "kube_config":
    case "kube_admin_config":
      return [{ host: `https://${fqdn}:443`, cluster_ca_certificate: ASSIGNED_AUTHORITY }];
    case "oidc_issuer_url": {
      const tenant = subscriptions.tenantOf(resource);
      return `https://${location}.oic.prod-aks.azure.com/${tenant}/${uuidOf(`issuer of ${id.toLowerCase()}`)}/`;
    }
    default:
      return undefined;
  }
}
