import { DeclaredAccess } from "../../trust-declaration";
import { isPolicyDeclared } from "../access/cloud-policy";
import { further, FurtherRight, placeIn } from "../access/further-right";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { EKS_POLICIES } from "./access-policies";
import { roleArnOf } from "./name";
import { AwsWorld } from "./read";

/** The access policies of a user's role that realise no declared access. */
export function grantsTo(
  aws: AwsWorld,
  cluster: CloudCluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  const roleArn = roleArnOf(user);
  return aws.associationsOf(cluster.name).flatMap(({ resource, principalArn, policy, namespaces }) => {
    if (principalArn !== roleArn || isPolicyDeclared(accesses, EKS_POLICIES, policy, namespaces)) return [];
    const line = `principal_arn is ${principalArn}`;
    return [further(`${policy} ${placeIn(namespaces)}`, { resource, argument: "policy_arn", line })];
  });
}
