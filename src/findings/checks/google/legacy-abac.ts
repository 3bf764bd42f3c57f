import { Check } from "../check";
import { isOn, resourcesOf } from "../support/arguments";

export const legacyAbac: Check = {
  code: "gke-legacy-abac",
  severity: "high",
  title: "A cluster has the legacy authorizer (ABAC) enabled (ABAC) enabled",
  gain: "Identities in the cluster have rights that neither RBAC nor IAM shows or limits.",
  fix: "Remove enable_legacy_abac.",
  page: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
  find: (world) =>
    resourcesOf(world, ["google_container_cluster"])
      .filter((resource) => isOn(resource, "enable_legacy_abac"))
      .map((resource) => ({ resource, argument: "enable_legacy_abac", reason: "enable_legacy_abac is true" })),
};
