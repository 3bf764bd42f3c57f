import { inWords, verdicts, worldOf } from "./support/ask";
import {
  assignment,
  BLOB_READER,
  CONTAINER,
  GROUP,
  QUEUE_PROCESSOR,
  REFUSED,
  role,
  Shown,
  STORAGE,
  SUBSCRIPTION,
  usingServices,
} from "./support/azure";
import { synthesizedStack } from "./support/azure-stack";
import { itAnswers, Row } from "./support/rows";

const BUS_SENDER = "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39";
const BUS_RECEIVER = "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0";
const HUBS_RECEIVER = "a638d3c7-ab3a-418d-83e6-5f17a39d4fde";
const TABLE_READER = "76199698-9eea-4c19-bc75-cec21354c6b6";
const BUS = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/acme`;
const HUB = `${GROUP}/providers/Microsoft.EventHub/namespaces/acme/eventhubs/orders`;
const SEND = "Microsoft.ServiceBus/namespaces/messages/send/action";
const RECEIVE = "Microsoft.ServiceBus/namespaces/messages/receive/action";
const HUB_RECEIVE = "Microsoft.EventHub/namespaces/messages/receive/action";
const on = (scope: string, guid: string): Shown[] => [assignment({ scope, role_definition_id: role(guid) })];

/**
 * Scopes below a resource: "Authenticate and authorize an application with Microsoft Entra ID to access Azure Service Bus entities",
 * "Authorize access to Event Hubs resources using Microsoft Entra ID", "Assign an Azure role for access to blob data", "… queue data",
 * "… table data", each in its section "Resource scope".
 */
const PARTS: readonly Row<readonly Shown[]>[] = [
  [
    "a queue of Service Bus",
    on(`${BUS}/queues/jobs`, BUS_SENDER),
    { action: SEND, resource: `${BUS}/queues/jobs` },
    "allowed",
  ],
  ["another queue", on(`${BUS}/queues/jobs`, BUS_SENDER), { action: SEND, resource: `${BUS}/queues/jobs2` }, REFUSED],
  ["the namespace of a queue", on(BUS, BUS_SENDER), { action: SEND, resource: `${BUS}/queues/jobs` }, "allowed"],
  [
    "a topic, to receive from its subscription",
    on(`${BUS}/topics/t`, BUS_RECEIVER),
    { action: RECEIVE, resource: `${BUS}/topics/t/subscriptions/s` },
    "allowed",
  ],
  [
    "a topic's subscription",
    on(`${BUS}/topics/t/subscriptions/s`, BUS_RECEIVER),
    { action: RECEIVE, resource: `${BUS}/topics/t/subscriptions/s` },
    "allowed",
  ],
  [
    "another subscription of the topic",
    on(`${BUS}/topics/t/subscriptions/s`, BUS_RECEIVER),
    { action: RECEIVE, resource: `${BUS}/topics/t/subscriptions/r` },
    REFUSED,
  ],
  [
    "a topic's subscription, to send",
    on(`${BUS}/topics/t/subscriptions/s`, BUS_SENDER),
    { action: SEND, resource: `${BUS}/topics/t` },
    REFUSED,
  ],
  [
    "an event hub, for its consumer group",
    on(HUB, HUBS_RECEIVER),
    { action: HUB_RECEIVE, resource: `${HUB}/consumergroups/a` },
    "allowed",
  ],
  [
    "a consumer group",
    on(`${HUB}/consumergroups/a`, HUBS_RECEIVER),
    { action: HUB_RECEIVE, resource: `${HUB}/consumergroups/a` },
    "allowed",
  ],
  [
    "another consumer group",
    on(`${HUB}/consumergroups/a`, HUBS_RECEIVER),
    { action: HUB_RECEIVE, resource: `${HUB}/consumergroups/b` },
    REFUSED,
  ],
  [
    "a queue of an account",
    on(`${STORAGE}/queueServices/default/queues/jobs`, QUEUE_PROCESSOR),
    {
      action: "Microsoft.Storage/storageAccounts/queueServices/queues/messages/process/action",
      resource: `${STORAGE}/queueServices/default/queues/jobs`,
    },
    "allowed",
  ],
  [
    "a table of an account",
    on(`${STORAGE}/tableServices/default/tables/rows`, TABLE_READER),
    {
      action: "Microsoft.Storage/storageAccounts/tableServices/tables/entities/read",
      resource: `${STORAGE}/tableServices/default/tables/rows`,
    },
    "allowed",
  ],
  [
    "another table",
    on(`${STORAGE}/tableServices/default/tables/rows`, TABLE_READER),
    {
      action: "Microsoft.Storage/storageAccounts/tableServices/tables/entities/read",
      resource: `${STORAGE}/tableServices/default/tables/others`,
    },
    REFUSED,
  ],
  [
    "a container, to list containers of the account",
    on(CONTAINER, BLOB_READER),
    { action: "Microsoft.Storage/storageAccounts/blobServices/containers/read", resource: STORAGE },
    REFUSED,
  ],
  [
    "a container, to read its properties",
    on(CONTAINER, BLOB_READER),
    { action: "Microsoft.Storage/storageAccounts/blobServices/containers/read", resource: CONTAINER },
    "allowed",
  ],
  [
    "an account without keys, which roles are not about",
    [
      {
        type: "azurerm_storage_account",
        name: "s",
        values: {
          id: STORAGE,
          name: "acmeexports",
          shared_access_key_enabled: false,
          public_network_access_enabled: true,
        },
      },
      ...on(CONTAINER, BLOB_READER),
    ],
    {
      action: "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
      resource: `${CONTAINER}/blobs/a`,
    },
    "allowed",
  ],
];

describe("scopes of Azure's services", () => {
  itAnswers(PARTS, { from: "west:deploy/deployer" }, usingServices);
});

/** Terraform registry, azurerm: the id of each type as its section "Import" has it, below the resource group. */
const TYPES: readonly [type: string, id: string][] = [
  ["azurerm_app_configuration", "Microsoft.AppConfiguration/configurationStores"],
  ["azurerm_application_gateway", "Microsoft.Network/applicationGateways"],
  ["azurerm_cognitive_account", "Microsoft.CognitiveServices/accounts"],
  ["azurerm_container_app", "Microsoft.App/containerApps"],
  ["azurerm_container_registry", "Microsoft.ContainerRegistry/registries"],
  ["azurerm_cosmosdb_account", "Microsoft.DocumentDB/databaseAccounts"],
  ["azurerm_dns_zone", "Microsoft.Network/dnsZones"],
  ["azurerm_eventgrid_topic", "Microsoft.EventGrid/topics"],
  ["azurerm_eventhub_namespace", "Microsoft.EventHub/namespaces"],
  ["azurerm_log_analytics_workspace", "Microsoft.OperationalInsights/workspaces"],
  ["azurerm_private_dns_zone", "Microsoft.Network/privateDnsZones"],
  ["azurerm_public_ip", "Microsoft.Network/publicIPAddresses"],
  ["azurerm_search_service", "Microsoft.Search/searchServices"],
  ["azurerm_virtual_network", "Microsoft.Network/virtualNetworks"],
];

/** A synthesized stack in which the identity has a role on something that it makes. */
function synthesized(scope: string, more: Readonly<Record<string, object>>, data: object = {}): object {
  return synthesizedStack({ role_definition_name: "Contributor", scope }, more, data);
}
const scopesIn = (stack: object) => worldOf(stack).azure.everyScope;

describe("scopes of resources that are not made yet", () => {
  it.each(TYPES)("the id of a %s is %s", (type, id) => {
    const own = { [type]: { own: { name: "acme", resource_group_name: "corp" } } };
    const expected = [`${GROUP}/providers/${id}/acme`];
    expect(scopesIn(synthesized(`\${${type}.own.id}`, own))).toEqual(expected);
    expect(scopesIn(synthesized(`\${data.${type}.own.id}`, {}, own))).toEqual(expected);
  });

  it("is of its group for a type that is not listed", async () => {
    const zone = { azurerm_new_thing: { own: { name: "acme", resource_group_name: "corp" } } };
    const stack = synthesized("${azurerm_new_thing.own.id}", zone);
    expect(scopesIn(stack)).toEqual([`${GROUP}/providers/azurerm/new_thing/acme`]);
    const request = { from: "west:deploy/deployer", action: "Microsoft.Network/dnsZones/write", resource: GROUP };
    const [verdict] = await verdicts(stack, [request]);
    expect(inWords(verdict, REFUSED)).toBe(REFUSED);
  });

  /** Terraform registry, azurerm: "Argument Reference" of each, and "Import", where the id goes through an outer resource. */
  it.each<[type: string, args: object]>([
    ["azurerm_api_management_api", { api_management_name: "acme", revision: "1" }],
    ["azurerm_cdn_endpoint", { profile_name: "acme", location: "westeurope" }],
    ["azurerm_notification_hub", { namespace_name: "acme", location: "westeurope" }],
    ["azurerm_private_dns_zone_virtual_network_link", { private_dns_zone_name: "acme", virtual_network_id: "/x" }],
    ["azurerm_lb_nat_rule", { loadbalancer_id: `${GROUP}/providers/Microsoft.Network/loadBalancers/acme` }],
    ["azurerm_eventgrid_system_topic_event_subscription", { system_topic: "acme" }],
  ])("is known only to the cloud for a %s, which is inside of another resource: %j", (type, args) => {
    const own = { [type]: { own: { name: "acme", resource_group_name: "corp", ...args } } };
    expect(() => scopesIn(synthesized(`\${${type}.own.id}`, own))).toThrow(
      `${type}.own.id: is known only to the cloud`,
    );
  });

  it.each<[type: string, args: object]>([
    ["azurerm_linux_function_app", { location: "westeurope", storage_account_name: "x", service_plan_id: "/x" }],
    ["azurerm_private_endpoint", { location: "westeurope", subnet_id: "/x", custom_network_interface_name: "x" }],
    ["azurerm_traffic_manager_profile", { traffic_routing_method: "Priority" }],
  ])("is of its group for a %s, which is in none", (type, args) => {
    const own = { [type]: { own: { name: "acme", resource_group_name: "corp", ...args } } };
    const [scope] = scopesIn(synthesized(`\${${type}.own.id}`, own));
    expect(scope.startsWith(`${GROUP}/providers/`)).toBe(true);
  });

  it.each<[string, Readonly<Record<string, object>>, string, string]>([
    [
      "an event hub by its namespace's id",
      {
        azurerm_eventhub_namespace: { ns: { name: "acme", resource_group_name: "corp" } },
        azurerm_eventhub: { own: { name: "orders", namespace_id: "${azurerm_eventhub_namespace.ns.id}" } },
      },
      "${azurerm_eventhub.own.id}",
      HUB,
    ],
    [
      "an event hub by its namespace's name",
      { azurerm_eventhub: { own: { name: "orders", namespace_name: "acme", resource_group_name: "corp" } } },
      "${azurerm_eventhub.own.id}",
      HUB,
    ],
    [
      "a consumer group",
      {
        azurerm_eventhub_consumer_group: {
          own: { name: "a", namespace_name: "acme", eventhub_name: "orders", resource_group_name: "corp" },
        },
      },
      "${azurerm_eventhub_consumer_group.own.id}",
      `${HUB}/consumergroups/a`,
    ],
    [
      "a subnet",
      { azurerm_subnet: { own: { name: "pods", virtual_network_name: "acme", resource_group_name: "corp" } } },
      "${azurerm_subnet.own.id}",
      `${GROUP}/providers/Microsoft.Network/virtualNetworks/acme/subnets/pods`,
    ],
    [
      "azapi's resource",
      {
        azapi_resource: {
          own: { type: "Microsoft.App/containerApps@2024-03-01", name: "web", parent_id: GROUP },
        },
      },
      "${azapi_resource.own.id}",
      `${GROUP}/providers/Microsoft.App/containerApps/web`,
    ],
    [
      "azapi's resource in another one",
      {
        azapi_resource: {
          own: {
            ...{ type: "Microsoft.EventHub/namespaces/eventhubs@2024-01-01", name: "orders" },
            parent_id: `${GROUP}/providers/Microsoft.EventHub/namespaces/acme`,
          },
        },
      },
      "${azapi_resource.own.id}",
      HUB,
    ],
    [
      "azapi's resource group",
      {
        azapi_resource: {
          own: {
            type: "Microsoft.Resources/resourceGroups@2021-04-01",
            name: "corp",
            parent_id: GROUP.split("/resourceGroups")[0],
          },
        },
      },
      "${azapi_resource.own.id}",
      GROUP,
    ],
    [
      "the group of an AKS cluster's nodes",
      { azurerm_kubernetes_cluster: { own: { name: "west", resource_group_name: "corp", location: "West Europe" } } },
      "${azurerm_kubernetes_cluster.own.node_resource_group_id}",
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/MC_corp_west_westeurope`,
    ],
  ])("%s has the id of the registry", (_words, resources, scope, id) => {
    expect(scopesIn(synthesized(scope, resources))).toEqual([id]);
  });
});

