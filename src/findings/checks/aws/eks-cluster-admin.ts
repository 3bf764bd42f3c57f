import { Check } from "../check";
import { attributeOf, resourcesOf, textOf } from "../support/arguments";
import { federatedRoles } from "../support/federated-roles";

/** A role that tokens assume and that administrates a cluster by EKS's own policy. */
export const eksClusterAdmin: Check = {
  code: "eks-cluster-admin",
  severity: "high",
  title: "A federated role has administrator rights in a cluster",
  gain: "An attacker who controls one pod or pipeline reads every Secret of the cluster and runs pods as any of its service accounts.",
  fix: "Associate AmazonEKSEditPolicy or AmazonEKSViewPolicy, limited to the namespaces that are needed.",
  page: "https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html",
  find: (world) => {
    const federated = new Set(federatedRoles(world).map(({ role }) => attributeOf(role, "arn")));
    return resourcesOf(world, ["aws_eks_access_policy_association"])
      .filter((one) => (textOf(one, "policy_arn") ?? "").endsWith("/AmazonEKSClusterAdminPolicy"))
      .filter((one) => federated.has(textOf(one, "principal_arn")))
      .map((resource) => ({
        resource,
        argument: "policy_arn",
        reason: `gives AmazonEKSClusterAdminPolicy to ${textOf(resource, "principal_arn")}, a role that tokens can assume`,
      }));
  },
};
