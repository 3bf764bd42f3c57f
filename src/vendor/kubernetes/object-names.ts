import { DNS_LABEL, DNS_SUBDOMAIN, MAX_DNS_LABEL, MAX_DNS_SUBDOMAIN } from "./names";
import { NameRule } from "../name-rule";

/** "Object Names and IDs", Kubernetes documentation: the names of most objects. */
export const OBJECT_NAME: NameRule = {
  min: 1,
  max: MAX_DNS_SUBDOMAIN,
  pattern: DNS_SUBDOMAIN,
  characters: "lower-case letters, digits, - and ., which are neither first nor last",
};

/** "Object Names and IDs", Kubernetes documentation: namespaces. */
export const NAMESPACE_NAME: NameRule = {
  min: 1,
  max: MAX_DNS_LABEL,
  pattern: DNS_LABEL,
  characters: "lower-case letters, digits and -, which is neither first nor last",
};

/** `ValidateReleaseName` of Helm's `chartutil`: the names of releases. */
export const RELEASE_NAME: NameRule = { ...OBJECT_NAME, max: 53 };

/** Types of the Terraform provider whose objects are pods, start pods, or are what pods run as and mount. */
export const POD_TYPES: readonly string[] = [
  ...["config_map", "secret", "service_account", "pod", "deployment", "stateful_set", "job", "cron_job"].flatMap(
    (type) => [`kubernetes_${type}`, `kubernetes_${type}_v1`],
  ),
  ...["kubernetes_daemonset", "kubernetes_daemon_set_v1"],
  ...["kubernetes_replication_controller", "kubernetes_replication_controller_v1"],
];
