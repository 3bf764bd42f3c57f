import { authorize, Cluster, KubernetesUser, ResourceRequest, World } from "../../simulator";

/** A rule as an object in a request has it. */
interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs?: readonly string[];
}

/** A Role, a ClusterRole, or a binding to one, that a request would create. */
interface RbacObject {
  readonly rules?: readonly Rule[];
  readonly roleRef?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
}

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
): string | undefined {
  if (user.groups.includes(SUPERUSERS)) return undefined;
  const may = (request: ResourceRequest) => authorize(world, cluster, user, request).allowed;
  const isBinding = resource.endsWith("bindings");
  if (!isBinding && may({ verb: "escalate", group: RBAC_GROUP, resource, namespace })) return undefined;
  const { kind = "", name = "" } = object.roleRef ?? {};
  const bound = kind === "Role" ? "roles" : "clusterroles";
  if (isBinding && may({ verb: "bind", group: RBAC_GROUP, resource: bound, namespace, name })) return undefined;
  const wanted = isBinding ? rulesOf(cluster, kind, name, namespace) : (object.rules ?? []);
  if (wanted === undefined) return `${bound}.${RBAC_GROUP} "${name}" not found`;
  const held = cluster.rbac.bindingsOf(user, namespace).flatMap((one) => cluster.rbac.rulesOf(one) ?? []);
  const missing = wanted.flatMap(single).filter((one) => !held.some((rule) => covers(rule, one)));
  if (missing.length === 0) return undefined;
  return `user "${user.name}" is attempting to grant RBAC permissions not currently held: ${JSON.stringify(missing)}`;
}

function rulesOf({ rbac }: Cluster, kind: string, name: string, namespace: string): readonly Rule[] | undefined {
  return rbac.rulesOf({ roleKind: kind === "Role" ? "Role" : "ClusterRole", roleName: name, namespace });
}

/** A rule as rules of one verb on one resource or path each. */
function single({
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
  verbs = [],
}: Rule): Rule[] {
  const names = resourceNames.length ? resourceNames.map((name) => [name]) : [[]];
  return verbs.flatMap((verb) => [
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        names.map((name) => ({ verbs: [verb], apiGroups: [group], resources: [resource], resourceNames: name })),
      ),
    ),
    ...nonResourceURLs.map((url) => ({ verbs: [verb], nonResourceURLs: [url] })),
  ]);
}

/** Whether a rule that is held gives all that a single one does. */
function covers(held: Rule, wanted: Rule): boolean {
  const all = (name: keyof Rule) =>
    (wanted[name] ?? []).every((one) => [one, "*"].some((it) => held[name]?.includes(it)));
  const resources = (wanted.resources ?? []).every((one) => coversResource(held.resources ?? [], one));
  const urls = (wanted.nonResourceURLs ?? []).every((one) => coversUrl(held.nonResourceURLs ?? [], one));
  return all("verbs") && all("apiGroups") && resources && urls && coversNames(held.resourceNames, wanted.resourceNames);
}

function coversResource(held: readonly string[], wanted: string): boolean {
  const [, subresource] = /^[^/]*\/(.*)$/.exec(wanted) ?? [];
  return (
    held.includes("*") || held.includes(wanted) || (subresource !== undefined && held.includes(`*/${subresource}`))
  );
}

function coversUrl(held: readonly string[], wanted: string): boolean {
  return held.some((one) => one === wanted || (one.endsWith("*") && wanted.startsWith(one.replace(/\*+$/, ""))));
}

function coversNames(held: readonly string[] = [], wanted: readonly string[] = []): boolean {
  if (held.length === 0) return true;
  return wanted.length > 0 && wanted.every((one) => held.includes(one));
}
