/** The types of Google Cloud whose grants are simulated, or told one by one. */
export const SIMULATED_TYPES: readonly string[] = [
  "google_folder_iam_binding",
  "google_folder_iam_member",
  "google_folder_iam_policy",
  "google_iam_workload_identity_pool",
  "google_iam_workload_identity_pool_provider",
  "google_organization_iam_binding",
  "google_organization_iam_custom_role",
  "google_organization_iam_member",
  "google_organization_iam_policy",
  "google_project_iam_binding",
  "google_project_iam_custom_role",
  "google_project_iam_member",
  "google_project_iam_policy",
  "google_service_account",
  "google_service_account_iam_binding",
  "google_service_account_iam_member",
  "google_service_account_iam_policy",
];

/** Types that give out the identity that they mention to whatever uses them. */
export const GIVING_OUT: readonly string[] = ["google_service_account_key"];
