import { RESOURCE_POLICY_TYPES } from "./resource-policies";

/** The types of AWS whose grants are simulated, or told one by one. */
export const SIMULATED_TYPES: readonly string[] = [
  ...RESOURCE_POLICY_TYPES,
  "aws_eks_access_entry",
  "aws_eks_access_policy_association",
  "aws_eks_identity_provider_config",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_policy_attachment",
  "aws_iam_role",
  "aws_iam_role_policies_exclusive",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_organizations_policy",
  "awscc_eks_access_entry",
  "awscc_iam_managed_policy",
  "awscc_iam_role_policy",
  "awscc_organizations_policy",
];

/**
 * Types that give out the identity that they mention to whatever uses them: machines, functions and containers that run as a role, users
 * of an identity pool, and holders of certificates.
 */
export const GIVING_OUT: readonly string[] = [
  "aws_cognito_identity_pool_roles_attachment",
  "aws_ecs_task_definition",
  "aws_eks_pod_identity_association",
  "aws_iam_instance_profile",
  "aws_lambda_function",
  "aws_rolesanywhere_profile",
  "awscc_cognito_identity_pool_role_attachment",
  "awscc_ecs_task_definition",
  "awscc_eks_pod_identity_association",
  "awscc_iam_instance_profile",
  "awscc_lambda_function",
  "awscc_rolesanywhere_profile",
];
