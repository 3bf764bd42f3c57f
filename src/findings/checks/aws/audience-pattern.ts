import { Check } from "../check";
import { isPattern } from "../support/conditions";
import { linesOn, statementOf, TRUST, webIdentityTrusts } from "../support/web-identity";

/** An audience that is compared by a pattern. */
export const audiencePattern: Check = {
  code: "aws-audience-pattern",
  severity: "medium",
  title: "The audience is compared with a pattern",
  gain: "A token for another service whose audience matches the pattern can be replayed here.",
  fix: "Compare the audience with StringEquals and the one value that clients ask for.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
  find: (world) =>
    webIdentityTrusts(world).flatMap((trust) =>
      linesOn(trust, "aud")
        .filter(isPattern)
        .map(({ key, operator, values }) => ({
          resource: trust.role,
          argument: TRUST,
          reason: `${statementOf(trust)} compares ${key} by ${operator} with ${values.join(", ")}`,
        })),
    ),
};
