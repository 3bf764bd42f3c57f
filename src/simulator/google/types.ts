import { iamTypes } from "./iam-types";
import { RESOURCE_POLICY_TYPES } from "./resource-grants";

/** The types of Google Cloud whose grants are simulated, or told one by one. */
export const SIMULATED_TYPES: readonly string[] = [
  ...RESOURCE_POLICY_TYPES,
  ...["google_folder", "google_organization", "google_project", "google_service_account"].flatMap(iamTypes),
  "google_iam_deny_policy",
  "google_iam_workload_identity_pool",
  "google_iam_workload_identity_pool_provider",
  "google_organization_iam_custom_role",
  "google_project_iam_custom_role",
  "google_service_account",
];

/** Types that give out the identity that they mention to whatever uses them. */
export const GIVING_OUT: readonly string[] = [
  ...["google_service_account_key", "google_storage_hmac_key"],
  ...["google_cloud_run_service", "google_cloud_run_v2_job", "google_cloud_run_v2_service"],
  ...["google_cloudfunctions_function", "google_cloudfunctions2_function"],
  ...["google_compute_instance", "google_compute_instance_template", "google_compute_region_instance_template"],
  "google_container_node_pool",
];
