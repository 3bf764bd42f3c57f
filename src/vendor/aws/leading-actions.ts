/**
 * Actions that change who may do what: by them a role gives itself, or others, more.
 *
 * Service Authorization Reference: "Actions, resources, and condition keys for AWS Identity and Access Management".
 */
export const IAM_CHANGES: readonly string[] = (
  "UpdateAssumeRolePolicy AttachRolePolicy PutRolePolicy CreatePolicyVersion SetDefaultPolicyVersion CreateAccessKey " +
  "CreateLoginProfile UpdateLoginProfile AttachUserPolicy PutUserPolicy AddUserToGroup AttachGroupPolicy PutGroupPolicy " +
  "CreateOpenIDConnectProvider AddClientIDToOpenIDConnectProvider PutRolePermissionsBoundary DeleteRolePermissionsBoundary"
)
  .split(" ")
  .map((name) => `iam:${name}`);

/**
 * Actions by which a role acts with another's rights: it assumes it, or passes it to a service that runs what the caller gives.
 *
 * "Grant a user permissions to pass a role to an AWS service", IAM User Guide; "AssumeRole", "AssumeRoot", AWS STS API Reference.
 */
export const ACTS_AS_OTHERS: readonly string[] = ["sts:AssumeRole", "sts:AssumeRoot", "iam:PassRole"];
