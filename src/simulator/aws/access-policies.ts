import { EKS_ACCESS_POLICIES_BY_ROLE } from "../../vendor/aws/eks";
import { ADMIN, COMMON_EDIT, EVERYTHING, READ, rule, VIEW } from "../kubernetes/built-in-roles";
import { Rule } from "../kubernetes/rule";

const EKS_EDIT: readonly Rule[] = [...VIEW, ...COMMON_EDIT];

/**
 * EKS's access policies, by name.
 *
 * Amazon EKS documentation: "Review access policy permissions".
 */
export const EKS_ACCESS_POLICIES: Readonly<Record<string, readonly Rule[]>> = {
  AmazonEKSViewPolicy: VIEW,
  AmazonEKSEditPolicy: EKS_EDIT,
  AmazonEKSAdminPolicy: [...EKS_EDIT, ...ADMIN],
  AmazonEKSClusterAdminPolicy: EVERYTHING,
  AmazonEKSAdminViewPolicy: [{ apiGroups: ["*"], resources: ["*"], verbs: READ }],
  AmazonEKSSecretReaderPolicy: [rule("core: secrets", READ)],
};

/** EKS's policies by the level that ClusterAccess names. */
export const EKS_POLICIES: Readonly<Record<string, string>> = EKS_ACCESS_POLICIES_BY_ROLE;
