import { BUILT_IN_CLUSTER_ROLES, EVERYONE } from "../kubernetes/built-in-roles";
import { AccessRequest } from "../kubernetes/request";
import { allows } from "../kubernetes/rule";
import { Clouds } from "./authorize";
import { DeclaredAccess } from "../../trust-declaration";
import { Cluster } from "../clusters/cluster";
import { Edge } from "../edges/edge";
import { gather } from "../gather";
import { World } from "../world";

/** What a declaration promises for a request; unknown where it names a role whose rules the documents do not tell. */
export type Promised = "allowed" | "refused" | "unknown";

/**
 * All that was declared for the principal of an edge in its cluster. A role or an identity that several service accounts share
 * shares its rights too, so what is declared for one holds for all of them.
 */
export function declaredAccess(world: World, edge: Edge): readonly DeclaredAccess[] {
  const besides = world.besides(edge);
  const known = BY_PRINCIPAL.get(besides) ?? byPrincipal(besides);
  BY_PRINCIPAL.set(besides, known);
  return known.get(edge.declaration.principal) ?? [];
}

/** Of the edges into one cluster, which are many in a mesh. */
const BY_PRINCIPAL = new WeakMap<readonly Edge[], ReadonlyMap<string, readonly DeclaredAccess[]>>();

function byPrincipal(edges: readonly Edge[]): ReadonlyMap<string, readonly DeclaredAccess[]> {
  const all = new Map<string, DeclaredAccess[]>();
  for (const { declaration } of edges) {
    for (const access of declaration.access) gather(all, declaration.principal, access);
  }
  return all;
}

/** Whether accesses promise a request, worked out from the intent alone and never from what realises it. */
export function promised(
  clouds: Clouds,
  cluster: Cluster,
  accesses: readonly DeclaredAccess[],
  request: AccessRequest,
): Promised {
  if (EVERYONE.some((rule) => allows(rule, request))) return "allowed";
  const verdicts = accesses.map((access) => promisedBy(clouds, cluster, access, request));
  return verdicts.find((one) => one === "allowed") ?? verdicts.find((one) => one === "unknown") ?? "refused";
}

function promisedBy(clouds: Clouds, cluster: Cluster, access: DeclaredAccess, request: AccessRequest): Promised {
  const { role, namespaces, cloudPolicy } = access;
  const isPath = "path" in request;
  if (namespaces.length > 0 && (isPath || !namespaces.includes(request.namespace))) return "refused";
  const promises = cloudPolicy
    ? clouds.cloudOf(cluster).promises(role, request)
    : rulesOf(cluster, access, request)?.some((rule) => allows(rule, request));
  if (promises === undefined) return "unknown";
  return promises ? "allowed" : "refused";
}

function rulesOf(cluster: Cluster, { kind, role, rules }: DeclaredAccess, request: AccessRequest) {
  if (rules) return rules;
  if (kind === "ClusterRole" && Object.hasOwn(BUILT_IN_CLUSTER_ROLES, role)) return BUILT_IN_CLUSTER_ROLES[role];
  const namespace = "path" in request ? "" : request.namespace;
  return cluster.rbac.rulesOf({ roleKind: kind, roleName: role, namespace });
}
