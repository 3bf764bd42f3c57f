import { Assignable, text } from "../../terraform";
import { ASSIGNED_AUTHORITY } from "../assigned-authority";
import { hexOf, uuidOf } from "../digest";
import { assignEntra } from "./applications";
import { ROLE_DEFINITION, roleToldOf } from "./named-roles";
import { AzureSubscriptions } from "./subscriptions";

/** What Azure assigns to a resource or tells in a data source; undefined for what it does not. */
export function assign(subscriptions: AzureSubscriptions, resource: Assignable, attribute: string): unknown {
  const { type } = resource;
  const asked = (name: string) => text(resource.argument(name)) ?? "";
  const inGroup = (kind: string) =>
    `/subscriptions/${subscriptions.idOf(resource)}/resourceGroups/${asked("resource_group_name")}/providers/${kind}/${asked("name")}`;
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
    case "azurerm_client_config":
    case "azurerm_subscription":
      if (attribute === "tenant_id") return subscriptions.tenantOf(resource);
      if (attribute === "subscription_id") return subscriptions.idOf(resource);
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
      const kind = SERVICES[type];
      return kind !== undefined && attribute === "id" ? inGroup(kind) : undefined;
    }
  }
}

/** Resources of services by their kind in resource ids. */
const SERVICES: Readonly<Record<string, string>> = {
  azurerm_key_vault: "Microsoft.KeyVault/vaults",
  azurerm_servicebus_namespace: "Microsoft.ServiceBus/namespaces",
  azurerm_storage_account: "Microsoft.Storage/storageAccounts",
};

function cluster(subscriptions: AzureSubscriptions, resource: Assignable, attribute: string, id: string): unknown {
  const location = (text(resource.argument("location")) ?? "westeurope").toLowerCase().replaceAll(" ", "");
  const name = (text(resource.argument("dns_prefix")) ?? text(resource.argument("name")) ?? "").toLowerCase();
  const fqdn = `${name}-${hexOf(id.toLowerCase(), 8)}.hcp.${location}.azmk8s.io`;
  switch (attribute) {
    case "id":
      return id;
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
