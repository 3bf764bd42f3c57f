import { DeclaredAccess } from "../../trust-declaration";
import { isPolicyDeclared } from "../access/cloud-policy";
import { further, FurtherRight } from "../access/further-right";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { objectIdOf } from "./name";
import { AzureWorld } from "./read";
import { AZURE_ROLES, isBuiltIn, permitsNothingInside } from "./roles";

/** The role assignments of a user that reach into the cluster and realise no declared access. */
export function grantsTo(
  azure: AzureWorld,
  cluster: CloudCluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  return azure.assignmentsOf(objectIdOf(user) ?? "").flatMap(({ resource, roleId, scope }) => {
    const namespaces = scopeIn(cluster.name, scope);
    const decidesNothing = !cluster.azureRbac && isBuiltIn(roleId);
    if (namespaces === "elsewhere" || decidesNothing || permitsNothingInside(roleId, azure.customRoleOf(roleId))) {
      return [];
    }
    const isExact = scope.toLowerCase().startsWith(cluster.name);
    if (isExact && isPolicyDeclared(accesses, AZURE_ROLES, roleId, namespaces)) return [];
    return [further(`the role ${roleId} on ${scope}`, { resource, argument: "scope", line: `scope is ${scope}` })];
  });
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
