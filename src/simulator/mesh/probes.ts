import { AccessRequest } from "../kubernetes/request";
import { Edge } from "./edge";
import { World } from "./world";

/** What is asked of every namespace: from harmless to what leads to everything else. */
const IN_NAMESPACES = [
  "list pods",
  "get pods/log",
  "create pods",
  "delete pods",
  "create pods/exec",
  "list deployments.apps",
  "create deployments.apps",
  "patch deployments.apps",
  "list services",
  "list configmaps",
  "update configmaps",
  "get secrets",
  "create secrets",
  "impersonate serviceaccounts",
  "create serviceaccounts/token",
  "list roles.rbac.authorization.k8s.io",
  "create rolebindings.rbac.authorization.k8s.io",
  "get namespaces",
];
/** What is asked of the whole cluster beside that. */
const IN_CLUSTER = [
  "list namespaces",
  "create namespaces",
  "list nodes",
  "create clusterrolebindings.rbac.authorization.k8s.io",
  "list customresourcedefinitions.apiextensions.k8s.io",
];
/** A namespace that no declaration should reach by accident. */
const SYSTEM_NAMESPACE = "kube-system";

/**
 * The requests by which "exactly its access" is told: those of every namespace that any edge into the cluster names, of
 * kube-system, and of the whole cluster.
 */
export function probesFor(world: World, edge: Edge): readonly AccessRequest[] {
  const into = world.edges.filter(({ declaration }) => declaration.target.name === edge.declaration.target.name);
  const named = into.flatMap(({ declaration }) => declaration.access.flatMap(({ namespaces }) => namespaces));
  const namespaces = [...new Set([...named, SYSTEM_NAMESPACE])].sort();
  return [
    ...namespaces.flatMap((namespace) => IN_NAMESPACES.map((words) => request(words, namespace))),
    ...[...IN_NAMESPACES, ...IN_CLUSTER].map((words) => request(words, "")),
  ];
}

function request(words: string, namespace: string): AccessRequest {
  const [, verb, resource, subresource, group] = /^(\w+) ([a-z]+)(?:\/([a-z]+))?(?:\.(.+))?$/.exec(words) ?? [];
  return { verb, resource, group: group ?? "", namespace, ...(subresource ? { subresource } : {}) };
}
