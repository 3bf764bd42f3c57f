import { Check } from "../check";
import { statementOf, TRUST, trustPolicies } from "../support/web-identity";

/** A trust of every principal except the named ones. */
export const notPrincipal: Check = {
  code: "aws-not-principal",
  severity: "high",
  title: "A role trusts every principal except the ones it names",
  gain: "Every AWS principal that the statement does not name assumes the role.",
  fix: "Name the allowed principals in Principal.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
  find: (world) =>
    trustPolicies(world).flatMap(({ role, statements = [] }) =>
      statements.flatMap((statement, index) =>
        statement.Effect === "Allow" && statement.NotPrincipal !== undefined
          ? [{ resource: role, argument: TRUST, reason: `${statementOf({ index, statement })} allows by NotPrincipal` }]
          : [],
      ),
    ),
};
