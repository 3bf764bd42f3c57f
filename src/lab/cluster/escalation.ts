import { authorize, Cluster, KubernetesUser, missingRules, ResourceRequest, Rule, World } from "../../simulator";

/** A Role, a ClusterRole, or a binding to one, that a request would create. */
interface RbacObject {
  readonly rules?: readonly Partial<Rule>[];
  readonly roleRef?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
}

/** Why a role or a binding is not created. */
export type Escalation = { readonly missingRole: string } | { readonly reason: string };

const RBAC_GROUP = "rbac.authorization.k8s.io";
const SUPERUSERS = "system:masters";

/**
 * Why a user may not create a role or a binding although RBAC lets it create such objects: it would have more rights than it has
 * now, and may neither `escalate` nor `bind`. Undefined where it may.
 *
 * Kubernetes source: `pkg/registry/rbac/{role,rolebinding}/policybased/storage.go`, `component-helpers/auth/rbac/validation`.
 */
export function escalationProblem(
  world: World,
  cluster: Cluster,
  user: KubernetesUser,
  { resource, namespace }: ResourceRequest,
  object: RbacObject,
): Escalation | undefined {
  if (user.groups.includes(SUPERUSERS)) return undefined;
  const may = (request: ResourceRequest) => authorize(world, cluster, user, request).allowed;
  const isBinding = resource.endsWith("bindings");
  if (!isBinding && may({ verb: "escalate", group: RBAC_GROUP, resource, namespace })) return undefined;
  const { kind = "", name = "" } = object.roleRef ?? {};
  const bound = kind === "Role" ? "roles" : "clusterroles";
  if (isBinding && may({ verb: "bind", group: RBAC_GROUP, resource: bound, namespace, name })) return undefined;
  const wanted = isBinding ? rulesOf(cluster, kind, name, namespace) : (object.rules ?? []);
  if (wanted === undefined) return { missingRole: name };
  const held = cluster.rbac.bindingsOf(user, namespace).flatMap((one) => cluster.rbac.rulesOf(one) ?? []);
  const missing = missingRules(held, wanted);
  if (missing.length === 0) return undefined;
  const who = `user ${JSON.stringify(user.name)} (groups=${quoted(user.groups)})`;
  const rules = missing.map(compact).sort();
  return { reason: `${who} is attempting to grant RBAC permissions not currently held:\n${rules.join("\n")}` };
}

/** A rule as Kubernetes prints it in refusals. Kubernetes source: `pkg/apis/rbac/v1/evaluation_helpers.go`. */
function compact({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: Partial<Rule>): string {
  const parts = Object.entries({
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  });
  return `{${parts.flatMap(([name, values]) => (values?.length ? `${name}:${quoted(values)}` : [])).join(", ")}}`;
}

/** A list as Go's format %q prints it. */
function quoted(values: readonly string[]): string {
  return `[${values.map((one) => JSON.stringify(one)).join(" ")}]`;
}

function rulesOf({ rbac }: Cluster, kind: string, name: string, namespace: string): readonly Rule[] | undefined {
  return rbac.rulesOf({ roleKind: kind === "Role" ? "Role" : "ClusterRole", roleName: name, namespace });
}
