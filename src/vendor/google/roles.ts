/** What lets a principal look a cluster up, and nothing inside it. */
export const LOOKUP_ROLE = "roles/container.clusterViewer";
/** What lets a principal act as a Google service account. */
export const IMPERSONATION_ROLE = "roles/iam.workloadIdentityUser";
