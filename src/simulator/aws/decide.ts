import { DEFAULT_ACCESS_ENTRY_TYPE } from "../../vendor/aws/eks";
import { CloudCluster } from "../clusters/cluster";
import { settingIn } from "../clusters/setting";
import { Opinion } from "../kubernetes/rbac";
import { AccessRequest } from "../kubernetes/request";
import { allows } from "../kubernetes/rule";
import { KubernetesUser } from "../kubernetes/user";
import { EKS_ACCESS_POLICIES } from "./access-policies";
import { roleArnOf } from "./name";
import { wildcard } from "../wildcard";
import { AwsWorld } from "./read";

/**
 * Access policies of the role's entry: an association for namespaces counts only inside them. A role that `aws-auth` lets in has no entry,
 * and in the mode CONFIG_MAP none has.
 *
 * Amazon EKS documentation: "Associate access policies with access entries", "Change authentication mode to use access entries".
 */
export function decide(aws: AwsWorld, cluster: CloudCluster, user: KubernetesUser, request: AccessRequest): Opinion {
  const roleArn = roleArnOf(user);
  const namespace = "path" in request ? "" : request.namespace;
  if (settingIn(cluster.settings, "authenticationMode")?.value === "CONFIG_MAP") return { allowed: false };
  const entry = aws.entriesOf(cluster.name).find(({ principalArn }) => principalArn === roleArn);
  // Policies are associated with an entry, and with STANDARD ones alone.
  if (entry?.type !== DEFAULT_ACCESS_ENTRY_TYPE) return { allowed: false };
  for (const { resource, principalArn, policy, namespaces } of aws.associationsOf(cluster.name)) {
    if (principalArn !== roleArn) continue;
    const inScope =
      namespaces === undefined || (namespace !== "" && namespaces.some((pattern) => wildcard(pattern).test(namespace)));
    const rules = EKS_ACCESS_POLICIES[policy];
    if (inScope && rules?.some((rule) => allows(rule, request))) {
      const place = namespaces === undefined ? "the whole cluster" : namespaces.join(", ");
      const reason = `EKS Access Policy: allowed by ${policy}`;
      return { allowed: true, reason, resource, line: `policy_arn is ${policy}, in ${place}` };
    }
  }
  return { allowed: false };
}
