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

/**
 * The kind of a type in resource ids; one of a type that is not listed is made up of the type's name, so that resources keep their place
 * below their group and are told apart.
 */
export function kindOfType(type: string): string {
  return Object.hasOwn(RESOURCE_KINDS, type) ? RESOURCE_KINDS[type] : type.replace("_", "/");
}

/** The type of the resource that an id names, in lower case: `microsoft.keyvault/vaults`. */
export function typeOf(id: string): string {
  const [, provider, rest = ""] = /^.*\/providers\/([^/]+)\/(.+)$/i.exec(id) ?? [];
  if (provider === undefined) return "";
  const kinds = rest.split("/").filter((_segment, at) => at % 2 === 0);
  return [provider, ...kinds].join("/").toLowerCase();
}
