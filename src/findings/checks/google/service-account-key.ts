import { Check } from "../check";
import { resourcesOf } from "../support/arguments";

export const serviceAccountKey: Check = {
  code: "gcp-service-account-key",
  severity: "medium",
  title: "A service account has a key that does not expire",
  gain: "An attacker who reads the key in a Secret, a log or this configuration's state acts as the service account until the key is removed.",
  fix: "Let the workload use workload identity federation, and remove the key.",
  page: "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
  find: (world) =>
    resourcesOf(world, ["google_service_account_key", "google_storage_hmac_key"]).map((resource) => ({
      resource,
      argument: resource.type === "google_service_account_key" ? "service_account_id" : "service_account_email",
      reason: "makes a static key",
    })),
};
