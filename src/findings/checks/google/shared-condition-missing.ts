import { Check } from "../check";
import { oidcProviders } from "../support/google-providers";
import { isSharedByAudience, issuerKindOf } from "../support/issuers";

export const sharedConditionMissing: Check = {
  code: "gcp-shared-condition-missing",
  severity: "critical",
  title: "A pool provider accepts every token of a shared issuer",
  gain: "Every user of the issuer, such as GitHub or GitLab, is a principal of the pool.",
  fix: "Set attribute_condition to the expected subjects, such as assertion.repository_owner_id == 'ID' or google.subject == 'SUBJECT'.",
  page: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (world) =>
    oidcProviders(world)
      .filter(({ condition, issuer }) => condition === undefined && isSharedByAudience(issuer))
      .map(({ resource, issuer }) => ({
        resource,
        argument: "attribute_condition",
        reason: `accepts every token of ${issuerKindOf(issuer).name}: it has no attribute_condition`,
      })),
};
