import { Check } from "../check";
import { oidcProviders } from "../support/google-providers";
import { isSharedByAudience } from "../support/issuers";

export const conditionMissing: Check = {
  code: "gcp-condition-missing",
  severity: "medium",
  title: "A pool provider accepts every token of an issuer",
  gain: "Every service account of the cluster is a principal of the pool, and has every role that principal sets of the pool have.",
  fix: "Set attribute_condition to the expected subjects, such as assertion.repository_owner_id == 'ID' or google.subject == 'SUBJECT'.",
  page: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (world) =>
    oidcProviders(world)
      .filter(({ condition, issuer }) => condition === undefined && !isSharedByAudience(issuer))
      .map(({ resource, issuer }) => ({
        resource,
        argument: "attribute_condition",
        reason: `accepts every token of ${issuer}: it has no attribute_condition`,
      })),
};
