import { DeclaredAccess } from "../../trust-declaration";
import { isPolicyDeclared } from "../access/cloud-policy";
import { further, FurtherRight, placeIn } from "../access/further-right";
import { CloudCluster } from "../clusters/cluster";
import { gather } from "../gather";
import { KubernetesUser } from "../kubernetes/user";
import { EKS_ACCESS_POLICIES, EKS_POLICIES } from "./access-policies";
import { escalationsOf } from "./escalations";
import { roleArnOf } from "./name";
import { RolePolicy } from "./permissions";
import { AwsWorld } from "./read";

/** What a user's role has beside the declared accesses: access policies in the cluster, and IAM policies that lead to more. */
export function grantsTo(
  aws: AwsWorld,
  cluster: CloudCluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  const roleArn = roleArnOf(user);
  const associated = aws.associationsOf(cluster.name).flatMap(({ resource, principalArn, policy, namespaces }) => {
    if (principalArn !== roleArn || isPolicyDeclared(accesses, EKS_POLICIES, policy, namespaces)) return [];
    const line = `principal_arn is ${principalArn}`;
    const rules = Object.hasOwn(EKS_ACCESS_POLICIES, policy) ? EKS_ACCESS_POLICIES[policy] : undefined;
    const grant = {
      ...({ kind: "EKS access policy", name: policy } as const),
      ...(namespaces ? { namespaces } : {}),
      ...(rules ? { rules } : {}),
    };
    return [further(`${policy} ${placeIn(namespaces)}`, { resource, argument: "policy_arn", line }, grant)];
  });
  return [...associated, ...byIam(aws, roleArn ?? "", cluster)];
}

/** IAM policies by which the role may give itself more, once for each policy. */
function byIam(aws: AwsWorld, roleArn: string, cluster: CloudCluster): readonly FurtherRight[] {
  const role = aws.roleOf(roleArn);
  if (!role) return [];
  const byPolicy = new Map<RolePolicy, string[]>();
  for (const { action, policy } of escalationsOf(aws.permissionsOf(role), cluster.name)) {
    gather(byPolicy, policy, action);
  }
  return [...byPolicy].map(([{ name, resource, argument }, actions]) => {
    const [first, ...others] = actions;
    const what = `${first}${others.length ? ` and ${others.length} more` : ""} by the IAM policy ${name}`;
    const grant = { kind: "IAM policy", name, detail: actions.join(", ") } as const;
    return further(what, { resource, argument, line: `${name} allows ${actions.join(", ")}` }, grant);
  });
}
