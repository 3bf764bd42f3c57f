/** The types of AWS whose grants are simulated, or told one by one. */
export const SIMULATED_TYPES: readonly string[] = [
  "aws_eks_access_entry",
  "aws_eks_access_policy_association",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_policy_attachment",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
];

/** Types that give out the identity that they mention to whatever uses them. */
export const GIVING_OUT: readonly string[] = [
  "aws_eks_pod_identity_association",
  "aws_iam_instance_profile",
  "aws_rolesanywhere_profile",
];
