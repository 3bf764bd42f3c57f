import { Check } from "../check";
import { hasUnknown } from "../../../simulator";
import { ofTrusts } from "../support/of-trusts";

function differenceOf(of: string, issuer: string): string {
  if (/^https?:/.test(of)) return ": a condition key has no scheme";
  return of.replace(/\/$/, "") === issuer.replace(/\/$/, "") ? ": they differ by the slash at the end" : "";
}

export const conditionOfAnotherIssuer: Check = {
  code: "aws-condition-other-issuer",
  severity: "medium",
  title: "A condition key names another issuer than the trusted one",
  gain: "The key is absent from the request: the condition never matches, or, if it is negated, always matches and admits every subject.",
  fix: 'Write the issuer in the keys as in the provider\'s ARN: without "https://", and with a slash at the end only if the issuer has one.',
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif",
  find: ofTrusts(({ condition = [], issuer, provider }) => {
    if (issuer === "" || hasUnknown(issuer) || !provider.includes(":oidc-provider/")) return [];
    return condition.flatMap(({ of, key, claim }) => {
      if (!["sub", "aud"].includes(claim) || hasUnknown(of) || of.toLowerCase() === issuer.toLowerCase()) return [];
      return [`compares ${key}, but trusts ${issuer}${differenceOf(of, issuer)}`];
    });
  }),
};
