import { Equivalence } from "./equivalence";
import { AWS_EQUIVALENCES } from "./harmless-aws";
import { EQUIVALENCES_OF_PODS } from "./harmless-pods";
import { EQUIVALENCES_OF_WEBHOOKS } from "./harmless-webhooks";
import { Json, Mutant } from "./mutate";

/** Types whose place the provider's region does not decide, and those whose names tell their project. */
const WITHOUT_REGION =
  /^google_(\w+_iam_(member|binding|policy)|iam_workload_identity_pool(_provider)?|service_account)$/;
const OWN_AUDIENCE =
  /^https:\/\/iam\.[^/]+\/(projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+|\$\{[\w.-]+\.name\})\/providers\//;
const WITHOUT_PROJECT = /^google_(storage_bucket|service_account)_iam_(member|binding|policy)$/;

export const EQUIVALENCES: readonly Equivalence[] = [
  {
    name: "pool-without-a-provider",
    ...{ address: /^google_iam_workload_identity_pool\.added$/, path: /./, operator: /^copy with another text$/ },
    reason: "a pool without a provider takes no token",
  },
  {
    name: "cluster-that-no-edge-uses",
    ...{ address: /^(azurerm_kubernetes_cluster|azurerm_resource_group)\.added$/, path: /./ },
    ...{ operator: /^copy with another text$/, reason: "a further cluster or group gives no right in the others" },
  },
  {
    name: "who-signs-in",
    ...{ address: /^azuread_application\./, path: /^sign_in_audience$/ },
    reason: "people who sign in to the application get no token of its service principal",
  },
  {
    name: "identity-without-a-credential",
    ...{ address: /^(azurerm_user_assigned_identity|google_service_account)\.added$/, path: /./ },
    ...{ operator: /^copy with another text$/, reason: "nothing becomes the identity, and it has no right" },
  },
  {
    name: "grant-to-what-no-edge-acts-as",
    ...{ address: /^(azurerm_role_assignment|google_\w+_iam_member)\.added$/, path: /^(principal_id|member)$/ },
    ...{
      operator: /^copy with another text$/,
      reason: "the right is that of another principal, which no edge acts as",
    },
  },
  {
    name: "type-of-principal-that-is-not-known",
    ...{ address: /^azurerm_role_assignment\./, path: /^principal_type$/, operator: /^other text$/ },
    reason: "Azure refuses an assignment that names another type, and the type gives no right",
    holds: ({ to }) => to.startsWith("${var."),
  },
  {
    name: "case-of-azure",
    ...{ address: /^(provider\.)?azurerm/, operator: /^other case$/ },
    path: /^(name|dns_prefix|location|resource_group_name|scope|role_definition_id|subscription_id|tenant_id|default_node_pool\.vm_size|azure_active_directory_role_based_access_control\.tenant_id)$/,
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
    name: "name-that-is-referred-to",
    ...{
      address:
        /^(azurerm_(user_assigned_identity|kubernetes_cluster|resource_group)|google_iam_workload_identity_pool)\./,
      operator: /^other text$/,
    },
    path: /^(name|dns_prefix|location|resource_group_name|workload_identity_pool_id)$/,
    reason: "nothing else writes the name: all that means the object refers to it and moves along",
    holds: ({ before, everything, address }) =>
      typeof before === "string" &&
      (before.includes("${") || timesOf(before, everything) <= timesIn(address, before, everything)),
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
    ...{ address: /^azurerm_kubernetes_cluster\./, path: /^default_node_pool\.(name|node_count|vm_size)$/ },
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
    ...{ address: /^provider\.azurerm/, path: /^(subscription_id|tenant_id)$/, operator: /^remove argument$/ },
    reason: "the login's own subscription and tenant: the documents name the tenant that is needed",
  },
  {
    name: "region-of-nothing",
    ...{ address: /^provider\.google/, path: /^region$/ },
    reason: "no resource of the stack takes its place from the provider's region",
    holds: ({ document }) =>
      resourcesOf(document, "google_").every(([type, one]) => WITHOUT_REGION.test(type) || one.location !== undefined),
  },
  {
    name: "project-of-nothing",
    ...{ address: /^provider\.google/, path: /^project$/ },
    reason: "every resource of the stack names its own project",
    holds: ({ document }) =>
      resourcesOf(document, "google_").every(([type, one]) => WITHOUT_PROJECT.test(type) || one.project !== undefined),
  },
  {
    name: "project-of-provider",
    ...{ address: /^google_/, path: /^project$/, operator: /^remove argument$/ },
    reason: "the provider names the same project",
    holds: ({ before, document }) => {
      const { provider = {} } = document as { provider?: Record<string, readonly { project?: Json }[]> };
      return (provider.google ?? []).some(({ project }) => project === before);
    },
  },
  {
    name: "default-audience",
    ...{ address: /^google_iam_workload_identity_pool_provider\./, operator: /^remove argument$/ },
    path: /^oidc\.allowed_audiences$/,
    reason: "the provider's own name is the audience that Google takes where none is given",
    holds: ({ before, object }) => {
      const [audience] = Array.isArray(before) ? before : [];
      const id = object.workload_identity_pool_provider_id;
      if (typeof audience !== "string" || typeof id !== "string") return false;
      return OWN_AUDIENCE.test(audience) && audience.endsWith(`/providers/${id}`);
    },
  },
  {
    name: "optional-of-keys",
    ...{ address: /^google_iam_workload_identity_pool_provider\./, operator: /^remove argument$/ },
    path: /^oidc\.jwks_json\.\(json\)\.keys\.\d+\.(alg|use)$/,
    reason: "RFC 7517 lets a key leave it out: its type tells the algorithm",
  },
  {
    name: "care-of-terraform",
    ...{ address: /^google_container_cluster\./, path: /^(deletion_protection|enable_autopilot)$/ },
    reason: "whether Terraform may delete the cluster, and who runs its nodes",
  },
];

