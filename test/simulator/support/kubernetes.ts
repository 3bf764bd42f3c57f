import { AccessRequest, KubernetesUser, ResourceRequest, World } from "../../../src/simulator";
import { Rbac } from "../../../src/simulator/kubernetes/rbac";
import { rbacObjects } from "../../../src/simulator/kubernetes/rbac-objects";
import { Args, Stack } from "./stack";

/** A user of no cloud in particular, with groups beside that of everybody. */
export function userOf(name: string, ...groups: string[]): KubernetesUser {
  const cloudName = { cloud: "azure", objectId: name } as const;
  return { name, groups: [...groups, "system:authenticated"], extra: {}, cloudName };
}

/** A request in words: `list pods in ns`, `get pods/log in ns`, `patch deployments.apps`, `get secrets a in ns`, `get /metrics`. */
export function asking(words: string): AccessRequest {
  const [, verb, path] = /^(\w+) (\/.*)$/.exec(words) ?? [];
  return path === undefined ? objects(words) : { verb, path };
}

/** The same for what is no path. */
export function objects(words: string): ResourceRequest {
  const parts = /^(\w+) ([a-z*]+)(?:\/([a-z]+))?(?:\.(\S+))?(?: (?!in )(\S+))?(?: in (\S+))?$/.exec(words);
  if (!parts) throw new Error(`"${words}" is no request.`);
  const [, verb, resource, subresource, group = "", name, namespace = ""] = parts;
  return { verb, group, resource, namespace, ...(subresource ? { subresource } : {}), ...(name ? { name } : {}) };
}

/** A subject: `User alice`, `Group readers`, `ServiceAccount sa`. */
export function subject(words: string): Args {
  const [kind, name] = words.split(" ");
  return { kind, name, ...(kind === "ServiceAccount" ? {} : { api_group: "rbac.authorization.k8s.io" }) };
}

/** A RoleBinding's arguments: of a ClusterRole unless the role is written `Role <name>`. */
export function roleBinding(namespace: string | undefined, role: string, ...subjects: string[]): Args {
  return { metadata: { name: "b", ...(namespace ? { namespace } : {}) }, ...boundTo(role, subjects) };
}

/** A ClusterRoleBinding's arguments. */
export function clusterRoleBinding(role: string, ...subjects: string[]): Args {
  return { metadata: { name: "b" }, ...boundTo(role, subjects) };
}

function boundTo(role: string, subjects: readonly string[]): Args {
  const [kind, name] = role.includes(" ") ? role.split(" ") : ["ClusterRole", role];
  return { role_ref: { api_group: "rbac.authorization.k8s.io", kind, name }, subject: subjects.map(subject) };
}

/** A stack with one RoleBinding or ClusterRoleBinding called `b`. */
export function bound(args: Args): Stack {
  const isNamespaced = (args.metadata as Args).namespace !== undefined;
  return {
    resource: { [isNamespaced ? "kubernetes_role_binding_v1" : "kubernetes_cluster_role_binding_v1"]: { b: args } },
  };
}

/** Every RBAC object of a stack, as those of one cluster. */
export function rbacOf({ configuration }: World): Rbac {
  const { bindings, roles } = rbacObjects(configuration);
  return new Rbac(
    bindings.map(({ read }) => read()),
    roles.map(({ read }) => read()),
  );
}
