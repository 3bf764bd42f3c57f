import { authorize } from "../kubernetes/authorize";
import { Binding } from "../kubernetes/rbac";
import { ResourceRequest } from "../kubernetes/request";
import { KubernetesUser } from "../kubernetes/user";
import { Reason } from "../answer";
import { nearest } from "../nearest";
import { Cluster } from "./cluster";
import { World } from "./world";

/**
 * Why a user may not do what was promised: the binding or policy that should have given it. It is the one that means the user
 * and gives something else or elsewhere, or the one whose subject is written most like the user's name or group.
 */
export function explainRefusal(world: World, cluster: Cluster, user: KubernetesUser, request: ResourceRequest): Reason {
  const decision = authorize(world, cluster, user, request);
  const rbac = ofTheUser(cluster, user, request) ?? written(cluster, user);
  return rbac ?? byCloud(world, cluster, user) ?? decision.because;
}

function ofTheUser({ rbac }: Cluster, user: KubernetesUser, { namespace }: ResourceRequest): Reason | undefined {
  const here = rbac.bindingsOf(user, namespace);
  const [binding = rbac.all.find((one) => means(one, user))] = here;
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

function means({ subjects }: Binding, user: KubernetesUser): boolean {
  return subjects.some(({ kind, name }) =>
    kind === "User" ? name === user.name : kind === "Group" && user.groups.includes(name),
  );
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

function byCloud(world: World, cluster: Cluster, user: KubernetesUser): Reason | undefined {
  const { cloudName } = user;
  if (cloudName.cloud === "aws") {
    const [found] = world.aws.associationsOf(cluster.name).filter((one) => one.principalArn === cloudName.roleArn);
    const place = found?.namespaces?.join(", ") ?? "the whole cluster";
    return found && { resource: found.resource, argument: "access_scope", line: `${found.policy} in ${place}` };
  }
  if (cloudName.cloud !== "azure") return undefined;
  const [found] = world.azure.assignmentsOf(cloudName.objectId);
  return found && { resource: found.resource, argument: "scope", line: `role ${found.roleId} on ${found.scope}` };
}
