import { Configuration, isOn, Resource, text, unlessUnresolved } from "../../terraform";
import { AwsAccounts } from "./accounts";

/** An association of EKS Pod Identity: what is undefined of it cannot be known before apply. */
export interface PodIdentityAssociation {
  readonly resource: Resource;
  readonly cluster?: string;
  readonly region?: string;
  readonly account?: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly roleArn?: string;
  /** The role that EKS assumes with the first one, where pods get that. */
  readonly targetRoleArn?: string;
  readonly isTagged: boolean;
}

/** Every association that was read. */
export function podIdentityAssociations(
  configuration: Configuration,
  accounts: AwsAccounts,
): readonly PodIdentityAssociation[] {
  return configuration.resources("aws_eks_pod_identity_association").map((resource) => {
    const said = (name: string) => unlessUnresolved(() => text(resource.argument(name)), undefined);
    return {
      resource,
      cluster: said("cluster_name"),
      region: said("region") ?? (accounts.regionOf(resource.provider) || undefined),
      account: unlessUnresolved(() => accounts.of(resource), undefined),
      namespace: said("namespace"),
      serviceAccount: said("service_account"),
      roleArn: said("role_arn"),
      targetRoleArn: said("target_role_arn"),
      isTagged: !isOn(said("disable_session_tags")),
    };
  });
}

/**
 * Whether an association is of a service account's pods. What cannot be known of its cluster does not speak against it.
 *
 * @param clusterArn the cluster's ARN; undefined where it is not known
 */
export function isOfPods(
  one: PodIdentityAssociation,
  namespace: string,
  serviceAccount: string,
  clusterArn: string | undefined,
): boolean {
  if (one.namespace !== namespace || one.serviceAccount !== serviceAccount) return false;
  const [, , , region, account, cluster] = clusterArn?.split(":") ?? [];
  const isOne = (known: string | undefined, wanted: string | undefined) => !known || !wanted || known === wanted;
  const name = cluster?.replace("cluster/", "");
  return isOne(one.cluster, name) && isOne(one.region, region) && isOne(one.account, account);
}
