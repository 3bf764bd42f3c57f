/** A type of resources that gives others rights over a whole account, and the argument that names the account or a scope above it. */
export interface AccountWideGrant {
  readonly type: string;
  readonly argument: string;
  /** Who is given what. */
  readonly words: string;
}

const PERMISSION_SET = "users or groups of IAM Identity Center the permissions of a permission set";

/**
 * Such types; what they give stands somewhere else.
 *
 * AWS IAM Identity Center User Guide: "Assign user access to AWS accounts"; Azure Lighthouse documentation: "Azure Lighthouse
 * architecture", on registration assignments.
 */
export const ACCOUNT_WIDE_GRANTS: readonly AccountWideGrant[] = [
  { type: "aws_ssoadmin_account_assignment", argument: "target_id", words: PERMISSION_SET },
  { type: "awscc_sso_assignment", argument: "target_id", words: PERMISSION_SET },
  {
    type: "azurerm_lighthouse_assignment",
    argument: "scope",
    words: "principals of another tenant the roles of an offer",
  },
];
