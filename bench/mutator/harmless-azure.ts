import { Equivalence } from "./equivalence";
import { objectAt } from "./objects-in-documents";
import { foreign } from "./mutate";

/** Changes of objects of Azure that change nothing of who may do what. */
export const AZURE_EQUIVALENCES: readonly Equivalence[] = [
  {
    name: "who-signs-in",
    ...{ address: /^azuread_application\./, path: /^sign_in_audience$/ },
    reason: "people who sign in to the application get no token of its service principal",
  },
  {
    name: "type-of-principal-that-is-not-known",
    ...{ address: /^azurerm_role_assignment\./, path: /^principal_type$/, operator: /^other text$/ },
    reason: "Azure refuses an assignment that names another type, and the type gives no right",
    holds: ({ to }) => to.startsWith("${var."),
  },
  {
    name: "case-of-azure",
    ...{ address: /^(provider\.)?azure(rm|ad)/, operator: /^other case$/ },
    path: /^(owners\.\d+|name|dns_prefix|location|resource_group_name|scope|role_definition_id|subscription_id|tenant_id|default_node_pool\.vm_size|azure_active_directory_role_based_access_control\.tenant_id)$/,
    reason: "Azure compares names, ids and UUIDs without regard to letter case",
  },
  {
    name: "name-of-credential",
    ...{ address: /^azurerm_federated_identity_credential\./, path: /^name$/, operator: /^other text$/ },
    reason: "a credential's name is a name; issuer, subject and audience decide",
  },
  {
    name: "group-of-credential",
    ...{
      address: /^azurerm_federated_identity_credential\./,
      path: /^resource_group_name$/,
      operator: /^remove argument$/,
    },
    reason: "the provider takes the group from parent_id, or Terraform refuses the credential at plan",
  },
  {
    name: "place-of-identity",
    ...{ address: /^azurerm_user_assigned_identity\./, path: /^location$/, operator: /^other text$/ },
    reason: "an identity has the same rights from every region",
  },
  {
    name: "fewer-owners",
    ...{ address: /^azuread_(application|service_principal)\./, path: /^owners$/, operator: /^remove argument$/ },
    reason: "without the argument fewer principals may add a credential",
  },
  {
    name: "role-of-every-subscription, by azapi",
    ...{ address: /^azapi_resource\.twin$/, path: /^role_definition_id$/, operator: /^twin type with another text$/ },
    reason: "a role that is built in has one id, whatever subscription stands before it",
    holds: ({ document, alsoAt = "" }) => {
      const before = objectAt(document, alsoAt).role_definition_id;
      const role = (id: string) => id.replace(/^\/subscriptions\/[^/]+/, "");
      return typeof before === "string" && role(foreign(before)) === role(before);
    },
  },
  {
    name: "type-that-azure-knows",
    ...{ address: /^azurerm_role_assignment\./, path: /^principal_type$/, operator: /^remove argument$/ },
    reason: "Azure looks the principal's type up by itself",
  },
  {
    name: "role-of-every-subscription",
    ...{ address: /^azurerm_role_assignment\./, path: /^role_definition_id$/, operator: /^other text$/ },
    reason: "a role that is built in has one id, whatever subscription stands before it",
    // The operator changes one part, and here it is the subscription.
    holds: ({ before, to }) =>
      typeof before === "string" && /^"\/subscriptions\/[^/]+\//.test(to) && !to.startsWith(`"${before.slice(0, 60)}`),
  },
  {
    name: "subscription-of-identity",
    ...{ address: /^provider\.azurerm/, path: /^subscription_id$/, operator: /^other text$/ },
    reason: "an identity has the same rights from every subscription of its tenant",
  },
  {
    name: "wait-for-replication",
    ...{ address: /^azurerm_role_assignment\./, path: /^skip_service_principal_aad_check$/ },
    reason: "how long Terraform waits for a new principal",
  },
  {
    name: "nodes",
    ...{ address: /^azurerm_kubernetes_cluster\./, path: /^default_node_pool(\.(name|node_count|vm_size))?$/ },
    reason: "how many nodes of which size there are gives no right",
  },
  {
    name: "default-tenant",
    ...{ address: /^azurerm_kubernetes_cluster\./, operator: /^remove argument$/ },
    path: /^azure_active_directory_role_based_access_control\.tenant_id$/,
    reason: "the subscription's tenant is the same one",
  },
  {
    name: "azure-rbac-without-assignments",
    ...{ address: /^azurerm_kubernetes_cluster\./, operator: /^(flip|remove argument)$/ },
    path: /^azure_active_directory_role_based_access_control\.azure_rbac_enabled$/,
    reason: "Azure's role assignments decide too or not, and none that was read reaches into a cluster",
    holds: ({ everything }) => !everything.includes("azurerm_role_assignment"),
  },
  {
    name: "plan-refuses",
    ...{ address: /^provider\.azurerm/, path: /^features$/, operator: /^remove argument$/ },
    reason: "Terraform refuses the provider without it, so nothing changes",
  },
  {
    name: "features",
    ...{ address: /^provider\.azurerm/, path: /^features/, operator: /^add block$/ },
    reason: "how carefully the provider deletes",
  },
  {
    name: "login-of-azure",
    ...{ address: /^provider\.azure(rm|ad)/, path: /^(subscription_id|tenant_id)$/, operator: /^remove argument$/ },
    reason: "the login's own subscription and tenant: the documents name the tenant that is needed",
  },
];
