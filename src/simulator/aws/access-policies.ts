import { EKS_ACCESS_POLICIES_BY_ROLE } from "../../vendor/aws/eks";
import { Rule } from "../kubernetes/rule";

const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch", "delete", "deletecollection"];

/** A rule from words: `group: resource resource`, the core group as `core`. */
function rule(objects: string, verbs: readonly string[]): Rule {
  const [group, resources] = objects.split(": ");
  return { apiGroups: [group === "core" ? "" : group], resources: resources.split(" "), verbs };
}

/** The scalable and other workloads of the groups apps and extensions, as view shows them. */
const VIEW: readonly Rule[] = [
  rule(
    "core: pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status endpoints persistentvolumeclaims persistentvolumeclaims/status configmaps",
    READ,
  ),
  rule(
    "core: limitranges resourcequotas bindings events pods/status resourcequotas/status namespaces/status replicationcontrollers/status pods/log",
    READ,
  ),
  rule("core: namespaces", READ),
  rule("discovery.k8s.io: endpointslices", READ),
  rule(
    "apps: controllerrevisions statefulsets statefulsets/status statefulsets/scale daemonsets daemonsets/status deployments deployments/status deployments/scale replicasets replicasets/status replicasets/scale",
    READ,
  ),
  rule("autoscaling: horizontalpodautoscalers horizontalpodautoscalers/status", READ),
  rule("batch: jobs cronjobs cronjobs/status jobs/status", READ),
  rule(
    "extensions: daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status replicasets replicasets/scale replicasets/status replicationcontrollers/scale networkpolicies",
    READ,
  ),
  rule("policy: poddisruptionbudgets poddisruptionbudgets/status", READ),
  rule("networking.k8s.io: networkpolicies ingresses ingresses/status", READ),
];

/** What edit adds to view, also in the policies of clouds. */
const COMMON_EDIT: readonly Rule[] = [
  rule("core: pods/attach pods/proxy pods/exec pods/portforward secrets services/proxy", READ),
  rule("core: serviceaccounts", ["impersonate"]),
  rule("core: pods pods/attach pods/proxy pods/exec pods/portforward", WRITE),
  rule(
    "core: replicationcontrollers replicationcontrollers/scale serviceaccounts services services/proxy persistentvolumeclaims configmaps secrets events",
    WRITE,
  ),
  rule(
    "apps: statefulsets statefulsets/scale daemonsets deployments deployments/scale deployments/rollback replicasets replicasets/scale",
    WRITE,
  ),
  rule("autoscaling: horizontalpodautoscalers", WRITE),
  rule("batch: jobs cronjobs", WRITE),
  rule(
    "extensions: daemonsets deployments deployments/scale deployments/rollback ingresses replicasets replicasets/scale replicationcontrollers/scale networkpolicies",
    WRITE,
  ),
  rule("policy: poddisruptionbudgets", WRITE),
  rule("networking.k8s.io: networkpolicies ingresses", WRITE),
];
const ADMIN: readonly Rule[] = [
  rule("authorization.k8s.io: localsubjectaccessreviews", ["create"]),
  rule("rbac.authorization.k8s.io: roles rolebindings", [...READ, ...WRITE]),
];
const EVERYTHING: readonly Rule[] = [
  { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
  { nonResourceURLs: ["*"], verbs: ["*"] },
];

const EKS_EDIT: readonly Rule[] = [...VIEW, ...COMMON_EDIT];

/**
 * EKS's access policies, by name.
 *
 * Amazon EKS documentation: "Review access policy permissions".
 */
export const EKS_ACCESS_POLICIES: Readonly<Record<string, readonly Rule[]>> = {
  AmazonEKSViewPolicy: VIEW,
  AmazonEKSEditPolicy: EKS_EDIT,
  AmazonEKSAdminPolicy: [...EKS_EDIT, ...ADMIN],
  AmazonEKSClusterAdminPolicy: EVERYTHING,
  AmazonEKSAdminViewPolicy: [{ apiGroups: ["*"], resources: ["*"], verbs: READ }],
  AmazonEKSSecretReaderPolicy: [rule("core: secrets", READ)],
};

/** EKS's policies by the level that ClusterAccess names. */
export const EKS_POLICIES: Readonly<Record<string, string>> = EKS_ACCESS_POLICIES_BY_ROLE;
