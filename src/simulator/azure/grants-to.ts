import { DeclaredAccess } from "../../trust-declaration";
import { isPolicyDeclared } from "../access/cloud-policy";
import { further, FurtherRight } from "../access/further-right";
import { azureRoleName } from "../../vendor/azure/roles";
import { CloudCluster } from "../clusters/cluster";
import { settingIn } from "../clusters/setting";
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
  const assigned = azure.assignmentsOf(objectIdOf(user) ?? "").flatMap(({ resource, roleId, scope }) => {
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
  return [...administers(cluster, user, accesses), ...assigned];
}

/** What administrators of an AKS cluster have in it. */
const ADMIN = "cluster-admin";

/** What the groups of a cluster's administrators give to a user in one of them. */
function administers(
  { entraAdmins = [], settings }: CloudCluster,
  { groups }: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  if (accesses.some(({ role, namespaces }) => role === ADMIN && namespaces.length === 0)) return [];
  const resource = settingIn(settings, "entraIntegration")?.resource;
  return entraAdmins
    .filter((group) => groups.includes(group))
    .map((group) => {
      const line = `admin_group_object_ids has ${group}, and the identity is in that group`;
      const because = { resource, argument: "azure_active_directory_role_based_access_control", line };
      return further(`ClusterRole ${ADMIN}`, because, { kind: "ClusterRole", name: ADMIN });
    });
}