const cluster = {
  name: "corp",
  resource_group_name: "corp",
  location: "westeurope",
  identity: { type: "SystemAssigned" },
};

/** Terraform registry, azurerm: section "Attributes Reference" of azurerm_kubernetes_cluster, azurerm_linux_web_app and others. */
describe("identities that Azure makes for resources, whose roles are others'", () => {
  it.each<[string, string, Readonly<Record<string, object>>]>([
    [
      "of nodes of AKS",
      "azurerm_kubernetes_cluster.c.kubelet_identity[0].object_id",
      { azurerm_kubernetes_cluster: { c: cluster } },
    ],
    [
      "of a cluster of AKS",
      "azurerm_kubernetes_cluster.c.identity[0].principal_id",
      { azurerm_kubernetes_cluster: { c: cluster } },
    ],
    [
      "of an add-on of AKS",
      "azurerm_kubernetes_cluster.c.key_vault_secrets_provider[0].secret_identity[0].object_id",
      {
        azurerm_kubernetes_cluster: {
          c: { ...cluster, key_vault_secrets_provider: { secret_rotation_enabled: true } },
        },
      },
    ],
    // Terraform registry, azuread 2: the id of azuread_group and azuread_user is the object id
    ["of a group by its id", "azuread_group.c.id", { azuread_group: { c: { display_name: "team" } } }],
    [
      "of an app that may have none",
      'try(azurerm_linux_web_app.c.identity[0].principal_id, "none")',
      { azurerm_linux_web_app: { c: { name: "corp", resource_group_name: "corp" } } },
    ],
    ["of an app", "azurerm_linux_web_app.c.identity[0].principal_id", { azurerm_linux_web_app: { c: cluster } }],
    [
      "of an app in a list",
      "azurerm_linux_web_app.c.identity.0.principal_id",
      { azurerm_linux_web_app: { c: { ...cluster, identity: [cluster.identity] } } },
    ],
    ["of an app that is looked up", "data.azurerm_linux_web_app.c.identity[0].principal_id", {}],
    ["of a cluster that is looked up", "data.azurerm_kubernetes_cluster.c.kubelet_identity[0].object_id", {}],
    ["of a user that is looked up", "data.azuread_user.c.id", {}],
  ])("%s", async (_words, principal, resources) => {
    const role = { scope: GROUP, role_definition_name: "Storage Blob Data Reader", principal_id: `\${${principal}}` };
    const lookedUp = {
      azurerm_linux_web_app: { c: cluster },
      azurerm_kubernetes_cluster: { c: cluster },
      azuread_user: { c: { user_principal_name: "a@example.com" } },
    };
    const { resource, ...others } = synthesized(GROUP, resources, lookedUp) as {
      resource: { azurerm_role_assignment: object };
    };
    const azurerm_role_assignment = { ...resource.azurerm_role_assignment, other: role };
    const action = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read";
    const request = { from: "west:deploy/deployer", action, resource: `${CONTAINER}/blobs/a` };
    const [verdict] = await verdicts({ ...others, resource: { ...resource, azurerm_role_assignment } }, [request]);
    expect(inWords(verdict, REFUSED)).toBe(REFUSED);
  });
});
