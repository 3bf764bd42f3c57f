import { block, blocks, placeOf, Resource, text, texts, UnresolvedValue } from "../../terraform";
import { DEFAULT_ACCESS_ENTRY_TYPE } from "../../vendor/aws/eks";
import { AccessEntry } from "./read";

/** An access entry with its access policies, as AWS Cloud Control API has them in one object. */
export interface ControlledEntry {
  readonly entry: AccessEntry;
  readonly policies: readonly { readonly arn: string; readonly namespaces?: readonly string[] }[];
}

/**
 * What an `awscc_eks_access_entry` says.
 *
 * AWS CloudFormation Template Reference: "AWS::EKS::AccessEntry".
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-accessentry.html
 * @throws UnresolvedValue
 */
export function controlledEntry(resource: Resource): ControlledEntry {
  return {
    entry: {
      resource,
      principalArn: String(resource.argument("principal_arn")),
      userName: text(resource.argument("username")) ?? "",
      groups: texts(resource.argument("kubernetes_groups")),
      type: text(resource.argument("type")) ?? DEFAULT_ACCESS_ENTRY_TYPE,
    },
    policies: blocks(resource.argument("access_policies")).map(({ policy_arn, access_scope }) => {
      const { type, namespaces } = block(access_scope);
      return { arn: text(policy_arn) ?? "", ...(type === "cluster" ? {} : { namespaces: texts(namespaces) }) };
    }),
  };
}

/**
 * The cluster of such an entry: a cluster of its name, and of its provider's region where that is said, that was read. The provider
 * does not tell its account, so that the principal's counts for another one.
 *
 * @param region empty where it is left to the environment
 * @throws UnresolvedValue where there are several
 */
export function clusterOfEntry(resource: Resource, region: string, clusters: readonly string[]): string {
  const name = text(resource.argument("cluster_name")) ?? "";
  const found = clusters.filter(
    (one) => one.endsWith(`:cluster/${name}`) && (region === "" || one.split(":")[3] === region),
  );
  if (found.length > 1) {
    const reason = `names a cluster of several accounts or regions: ${found.join(", ")}`;
    throw new UnresolvedValue(placeOf(resource), reason, "Write it as aws_eks_access_entry");
  }
  const [, partition, , , account] = text(resource.argument("principal_arn"))?.split(":") ?? [];
  return found[0] ?? `arn:${partition}:eks:${region}:${account}:cluster/${name}`;
}
