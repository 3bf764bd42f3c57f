import { authorize, Cluster, KubernetesUser, missingRules, ResourceRequest, Rule, World } from "../../simulator";

/** A Role, a ClusterRole, or a binding to one, that a request would create. */
interface RbacObject {
  readonly rules?: readonly Partial<Rule>[] | null;
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly unknown[] } | null;
  readonly roleRef?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
}

/** Why a role or a binding is not created. */
export type Escalation =
  | { readonly missingRole: string }
  /** What of a binding's role is not told, so that it is not looked for. */
  | { readonly missingParameter: "Name" | "Namespace" }
  | { readonly unsupportedKind: string }
  | { readonly reason: string };

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
  const wanted = resource.endsWith("bindings")
    ? boundRules(cluster, may, namespace, object)
    : may({ verb: "escalate", group: RBAC_GROUP, resource, namespace })
      ? undefined
      : (object.rules ?? []);
  if (wanted === undefined || "unsupportedKind" in wanted || "missingParameter" in wanted || "missingRole" in wanted) {
    return wanted;
  }
  const held = cluster.rbac.rulesFor(user, namespace);
  const missing = missingRules(held, wanted);
  if (missing.length > 0) {
    const who = `user ${JSON.stringify(user.name)} (groups=${quoted(user.groups)})`;
    const rules = compacted(missing).map(compact).sort();
    return { reason: `${who} is attempting to grant RBAC permissions not currently held:\n${rules.join("\n")}` };
  }
  // It gathers whatever roles have a label, so that none of its rules is known when it is made.
  const selectors = resource === "clusterroles" ? object.aggregationRule?.clusterRoleSelectors : undefined;
  const gathers = (selectors ?? []).length > 0;
  if (!gathers || missingRules(held, EVERYTHING).length === 0) return undefined;
  return { reason: "must have cluster-admin privileges to use the aggregationRule" };
}

const EVERYTHING: readonly Partial<Rule>[] = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];

/** The rules that a binding would give; undefined for one to a role that the user may bind. */
function boundRules(
  { rbac }: Cluster,
  may: (request: ResourceRequest) => boolean,
  namespace: string,
  { roleRef }: RbacObject,
): readonly Partial<Rule>[] | Exclude<Escalation, { reason: string }> | undefined {
  const { apiGroup, kind = "", name = "" } = roleRef ?? {};
  if (kind !== "Role" && kind !== "ClusterRole") return { unsupportedKind: kind };
  const bound = kind === "Role" ? "roles" : "clusterroles";
  if (may({ verb: "bind", group: apiGroup ? apiGroup : RBAC_GROUP, resource: bound, namespace, name })) {
    return undefined;
  }
  if (kind === "Role" && namespace === "") return { missingParameter: "Namespace" };
  if (name === "") return { missingParameter: "Name" };
  return rbac.rulesOf({ roleKind: kind, roleName: name, namespace }) ?? { missingRole: name };
}

/**
 * Rules for the same resource as one, with the verbs of all. Kubernetes source:
 * `component-helpers/auth/rbac/validation/policy_compact.go`.
 */
function compacted(rules: readonly Partial<Rule>[]): readonly Partial<Rule>[] {
  const made = new Map<string, Partial<Rule>>();
  for (const rule of rules) {
    const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs = [] } = rule;
    const isSimple = apiGroups.length === 1 && resources.length === 1 && resourceNames.length === 0;
    const key = JSON.stringify(isSimple && nonResourceURLs.length === 0 ? [apiGroups, resources] : rule);
    made.set(key, { ...rule, verbs: [...(isSimple ? (made.get(key)?.verbs ?? []) : []), ...verbs] });
  }
  return [...made.values()];
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
