/** "CreateCluster", Amazon EKS API Reference: a cluster's name. */
export const EKS_CLUSTER_NAME_FORM = /^[0-9A-Za-z][\w-]{0,99}$/;

/** The authentication modes of a cluster; access entries need one of the first two. */
export const EKS_AUTHENTICATION_MODES = ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"] as const;
/** "CreateAccessConfigRequest", Amazon EKS API Reference: the mode of a cluster that is created without one. */
export const DEFAULT_EKS_AUTHENTICATION_MODE = "CONFIG_MAP";

/** The access policies of EKS by the built-in ClusterRole that they correspond to. */
export const EKS_ACCESS_POLICIES_BY_ROLE = {
  view: "AmazonEKSViewPolicy",
  edit: "AmazonEKSEditPolicy",
  admin: "AmazonEKSAdminPolicy",
  "cluster-admin": "AmazonEKSClusterAdminPolicy",
} as const;

/** "AssociateAccessPolicy", Amazon EKS API Reference: the ARN of an access policy, with its partition and its name. */
export const EKS_POLICY_ARN_FORM = /^arn:(aws[\w-]*):eks::aws:cluster-access-policy\/(Amazon\w+)$/;

/** The types of access entries; only STANDARD takes groups, a user's name and access policies of the user's choice. */
export const ACCESS_ENTRY_TYPES = [
  "STANDARD",
  "EC2_LINUX",
  "EC2_WINDOWS",
  "FARGATE_LINUX",
  "EC2",
  "HYBRID_LINUX",
  "HYPERPOD_LINUX",
] as const;
export const DEFAULT_ACCESS_ENTRY_TYPE = "STANDARD";

/** What EKS refuses in the groups of an access entry. */
export type AccessEntryGroupFault = "empty" | "reserved";
/** What EKS refuses in the user's name of an access entry. */
export type AccessEntryUserFault = "reserved" | "no-colon";

/** "Create access entries", Amazon EKS User Guide: what stands in a user's name for the name of the session. */
export const SESSION_NAME_TEMPLATE = /\{\{SessionName(?:Raw)?\}\}/;

/** What EKS keeps for itself at the start of a user's name or group. */
const RESERVED = /^(system|eks|aws|amazon|iam):/;

/** "Create access entries", Amazon EKS User Guide: what is wrong with a group. */
export function accessEntryGroupFault(group: string): AccessEntryGroupFault | undefined {
  if (group === "") return "empty";
  return RESERVED.test(group) ? "reserved" : undefined;
}

/** "Create access entries", Amazon EKS User Guide: what is wrong with a user's name; a session's name needs a colon in front. */
export function accessEntryUserFault(userName: string): AccessEntryUserFault | undefined {
  if (RESERVED.test(userName)) return "reserved";
  return /(^|[^:])\{\{SessionName(Raw)?\}\}/.test(userName) ? "no-colon" : undefined;
}

/** kubernetes-sigs/aws-iam-authenticator, `pkg/token`: what a token starts with, its size in bytes, and its life in seconds. */
export const EKS_TOKEN_PREFIX = "k8s-aws-v1.";
export const MAX_EKS_TOKEN_BYTES = 4096;
export const EKS_TOKEN_SECONDS = 900;
/** The signed header that names the cluster. */
export const EKS_CLUSTER_HEADER = "x-k8s-aws-id";

/** The service that assumes roles for EKS Pod Identity. "Create IAM role with trust policy required by EKS Pod Identity", Amazon EKS User Guide. */
export const POD_IDENTITY_SERVICE = "pods.eks.amazonaws.com";
