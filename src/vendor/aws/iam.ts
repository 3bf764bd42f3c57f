import { NameRule } from "../name-rule";

/** "CreateRole", IAM API Reference. */
export const ROLE_NAME: NameRule = {
  min: 1,
  max: 64,
  pattern: /^[\w+=,.@-]+$/,
  characters: "letters, digits and +=,.@_-",
};
export const ROLE_PATH_FORM = /^\/([!-~]+\/)?$/;
export const ROLE_ARN_FORM = /^arn:(aws[a-z-]*):iam::\d{12}:role\/(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/;
/** "CreateRole", IAM API Reference: the longest description, and what it may not hold. */
export const MAX_ROLE_DESCRIPTION = 1000;
export const NOT_IN_ROLE_DESCRIPTION = /[^\t\n\r\x20-\x7e\xa1-\xff]/gu;
/** What a role's maximum session duration may be, in seconds. */
export const MAX_SESSION_SECONDS = { min: 3600, max: 43_200 } as const;

/** "IAM and AWS STS quotas": the default for a role's trust policy, in characters; it can be raised. */
export const DEFAULT_TRUST_POLICY_LENGTH = 2048;
/** "CreateOpenIDConnectProvider", IAM API Reference: audiences a provider, and characters of one. */
export const MAX_PROVIDER_AUDIENCES = 100;
export const MAX_AWS_AUDIENCE_LENGTH = 255;
/** "CreateOpenIDConnectProvider", IAM API Reference: characters of the URL. */
export const MAX_PROVIDER_URL_LENGTH = 255;

/**
 * "IAM identifiers", "Available keys for AWS OIDC federation", IAM User Guide: how ARNs of OIDC providers and condition keys name an issuer,
 * by its URL without the scheme and with everything else, a slash at the end included.
 */
export function issuerInIam(issuer: string): string {
  return issuer.replace(/^https:\/\//, "");
}

/** An account's id. */
export const ACCOUNT_ID_FORM = /^\d{12}$/;
/** "IAM and AWS STS quotas": characters of all inline policies of a role, white space left out. */
export const MAX_INLINE_POLICY_LENGTH = 10_240;
/** "IAM and AWS STS quotas": characters of a managed policy, white space left out. */
export const MAX_MANAGED_POLICY_LENGTH = 6144;

/** "IAM and AWS STS quotas": white space does not count. */
export function policyLength(document: string): number {
  return document.replace(/\s/g, "").length;
}
