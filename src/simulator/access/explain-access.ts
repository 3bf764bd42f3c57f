import { authorize } from "./authorize";
import { subjectOf } from "../kubernetes/binding-index";
import type { Binding } from "../kubernetes/rbac";
import { ResourceRequest } from "../kubernetes/request";
import { KubernetesUser } from "../kubernetes/user";
import { Reason } from "../answer";
import {
  SOURCE_CLUSTER_ANNOTATION,
  SOURCE_SUBJECT_ANNOTATION,
  TARGET_ANNOTATION,
  TrustDeclaration,
} from "../../trust-declaration";
import { nearest } from "../nearest";
import { Cluster } from "../clusters/cluster";
import { World } from "../world";

/**
 * Why a user may not do what an edge promised: the binding or policy that should have given it. It is the one that means the
 * user and gives what was not declared, the one that says it was made for the edge and means somebody else, or the one whose
 * subject is written most like the user's name or group. Where a cloud's policy alone was declared, it is that. Only then one that means
 * the user as declared, for another right.
 */
export function explainRefusal(
  world: World,
  cluster: Cluster,
  user: KubernetesUser,
  request: ResourceRequest,
  declaration: TrustDeclaration,
): Reason {
  // One that was made with the provider of another cluster is there.
  const inOthers = () =>
    world.clusters.flatMap((other) =>
      other === cluster ? [] : (madeFor(other, user, declaration, other.rbac.all, request) ?? []),
    )[0];
  return (
    ofTheUser(cluster, user, request, (binding) => !isDeclared(binding, declaration)) ??
    forTheEdge(cluster, user, declaration, request) ??
    written(cluster, user, (binding) => isAt(binding, request) && !isOfAnother(world, binding, declaration)) ??
    (isOfCloud(request, declaration) ? world.cloudOf(cluster).explain(cluster, user) : undefined) ??
    ofTheUser(cluster, user, request) ??
    written(cluster, user) ??
    world.cloudOf(cluster).explain(cluster, user) ??
    inOthers() ??
    authorize(world, cluster, user, request).because
  );
}

/** Whether nothing but a cloud's policy was declared where a request is made, so that no binding should have given it. */
function isOfCloud({ namespace }: ResourceRequest, { access }: TrustDeclaration): boolean {
  const here = access.filter(({ namespaces }) => namespaces.length === 0 || namespaces.includes(namespace));
  return here.length > 0 && here.every(({ cloudPolicy }) => cloudPolicy);
}

/** Whether a binding counts where a request is made. */
function isAt({ namespace }: Binding, request: ResourceRequest): boolean {
  return namespace === undefined || namespace === request.namespace;
}

/** Whether a binding is of a role and in a place that were declared. */
function isDeclared({ roleKind, roleName, namespace }: Binding, { access }: TrustDeclaration): boolean {
  return access.some(
    ({ kind, role, namespaces, cloudPolicy }) =>
      !cloudPolicy &&
      kind === roleKind &&
      role === roleName &&
      (namespace === undefined ? namespaces.length === 0 : namespaces.includes(namespace)),
  );
}

/** Whether a binding names the user or a group of another edge into the cluster, so that its subject is no slip. */
function isOfAnother(world: World, { subjects }: Binding, own: TrustDeclaration): boolean {
  const others = world.edges.filter(({ declaration: { target } }) => target.name === own.target.name);
  const names = new Set(others.flatMap(({ declaration: { user, groups } }) => [user, ...groups]));
  for (const name of [own.user, ...own.groups]) names.delete(name);
  return subjects.some(({ name }) => names.has(name));
}

/** A binding that was made for the edge and means somebody else. */
function forTheEdge(cluster: Cluster, user: KubernetesUser, declaration: TrustDeclaration, request: ResourceRequest) {
  const others = cluster.rbac.all.filter((one) => !subjectOf(one, user));
  return madeFor(cluster, user, declaration, others, request);
}

/** The one of these bindings whose annotations say that it was made for the edge; best one where the request is made. */
function madeFor(
  { label }: Cluster,
  user: KubernetesUser,
  declaration: TrustDeclaration,
  bindings: readonly Binding[],
  request: ResourceRequest,
): Reason | undefined {
  const { source, target } = declaration;
  const wanted = [
    [SOURCE_SUBJECT_ANNOTATION, source.subject],
    [SOURCE_CLUSTER_ANNOTATION, source.cluster],
    [TARGET_ANNOTATION, target.name],
  ];
  const made = bindings.filter((one) => wanted.every(([name, value]) => one.annotations[name] === value));
  const found = made.find((one) => isAt(one, request)) ?? made.at(0);
  if (!found) return undefined;
  const names = found.subjects.map(({ kind, name }) => `${kind} "${name}"`).join(", ");
  const line = `subject is the ${names} in ${label}, and the API server sees the user "${user.name}"`;
  return { resource: found.resource, argument: "subject", line };
}

function ofTheUser(
  { rbac }: Cluster,
  user: KubernetesUser,
  { namespace }: ResourceRequest,
  isWanted: (binding: Binding) => boolean = () => true,
): Reason | undefined {
  const here = rbac.bindingsOf(user, namespace).filter(isWanted);
  const [binding = rbac.all.find((one) => subjectOf(one, user) && isWanted(one))] = here;
  if (!binding) return undefined;
  const { resource, roleKind, roleName } = binding;
  if (here.length === 0) {
    const line = `binds ${roleKind} ${roleName} in the namespace "${binding.namespace}" only`;
    return { resource, argument: "metadata", line };
  }
  const line = rbac.rulesOf(binding)
    ? `binds ${roleKind} ${roleName}, which does not allow it`
    : `binds ${roleKind} ${roleName}, which is not in what was read`;
  return { resource, argument: "role_ref", line };
}

function written(
  { rbac }: Cluster,
  user: KubernetesUser,
  isWanted: (binding: Binding) => boolean = () => true,
): Reason | undefined {
  const others = rbac.all.filter((one) => !subjectOf(one, user) && isWanted(one));
  const candidates = others.flatMap(({ resource, subjects }) => subjects.map(({ name }) => ({ text: name, resource })));
  for (const name of [...user.groups, user.name]) {
    const found = nearest(name, candidates);
    if (!found) continue;
    const subject = others
      .flatMap((binding) => (binding.resource === found.resource ? binding.subjects : []))
      .find((one) => one.name === found.text);
    const seen = user.groups.includes(name) ? `the group "${name}"` : `the user "${name}"`;
    const line = `subject is the ${subject?.kind} "${found.text}", and the API server sees ${seen}`;
    return { resource: found.resource, argument: "subject", line };
  }
  return undefined;
}
