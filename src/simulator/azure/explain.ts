import { Reason } from "../answer";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { objectIdOf } from "./name";
import { AzureWorld } from "./read";

/** The first role assignment of a user. */
export function explain(azure: AzureWorld, _cluster: CloudCluster, user: KubernetesUser): Reason | undefined {
  const [found] = azure.assignmentsOf(objectIdOf(user) ?? "");
  return found && { resource: found.resource, argument: "scope", line: `role ${found.roleId} on ${found.scope}` };
}
