import { CloudCluster } from "../clusters/cluster";
import { Edge } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { ServiceGrant } from "../services/service-grant";

/**
 * What clients look a cluster up by, in lower case: none of it reads or changes what runs in the account.
 *
 * Amazon EKS User Guide: "Connect kubectl to an EKS cluster by creating a kubeconfig file".
 */
const LOOKUPS: readonly string[] = ["eks:describecluster", "eks:listclusters", "sts:getcalleridentity"];

/** How a role of the pods' own goes on to the one that the edge acts by. */
const CHAINING: readonly string[] = ["sts:assumerole", "sts:tagsession"];

/** Whether a grant only lets a role look clusters up, or go on to the role that the edge acts by. */
export function isOfCluster({ request }: Edge, _cluster: CloudCluster, { actions, resources }: ServiceGrant): boolean {
  const isAll = (known: readonly string[]) => actions?.every((one) => known.includes(one.toLowerCase())) === true;
  const roleArn = flagOf(request, "role-arn");
  return isAll(LOOKUPS) || (isAll(CHAINING) && resources.every((one) => one === roleArn));
}
