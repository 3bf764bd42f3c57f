import { DeclaredAccess } from "../../trust-declaration";
import { isPolicyDeclared } from "../access/cloud-policy";
import { further, FurtherRight } from "../access/further-right";
import { azureRoleName } from "../../vendor/azure/roles";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { objectIdOf } from "./name";
import { AzureWorld } from "./read";
import { AZURE_ROLES, isBuiltIn, permitsNothingInside } from "./roles";
import { scopeIn } from "./scope-in";

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
    const name = azureRoleName(roleId) ?? roleId;
    const because = { resource, argument: "scope", line: `scope is ${scope}` };
    const grant = {
      ...({ kind: "Azure role", name } as const),
      ...(namespaces ? { namespaces } : {}),
      // The scope decides by its place; beyond the cluster it holds in others too.
      ...(isExact ? {} : { detail: scope }),
    };
    return [further(`the role ${roleId} on ${scope}`, because, grant)];
  });
}
