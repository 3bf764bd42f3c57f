import { Cluster } from "../clusters/cluster";
import { Edge } from "../edges/edge";
import { assumed, Assumption } from "../assumption";

/** What is assumed of roles of one's own that an edge is given, and that are not part of what was read. */
export function roleAssumptions({ declaration }: Edge, { rbac }: Cluster): readonly Assumption[] {
  return declaration.access.flatMap(({ kind, role, namespaces, cloudPolicy, rules }) => {
    if (cloudPolicy || rules) return [];
    const [namespace] = namespaces;
    if (rbac.rulesOf({ roleKind: kind, roleName: role, ...(kind === "Role" ? { namespace } : {}) })) return [];
    const where = kind === "Role" ? ` in ${namespace}` : "";
    return assumed(`the ${kind} ${role}${where} of ${declaration.target.cluster} exists, and permits what is meant`);
  });
}
