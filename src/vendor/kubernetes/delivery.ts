/**
 * What delivers objects of Kubernetes from somewhere else: a repository, a chart, another cluster. Which objects these are is not in
 * what Terraform reads.
 */

/**
 * Types of resources, with the argument that names the cluster where it is one of Terraform's own.
 *
 * Terraform registry: the types' pages; Google Cloud documentation: "Config Sync".
 */
export const DELIVERING_TYPES: Readonly<Record<string, { readonly cluster?: string }>> = {
  argocd_application: {},
  argocd_application_set: {},
  azurerm_arc_kubernetes_flux_configuration: { cluster: "cluster_id" },
  azurerm_kubernetes_flux_configuration: { cluster: "cluster_id" },
  flux_bootstrap_git: {},
};

/** Google's feature of a fleet that does, by the block that is its own: `configmanagement.config_sync`. */
export const DELIVERING_FEATURE = {
  type: "google_gke_hub_feature_membership",
  block: "configmanagement",
  argument: "config_sync",
} as const;

/**
 * Kinds of objects, by their API groups.
 *
 * Argo CD: "Declarative Setup"; Flux: "Kustomize Controller" and "Helm Controller"; Config Sync: "RootSync and RepoSync fields"; K3s:
 * "Using the HelmChart CRD"; Fleet: "GitRepo"; Crossplane's provider-kubernetes: "Object".
 */
export const DELIVERING_KINDS: Readonly<Record<string, readonly string[]>> = {
  "argoproj.io": ["Application", "ApplicationSet"],
  "configsync.gke.io": ["RootSync", "RepoSync"],
  "fleet.cattle.io": ["GitRepo", "Bundle"],
  "helm.cattle.io": ["HelmChart"],
  "helm.toolkit.fluxcd.io": ["HelmRelease"],
  "kubernetes.crossplane.io": ["Object"],
  "kustomize.toolkit.fluxcd.io": ["Kustomization"],
};
