import { Check } from "../check";
import { statementOf, TRUST, webIdentityTrusts } from "../support/web-identity";

/** `ForAllValues:` on a claim, which is true for a token without it. */
export const forAllValues: Check = {
  code: "aws-for-all-values",
  severity: "high",
  title: "ForAllValues: matches if the claim is absent",
  gain: "A token without the claim passes the condition.",
  fix: "Use StringEquals without ForAllValues:. The keys for sub and aud have a single value.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
  find: (world) =>
    webIdentityTrusts(world).flatMap((trust) =>
      (trust.condition ?? [])
        .filter(({ set, key }) => set === "all" && !/^aws:/i.test(key))
        .map(({ operator, key }) => ({
          resource: trust.role,
          argument: TRUST,
          reason: `${statementOf(trust)} compares ${key} by ${operator}`,
        })),
    ),
};
