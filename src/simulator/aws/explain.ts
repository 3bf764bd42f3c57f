import { text, unlessUnresolved } from "../../terraform";
import { Reason } from "../answer";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { nearest } from "../nearest";
import { roleArnOf } from "./name";
import { AwsWorld } from "./read";

/** The access policy that a user's role has in a cluster, or that of a role that is written much like it. */
export function explain(aws: AwsWorld, cluster: CloudCluster, user: KubernetesUser): Reason | undefined {
  const roleArn = roleArnOf(user);
  if (roleArn === undefined) return undefined;
  const all = aws.associationsOf(cluster.name);
  const found = all.find(({ principalArn }) => principalArn === roleArn);
  if (!found) {
    const other = nearest(
      roleArn,
      all.map(({ principalArn, resource }) => ({ text: principalArn, resource })),
    );
    const line = `principal_arn is "${other?.text}", and the role is "${roleArn}"`;
    return other && { resource: other.resource, argument: "principal_arn", line };
  }
  const { resource, policy, namespaces } = found;
  if (policy === "") {
    const written = unlessUnresolved(() => text(resource.argument("policy_arn")), undefined);
    const line = `policy_arn is ${written === undefined ? "" : `"${written}", `}no access policy of EKS`;
    return { resource, argument: "policy_arn", line };
  }
  return { resource, argument: "access_scope", line: `${policy} in ${namespaces?.join(", ") ?? "the whole cluster"}` };
}
