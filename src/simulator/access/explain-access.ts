import { authorize } from "./authorize";
import { subjectOf } from "../kubernetes/binding-index";
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
 * user and gives something else or elsewhere, the one that says it was made for the edge, or the one whose subject is written
 * most like the user's name or group.
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
    world.clusters.flatMap((other) => (other === cluster ? [] : (forTheEdge(other, user, declaration) ?? [])))[0];
  return (
    ofTheUser(cluster, user, request) ??
    forTheEdge(cluster, user, declaration) ??
    written(cluster, user) ??
    world.cloudOf(cluster).explain(cluster, user) ??
    inOthers() ??
    authorize(world, cluster, user, request).because
  );
}

/** A binding whose annotations say for whom it was made. */
function forTheEdge({ rbac, label }: Cluster, user: KubernetesUser, declaration: TrustDeclaration): Reason | undefined {
  const { source, target } = declaration;
  const wanted = [
    [SOURCE_SUBJECT_ANNOTATION, source.subject],
    [SOURCE_CLUSTER_ANNOTATION, source.cluster],
    [TARGET_ANNOTATION, target.name],
  ];
  const found = rbac.all.find(({ annotations }) => wanted.every(([name, value]) => annotations[name] === value));
  if (!found) return undefined;
  const names = found.subjects.map(({ kind, name }) => `${kind} "${name}"`).join(", ");
  const line = `subject is the ${names} in ${label}, and the API server sees the user "${user.name}"`;
  return { resource: found.resource, argument: "subject", line };
}

function ofTheUser({ rbac }: Cluster, user: KubernetesUser, { namespace }: ResourceRequest): Reason | undefined {
  const here = rbac.bindingsOf(user, namespace);
  const [binding = rbac.all.find((one) => subjectOf(one, user))] = here;
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

function written({ rbac }: Cluster, user: KubernetesUser): Reason | undefined {
  const candidates = rbac.all.flatMap(({ resource, subjects }) =>
    subjects.map(({ name }) => ({ text: name, resource })),
  );
  for (const name of [...user.groups, user.name]) {
    const found = nearest(name, candidates);
    if (!found) continue;
    const subject = rbac.all
      .flatMap((binding) => (binding.resource === found.resource ? binding.subjects : []))
      .find((one) => one.name === found.text);
    const seen = user.groups.includes(name) ? `the group "${name}"` : `the user "${name}"`;
    const line = `subject is the ${subject?.kind} "${found.text}", and the API server sees ${seen}`;
    return { resource: found.resource, argument: "subject", line };
  }
  return undefined;
}