/** The equivalence that holds for a mutant; undefined where none does. */
export function equivalenceOf(
  mutant: Mutant,
  document: Json,
  stacks: ReadonlyMap<string, Json>,
): Equivalence | undefined {
  const { address, path, operator } = mutant;
  const object = objectAt(document, address);
  const steps = path === "" ? [] : path.split(".");
  const before = steps.reduce<Json | undefined>(
    (value, step) => (value as Record<string, Json> | undefined)?.[step],
    object,
  );
  const all = [...EQUIVALENCES, ...AWS_EQUIVALENCES, ...EQUIVALENCES_OF_PODS, ...EQUIVALENCES_OF_WEBHOOKS];
  return all.find((one) => {
    const isMeant = one.address.test(address) && one.path.test(path) && (one.operator?.test(operator) ?? true);
    if (!isMeant || one.holds === undefined) return isMeant;
    return one.holds({ ...mutant, before, object, document, everything: JSON.stringify([...stacks.values()]) });
  });
}

type Objects = Record<string, Record<string, Record<string, Json>>>;

/** A resource, data source or output of a document, empty where there is none. */
export function objectAt(document: Json, address: string): Record<string, Json> {
  const {
    resource = {},
    data = {},
    output = {},
  } = document as {
    resource?: Objects;
    data?: Objects;
    output?: Record<string, Record<string, Json>>;
  };
  const [kind, ...rest] = address.split(".");
  if (kind === "output") return output[rest.join(".")] ?? {};
  const [type, name] = kind === "data" ? rest : [kind, rest[0]];
  return (kind === "data" ? data : resource)[type]?.[name] ?? {};
}

function resourcesOf(document: Json, prefix: string): readonly (readonly [string, Record<string, Json>])[] {
  const { resource = {} } = document as { resource?: Objects };
  return Object.entries(resource).flatMap(([type, named]) =>
    type.startsWith(prefix) ? Object.values(named).map((one) => [type, one] as const) : [],
  );
}

/** How often a text writes a name as a part of an id, or as what resources are put into. */
function timesOf(name: string, everything: string): number {
  const own = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const ids = `(managedClusters|resourceGroups|userAssignedIdentities|workloadIdentityPools)/${own}(?=["/\\\\])`;
  const arguments_ = `"(resource_group_name|workload_identity_pool_id)":"${own}"`;
  return [...everything.matchAll(new RegExp(`${ids}|${arguments_}`, "gi"))].length;
}

/** How often the object itself does. */
function timesIn(address: string, name: string, everything: string): number {
  const [type, own] = address.split(".");
  return (JSON.parse(everything) as Json[])
    .map((document) => objectAt(document, `${type}.${own}`))
    .reduce((sum, object) => sum + timesOf(name, JSON.stringify(object)), 0);
}
