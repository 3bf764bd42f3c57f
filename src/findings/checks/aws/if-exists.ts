import { Check } from "../check";
import { statementOf, TRUST, webIdentityTrusts } from "../support/web-identity";

/** `…IfExists` on a claim that decides. */
export const ifExists: Check = {
  code: "aws-if-exists",
  severity: "high",
  title: "IfExists matches if the claim is absent",
  gain: "A token without the claim passes the condition.",
  fix: "Remove IfExists: AWS then refuses a token without the claim.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
  find: (world) =>
    webIdentityTrusts(world).flatMap((trust) =>
      (trust.condition ?? [])
        .filter((line) => line.ifExists && !/^(aws|sts):/i.test(line.key))
        .map(({ operator, key }) => ({
          resource: trust.role,
          argument: TRUST,
          reason: `${statementOf(trust)} compares ${key} by ${operator}`,
        })),
    ),
};
