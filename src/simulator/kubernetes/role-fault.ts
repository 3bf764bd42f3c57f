import { pathSegmentFault } from "../../vendor/kubernetes/names";
import { Rule } from "./rule";

/**
 * What keeps an API server from storing a Role or ClusterRole; undefined for nothing.
 *
 * Kubernetes, pkg/apis/rbac/validation: ValidateRole, ValidateClusterRole, ValidatePolicyRule.
 */
export function roleFault(name: string, rules: readonly Rule[], isClusterRole: boolean): string | undefined {
  const nameFault = pathSegmentFault(name);
  if (nameFault !== undefined) return `its name ${nameFault}`;
  for (const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } of rules) {
    if (verbs.length === 0) return "a rule has no verbs";
    const isOfObjects = [apiGroups, resources, resourceNames].some((list) => list.length > 0);
    if (nonResourceURLs.length > 0) {
      if (!isClusterRole) return "a Role has rules for paths";
      if (isOfObjects) return "a rule is both for paths and for objects";
    } else if (apiGroups.length === 0 || resources.length === 0) return "a rule has no API groups or no resources";
  }
  return undefined;
}
