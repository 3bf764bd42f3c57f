import { hasUnknown } from "../../../simulator";
import { DEFAULT_TRUST_POLICY_LENGTH } from "../../../vendor/aws/iam";
import { Check } from "../check";
import { parsedAs } from "../support/policy-document";
import { TRUST, trustPolicies } from "../support/web-identity";

/** Below this share of the quota one more subject has room. */
const HEADROOM = 0.9;

/** A trust policy that has no room for another subject. */
export const trustPolicyLength: Check = {
  code: "aws-trust-policy-length",
  severity: "low",
  title: "A trust policy is close to its length quota",
  gain: "No direct gain. The next subject does not fit, and a hurried fix is often a pattern that is too wide.",
  fix: "Create a separate role for further subjects, or request a higher quota.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  find: (world) =>
    trustPolicies(world).flatMap(({ role, document = "" }) => {
      // White space does not count.
      const length = hasUnknown(document) ? 0 : (JSON.stringify(parsedAs(document)) ?? "").length;
      if (length < DEFAULT_TRUST_POLICY_LENGTH * HEADROOM) return [];
      const reason = `has ${length} characters without white space, and the default quota is ${DEFAULT_TRUST_POLICY_LENGTH}`;
      return [{ resource: role, argument: TRUST, reason }];
    }),
};
