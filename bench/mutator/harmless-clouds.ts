import { Equivalence } from "./equivalence";
import { AWS_EQUIVALENCES } from "./harmless-aws";
import { AZURE_EQUIVALENCES } from "./harmless-azure";
import { GOOGLE_EQUIVALENCES } from "./harmless-google";
import { EQUIVALENCES_OF_PODS } from "./harmless-pods";
import { EQUIVALENCES_OF_WEBHOOKS } from "./harmless-webhooks";
import { objectAt, textOf } from "./objects-in-documents";
import { Json, Mutant } from "./mutate";

/** A member that is of GKE's own pool of a project: `PROJECT.svc.id.goog[ns/sa]`, `…/PROJECT.svc.id.goog/subject/…`. */
const POOL_OF_GKE = /\.svc\.id\.goog[[/]|workload_pool\}[[/]/;

/** Changes of objects of more than one cloud that change nothing of who may do what. */
const EQUIVALENCES: readonly Equivalence[] = [
  {
    name: "cluster-that-no-edge-uses",
    ...{
      address: /^(azurerm_kubernetes_cluster|azurerm_resource_group|aws_eks_cluster)\.added$/,
      path: /./,
    },
    ...{ operator: /^copy with another text$/, reason: "a further cluster or group gives no right in the others" },
  },
  {
    name: "cluster-of-GKE-that-no-edge-uses",
    ...{ address: /^google_container_cluster\.added$/, path: /./, operator: /^copy with another text$/ },
    // "About Workload Identity Federation for GKE", section "Identity sameness".
    reason: "clusters of a project share one pool of pods, and nothing is granted to pods of such a pool",
    holds: ({ everything }) => !POOL_OF_GKE.test(everything),
  },
  {
    name: "identity-without-a-credential",
    ...{
      address: /^(azurerm_user_assigned_identity|google_service_account|azuread_application)\.added$/,
      path: /./,
    },
    ...{ operator: /^copy with another text$/, reason: "nothing becomes the identity, and it has no right" },
  },
  {
    name: "service-principal-of-another-application",
    // A copy with any other text is of the same application.
    ...{ address: /^azuread_service_principal\.added$/, path: /^client_id$/, operator: /^copy with another text$/ },
    reason: "no edge signs in to the application, and its principal has no right",
  },
  {
    name: "grant-to-what-no-edge-acts-as",
    // Members of a service account are who may act as it.
    ...{
      address: /^(azurerm_role_assignment|google_(?!service_account_)\w+_iam_member)\.added$/,
      path: /^(principal_id|member)$/,
    },
    ...{
      operator: /^copy with another text$/,
      reason: "the right is that of another principal, which no edge acts as",
    },
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
    name: "names-that-are-referred-to, swapped",
    ...{ address: /^(azurerm_user_assigned_identity|google_iam_workload_identity_pool)\./, operator: /^swap values$/ },
    path: /^(name|workload_identity_pool_id)$/,
    reason: "nothing else writes either name: all that means the objects refers to them and moves along",
    holds: ({ before, to, everything, address, alsoAt = "" }) => {
      const isFree = (name: Json | undefined, at: string) =>
        typeof name === "string" && timesOf(name, everything) <= timesIn(at, name, everything);
      return isFree(before, address) && isFree(textOf(to), alsoAt);
    },
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
  const all = [
    ...EQUIVALENCES,
    ...AZURE_EQUIVALENCES,
    ...GOOGLE_EQUIVALENCES,
    ...AWS_EQUIVALENCES,
    ...EQUIVALENCES_OF_PODS,
    ...EQUIVALENCES_OF_WEBHOOKS,
  ];
  return all.find((one) => {
    const isMeant = one.address.test(address) && one.path.test(path) && (one.operator?.test(operator) ?? true);
    if (!isMeant || one.holds === undefined) return isMeant;
    return one.holds({ ...mutant, before, object, document, everything: JSON.stringify([...stacks.values()]) });
  });
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
