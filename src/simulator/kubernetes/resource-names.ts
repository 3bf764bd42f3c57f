/**
 * Built-in resources by the names that rules have, and the shorter ones that kubectl takes for them: singular, short name, name
 * without the group ("Resource types" of kubectl's reference).
 *
 * @see https://kubernetes.io/docs/reference/kubectl/#resource-types
 */
const SHORTER: Readonly<Record<string, readonly string[]>> = {
  configmaps: ["configmap", "cm"],
  endpoints: ["ep"],
  events: ["event", "ev"],
  limitranges: ["limitrange", "limits"],
  namespaces: ["namespace", "ns"],
  nodes: ["node", "no"],
  persistentvolumeclaims: ["persistentvolumeclaim", "pvc"],
  persistentvolumes: ["persistentvolume", "pv"],
  pods: ["pod", "po"],
  podtemplates: ["podtemplate"],
  replicationcontrollers: ["replicationcontroller", "rc"],
  resourcequotas: ["resourcequota", "quota"],
  secrets: ["secret"],
  serviceaccounts: ["serviceaccount", "sa"],
  services: ["service", "svc"],
  "mutatingwebhookconfigurations.admissionregistration.k8s.io": [
    "mutatingwebhookconfigurations",
    "mutatingwebhookconfiguration",
  ],
  "validatingwebhookconfigurations.admissionregistration.k8s.io": [
    "validatingwebhookconfigurations",
    "validatingwebhookconfiguration",
  ],
  "customresourcedefinitions.apiextensions.k8s.io": [
    "customresourcedefinitions",
    "customresourcedefinition",
    "crd",
    "crds",
  ],
  "controllerrevisions.apps": ["controllerrevisions", "controllerrevision"],
  "daemonsets.apps": ["daemonsets", "daemonset", "ds"],
  "deployments.apps": ["deployments", "deployment", "deploy"],
  "replicasets.apps": ["replicasets", "replicaset", "rs"],
  "statefulsets.apps": ["statefulsets", "statefulset", "sts"],
  "horizontalpodautoscalers.autoscaling": ["horizontalpodautoscalers", "horizontalpodautoscaler", "hpa"],
  "cronjobs.batch": ["cronjobs", "cronjob", "cj"],
  "jobs.batch": ["jobs", "job"],
  "certificatesigningrequests.certificates.k8s.io": ["certificatesigningrequests", "certificatesigningrequest", "csr"],
  "leases.coordination.k8s.io": ["leases", "lease"],
  "ingresses.networking.k8s.io": ["ingresses", "ingress", "ing"],
  "networkpolicies.networking.k8s.io": ["networkpolicies", "networkpolicy", "netpol"],
  "poddisruptionbudgets.policy": ["poddisruptionbudgets", "poddisruptionbudget", "pdb"],
  "clusterrolebindings.rbac.authorization.k8s.io": ["clusterrolebindings", "clusterrolebinding"],
  "clusterroles.rbac.authorization.k8s.io": ["clusterroles", "clusterrole"],
  "rolebindings.rbac.authorization.k8s.io": ["rolebindings", "rolebinding"],
  "roles.rbac.authorization.k8s.io": ["roles", "role"],
  "priorityclasses.scheduling.k8s.io": ["priorityclasses", "priorityclass", "pc"],
  "storageclasses.storage.k8s.io": ["storageclasses", "storageclass", "sc"],
};
const FULL = new Map(Object.entries(SHORTER).flatMap(([full, names]) => names.map((name) => [name, full] as const)));

/**
 * The full name of a built-in resource that is given by a shorter one, such as `deployments.apps/scale` of `deployment/scale`;
 * undefined for all other names. No rule grants anything on a shorter name, so that a question about one is always refused.
 */
export function fullResourceName(resource: string): string | undefined {
  const [, name = "", rest = ""] = /^([^/]+)(\/.*)?$/s.exec(resource) ?? [];
  const full = FULL.get(name);
  return full === undefined ? undefined : full + rest;
}
