import { Resource } from "../../terraform";

/**
 * Types of resources in a resource group by their kind in resource ids. In braces stands the argument that names an outer resource.
 *
 * Terraform registry, azurerm: section "Import" of each.
 */
const RESOURCE_KINDS: Readonly<Record<string, string>> = {
  azurerm_app_configuration: "Microsoft.AppConfiguration/configurationStores",
  azurerm_application_gateway: "Microsoft.Network/applicationGateways",
  azurerm_application_insights: "Microsoft.Insights/components",
  azurerm_batch_account: "Microsoft.Batch/batchAccounts",
  azurerm_cognitive_account: "Microsoft.CognitiveServices/accounts",
  azurerm_container_app: "Microsoft.App/containerApps",
  azurerm_container_registry: "Microsoft.ContainerRegistry/registries",
  azurerm_cosmosdb_account: "Microsoft.DocumentDB/databaseAccounts",
  azurerm_dashboard_grafana: "Microsoft.Dashboard/grafana",
  azurerm_data_factory: "Microsoft.DataFactory/factories",
  azurerm_disk_encryption_set: "Microsoft.Compute/diskEncryptionSets",
  azurerm_dns_zone: "Microsoft.Network/dnsZones",
  azurerm_eventgrid_topic: "Microsoft.EventGrid/topics",
  azurerm_eventhub: "Microsoft.EventHub/namespaces/{namespace_name}/eventhubs",
  azurerm_eventhub_consumer_group:
    "Microsoft.EventHub/namespaces/{namespace_name}/eventhubs/{eventhub_name}/consumergroups",
  azurerm_eventhub_namespace: "Microsoft.EventHub/namespaces",
  azurerm_key_vault: "Microsoft.KeyVault/vaults",
  azurerm_linux_virtual_machine: "Microsoft.Compute/virtualMachines",
  azurerm_log_analytics_workspace: "Microsoft.OperationalInsights/workspaces",
  azurerm_machine_learning_workspace: "Microsoft.MachineLearningServices/workspaces",
  azurerm_managed_disk: "Microsoft.Compute/disks",
  azurerm_monitor_data_collection_rule: "Microsoft.Insights/dataCollectionRules",
  azurerm_monitor_workspace: "Microsoft.Monitor/accounts",
  azurerm_mssql_server: "Microsoft.Sql/servers",
  azurerm_network_security_group: "Microsoft.Network/networkSecurityGroups",
  azurerm_private_dns_zone: "Microsoft.Network/privateDnsZones",
  azurerm_public_ip: "Microsoft.Network/publicIPAddresses",
  azurerm_redis_cache: "Microsoft.Cache/redis",
  azurerm_route_table: "Microsoft.Network/routeTables",
  azurerm_search_service: "Microsoft.Search/searchServices",
  azurerm_servicebus_namespace: "Microsoft.ServiceBus/namespaces",
  azurerm_shared_image_gallery: "Microsoft.Compute/galleries",
  azurerm_storage_account: "Microsoft.Storage/storageAccounts",
  azurerm_subnet: "Microsoft.Network/virtualNetworks/{virtual_network_name}/subnets",
  azurerm_virtual_network: "Microsoft.Network/virtualNetworks",
  azurerm_windows_virtual_machine: "Microsoft.Compute/virtualMachines",
};

/** What names an outer resource: `api_management_name`, `loadbalancer_id`, `system_topic`. */
const OUTER = /_name$|^system_topic$/;
const OUTER_ID = /_id$/;
/** Arguments that end so and name something else. Terraform registry, azurerm: "Argument Reference" of each. */
const OTHER_NAMES: readonly string[] = [
  ...["resource_group_name", "managed_resource_group_name", "infrastructure_resource_group_name"],
  ...["storage_account_name", "storage_account_share_name", "custom_network_interface_name", "custom_subdomain_name"],
  ...["computer_name", "display_name", "friendly_name", "short_name", "sku_name", "publisher_name"],
  ...["image_build_compute_name", "runtime_name", "service_provider_name", "workload_profile_name"],
];

/**
 * The kind of a resource in ids. One of a type that is not listed is made up of the type's name, so that resources keep their place below
 * their group and are told apart; undefined where it is or may be inside of another resource, whose place nothing tells then. Those
 * that have a location of their own name others by id, such as a subnet, without being inside of them.
 */
export function kindOf(resource: Pick<Resource, "type" | "argumentsWith">): string | undefined {
  const { type } = resource;
  if (Object.hasOwn(RESOURCE_KINDS, type)) return RESOURCE_KINDS[type];
  const names = resource.argumentsWith(/(?:)/);
  const isInside =
    names.some((name) => OUTER.test(name) && !OTHER_NAMES.includes(name)) ||
    (!names.includes("location") && names.some((name) => OUTER_ID.test(name)));
  return isInside ? undefined : type.replace("_", "/");
}

/** The type of the resource that an id names, in lower case: `microsoft.keyvault/vaults`. */
export function typeOf(id: string): string {
  const [, provider, rest = ""] = /^.*\/providers\/([^/]+)\/(.+)$/i.exec(id) ?? [];
  if (provider === undefined) return "";
  const kinds = rest.split("/").filter((_segment, at) => at % 2 === 0);
  return [provider, ...kinds].join("/").toLowerCase();
}
