import { Check } from "../check";
import { ofTrusts } from "../support/of-trusts";

export const wildcardCompared: Check = {
  code: "aws-literal-wildcard",
  severity: "low",
  title: "A wildcard is compared as literal text",
  gain: "No direct gain. No token has such a claim, and a hurried fix is often a pattern that is too wide.",
  fix: "Write the subject in full, or use StringLike, which supports wildcards.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
  find: ofTrusts(({ condition = [] }) =>
    condition.flatMap(({ claim, test, operator, key, values }) =>
      claim === "sub" &&
      test.startsWith("stringequals") &&
      values.some((value) => /[*?]/.test(value.replace(/\$\{[^}]*\}/g, "")))
        ? [`compares ${key} by ${operator} with a wildcard: ${values.join(", ")}`]
        : [],
    ),
  ),
};
