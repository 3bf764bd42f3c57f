import { Check } from "../check";
import { attributeOf, textOf } from "../support/arguments";
import { clusterAdministrators, federatedRoles } from "../support/federated-roles";

/** A role that tokens assume and that administrates a cluster by EKS's own policy. */
export const eksClusterAdmin: Check = {
  code: "eks-cluster-admin",
  severity: "high",
  title: "A federated role has administrator rights in a cluster",
  gain: "An attacker who controls one pod or pipeline reads every Secret of the cluster and runs pods as any of its service accounts.",
  fix: "Associate AmazonEKSEditPolicy or AmazonEKSViewPolicy, limited to the namespaces that are needed.",
  page: "https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html",
  find: (world) => {
    const federated = new Map(
      federatedRoles(world).map(({ role, described }) => [attributeOf(role, "arn"), described] as const),
    );
    return clusterAdministrators(world).flatMap((resource) => {
      const principal = textOf(resource, "principal_arn");
      const described = federated.get(principal);
      if (principal === undefined || described === undefined) return [];
      const reason = `gives AmazonEKSClusterAdminPolicy to ${principal}, ${described}`;
      return [{ resource, argument: "policy_arn", reason }];
    });
  },
};
