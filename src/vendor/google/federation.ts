import { NameRule } from "../name-rule";

/** Google's domain outside of sovereign universes. */
export const DEFAULT_UNIVERSE = "googleapis.com";
export const DOMAIN_FORM = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** "Method: projects.locations.workloadIdentityPools.create", IAM API: ids of pools and providers. */
export const POOL_ID: NameRule = {
  min: 4,
  max: 32,
  pattern: /^(?!gcp-)[a-z0-9-]+$/,
  characters: "lower-case letters, digits and dashes, not starting with gcp-",
};
/** The full resource name of a pool provider, by the project's number. */
export const POOL_PROVIDER_FORM =
  /^\/\/iam\.[a-z0-9.-]+\/projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]{4,32}\/providers\/[a-z0-9-]{4,32}$/;
export const POOL_PROVIDER_WORDS =
  "//iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER";

/**
 * The annotation of a Kubernetes service account by which GKE's metadata server gives its pods tokens of a Google service account;
 * without it they act as the principal of the pool that GKE keeps for its project.
 *
 * Google Cloud documentation: "Authenticate to Google Cloud APIs from GKE workloads", section on linking Kubernetes ServiceAccounts
 * to IAM.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#kubernetes-sa-to-iam
 */
export const GKE_ACCOUNT_ANNOTATION = "iam.gke.io/gcp-service-account";

/** "REST Resource: projects.locations.workloadIdentityPools.providers", IAM API: the mapped `google.subject`, in bytes. */
export const MAX_SUBJECT_BYTES = 127;
/** The same page: all mapped attributes of a token together, in bytes. */
export const MAX_MAPPED_BYTES = 8 * 1024;
/** "Configure Workload Identity Federation with other identity providers", IAM: how a token may be signed. */
export const GOOGLE_TOKEN_ALGORITHMS: readonly string[] = ["RS256", "ES256"];
/** The attribute condition, in characters. */
export const MAX_CONDITION_LENGTH = 4096;
/** Characters of an allowed audience. */
export const MAX_GOOGLE_AUDIENCE_LENGTH = 256;

/** "Method: projects.serviceAccounts.create", IAM API: `accountId`. */
export const SERVICE_ACCOUNT_ID: NameRule = {
  min: 6,
  max: 30,
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])$/,
  characters: "lower-case letters, digits and dashes, starting with a letter and not ending in a dash",
};
/** Cloud SQL and AlloyDB, "IAM authentication": the e-mail of a service account "without the .gserviceaccount.com domain suffix". */
export function databaseUser(email: string): string {
  return email.replace(/\.gserviceaccount\.com$/, "");
}
/** "REST Resource: projects.serviceAccounts", IAM API: `description`, in bytes. */
export const MAX_ACCOUNT_DESCRIPTION = 256;
/** "generateAccessToken", IAM Service Account Credentials API; past an hour an organization policy must allow it. */
export const IMPERSONATED_TOKEN_SECONDS = { min: 600, max: 43_200 } as const;

/** What a GKE API server asks of an access token. */
export const CLOUD_PLATFORM_SCOPE = "https://www.googleapis.com/auth/cloud-platform";
/** Without it GKE sees a service account's number where RBAC names its email. */
export const USERINFO_EMAIL_SCOPE = "https://www.googleapis.com/auth/userinfo.email";
