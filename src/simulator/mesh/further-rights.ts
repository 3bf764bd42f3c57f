import { Reason } from "../answer";
import { EVERYBODYS_ROLES } from "../kubernetes/built-in-roles";
import { isBuiltIn, permitsNothingInside } from "../kubernetes/azure-roles";
import { permitsNothing } from "../kubernetes/google-roles";
import { KubernetesUser } from "../kubernetes/user";
import { givesTokens } from "../google/impersonation";
import { DeclaredAccess } from "../../trust-declaration";
import { Cluster } from "./cluster";
import { AZURE_ROLES, EKS_POLICIES } from "./expected-access";
import { World } from "./world";

/** Something that a user has and that nobody declared. */
export interface FurtherRight {
  /** In words: `ClusterRole admin in vault`. */
  readonly what: string;
  readonly because: Reason;
}

/**
 * What is granted to a user beside the accesses: each binding, policy and role assignment must be one of them, whatever it
 * permits. Questions alone would not find a grant in a namespace that nobody asks of.
 */
export function furtherRights(
  world: World,
  cluster: Cluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  return [...byBindings(cluster, user, accesses), ...byCloud(world, cluster, user, accesses)];
}

function byBindings(
  { rbac }: Cluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  return rbac.everyBindingOf(user).flatMap((binding) => {
    const { resource, roleKind, roleName, namespace } = binding;
    if (EVERYBODYS_ROLES.includes(roleName)) return [];
    const isDeclared = accesses.some(
      ({ kind, role, namespaces, cloudPolicy }) =>
        !cloudPolicy && kind === roleKind && role === roleName && covers(namespaces, namespace && [namespace]),
    );
    if (isDeclared) return [];
    const line = `binds ${roleKind} ${roleName} to ${user.name}`;
    return [
      right(`${roleKind} ${roleName} ${placeOf(namespace && [namespace])}`, { resource, argument: "subject", line }),
    ];
  });
}

function byCloud(
  { aws, google, azure }: World,
  cluster: Cluster,
  { cloudName }: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  switch (cloudName.cloud) {
    case "aws":
      return aws.associationsOf(cluster.name).flatMap(({ resource, principalArn, policy, namespaces }) => {
        if (principalArn !== cloudName.roleArn) return [];
        if (isPolicyDeclared(accesses, EKS_POLICIES, policy, namespaces)) return [];
        const line = `principal_arn is ${principalArn}`;
        return [right(`${policy} ${placeOf(namespaces)}`, { resource, argument: "policy_arn", line })];
      });
    case "google":
      return google.rolesOnProject(cluster.project ?? "", cloudName.principal).flatMap(({ resource, role, member }) => {
        if (givesTokens(google, role)) {
          const line = `${member} has ${role} on the project`;
          return [right("to act as every service account of the project", { resource, argument: "role", line })];
        }
        if (permitsNothing(role, google.permissionsOf(role))) return [];
        return [right(`${role} on the project`, { resource, argument: "role", line: `member is "${member}"` })];
      });
    case "azure":
      return azure.assignmentsOf(cloudName.objectId).flatMap(({ resource, roleId, scope }) => {
        const namespaces = scopeIn(cluster.name, scope);
        const decidesNothing = !cluster.azureRbac && isBuiltIn(roleId);
        if (namespaces === "elsewhere" || decidesNothing || permitsNothingInside(roleId, azure.customRoleOf(roleId))) {
          return [];
        }
        const isExact = scope.toLowerCase().startsWith(cluster.name);
        if (isExact && isPolicyDeclared(accesses, AZURE_ROLES, roleId, namespaces)) return [];
        return [right(`the role ${roleId} on ${scope}`, { resource, argument: "scope", line: `scope is ${scope}` })];
      });
  }
}

/** Whether a cloud's policy realises an access, in no more namespaces than were declared. */
function isPolicyDeclared(
  accesses: readonly DeclaredAccess[],
  policies: Readonly<Record<string, string>>,
  policy: string,
  given: readonly string[] | undefined,
): boolean {
  return accesses.some(
    ({ role, namespaces, cloudPolicy }) => cloudPolicy && policies[role] === policy && covers(namespaces, given),
  );
}

/** Whether declared namespaces, none for the whole cluster, hold those of a grant. */
function covers(declared: readonly string[], given: readonly string[] | "" | undefined): boolean {
  if (declared.length === 0) return true;
  return !!given && given.every((namespace) => declared.includes(namespace));
}

/**
 * The namespaces of a cluster that a scope of Azure is about; undefined for the whole of it. Which subscriptions a management group
 * has is not known, so that it may be about any cluster.
 */
function scopeIn(cluster: string, scope: string): readonly string[] | undefined | "elsewhere" {
  const own = scope.toLowerCase().replace(/\/$/, "");
  const [, namespace] = own.startsWith(`${cluster}/`) ? (/\/namespaces\/([^/]+)$/.exec(own) ?? []) : [];
  if (namespace !== undefined) return [namespace];
  const holds = own === cluster || cluster.startsWith(`${own}/`) || /^\/providers\/microsoft\.management\//.test(own);
  return holds ? undefined : "elsewhere";
}

function placeOf(namespaces: readonly string[] | "" | undefined): string {
  return namespaces ? `in ${namespaces.join(", ")}` : "everywhere";
}

function right(what: string, because: Reason): FurtherRight {
  return { what, because };
}
