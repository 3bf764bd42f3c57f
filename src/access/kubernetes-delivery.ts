/** How a trust's objects get into the target cluster. What is created in the cloud is a Terraform resource either way. */
export enum KubernetesDelivery {
  /** Terraform creates them by the cluster's Kubernetes provider. */
  RESOURCES = "resources",
  /**
   * Terraform renders them as manifests, which others apply: a GitOps team, for instance. The cluster needs no Kubernetes
   * provider then.
   */
  MANIFESTS = "manifests",
}
