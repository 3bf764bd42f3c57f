import { AccessRequest, ResourceRequest } from "../kubernetes/request";
import { Edge } from "../edges/edge";
import { World } from "../world";

/** What is asked of every namespace: from harmless to what leads to everything else. */
const IN_NAMESPACES = requests(
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
);
/** What is asked of the whole cluster beside that. */
const IN_CLUSTER = requests(
  "list namespaces",
  "create namespaces",
  "list nodes",
  "create clusterrolebindings.rbac.authorization.k8s.io",
  "list customresourcedefinitions.apiextensions.k8s.io",
);
/** A namespace that no declaration should reach by accident. */
const SYSTEM_NAMESPACE = "kube-system";

/**
 * The requests by which "exactly its access" is told: those of every namespace that any edge into the cluster names, of
 * kube-system, and of the whole cluster.
 */
export function probesFor(world: World, edge: Edge): readonly AccessRequest[] {
  const named = world
    .besides(edge)
    .flatMap(({ declaration }) => declaration.access.flatMap(({ namespaces }) => namespaces));
  const namespaces = [...new Set([...named, SYSTEM_NAMESPACE])].sort();
  return [
    ...namespaces.flatMap((namespace) => IN_NAMESPACES.map((request) => ({ ...request, namespace }))),
    ...[...IN_NAMESPACES, ...IN_CLUSTER].map((request) => ({ ...request, namespace: "" })),
  ];
}

/** Requests from words: `verb resource/subresource.group`. */
function requests(...words: string[]): readonly Omit<ResourceRequest, "namespace">[] {
  return words.map((one) => {
    const [, verb, resource, subresource, group] = /^(\w+) ([a-z]+)(?:\/([a-z]+))?(?:\.(.+))?$/.exec(one) ?? [];
    return { verb, resource, group: group ?? "", ...(subresource ? { subresource } : {}) };
  });
}
