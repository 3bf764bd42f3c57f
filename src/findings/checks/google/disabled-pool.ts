import { Check } from "../check";
import { isOn, resourcesOf } from "../support/arguments";

export const disabledPool: Check = {
  code: "gcp-disabled",
  severity: "low",
  title: "A disabled pool or provider has not been removed",
  gain: "If the provider is enabled again, every grant that still names its principals is active again.",
  fix: "Remove it with the grants that name it.",
  page: "https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers",
  find: (world) =>
    resourcesOf(world, ["google_iam_workload_identity_pool", "google_iam_workload_identity_pool_provider"])
      .filter((resource) => isOn(resource, "disabled"))
      .map((resource) => ({ resource, argument: "disabled", reason: "is disabled" })),
};
