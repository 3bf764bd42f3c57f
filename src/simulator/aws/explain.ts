import { Reason } from "../answer";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { roleArnOf } from "./name";
import { AwsWorld } from "./read";

/** The access policy that a user's role has in a cluster. */
export function explain(aws: AwsWorld, cluster: CloudCluster, user: KubernetesUser): Reason | undefined {
  const roleArn = roleArnOf(user);
  const found = aws.associationsOf(cluster.name).find(({ principalArn }) => principalArn === roleArn);
  const place = found?.namespaces?.join(", ") ?? "the whole cluster";
  return found && { resource: found.resource, argument: "access_scope", line: `${found.policy} in ${place}` };
}
