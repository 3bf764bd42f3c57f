import { Check } from "../check";
import { conditionOf, isPositive } from "../support/conditions";
import { valuesOf } from "../support/policy-document";
import { statementOf, TRUST, trustPolicies } from "../support/web-identity";

/** A role that every AWS account may assume. */
export const openPrincipal: Check = {
  code: "aws-open-principal",
  severity: "critical",
  title: "A role trusts every AWS account",
  gain: "Every principal of every AWS account can assume the role.",
  fix: "Name the accounts or roles in Principal, or compare aws:PrincipalOrgID or aws:PrincipalArn.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  find: (world) =>
    trustPolicies(world).flatMap(({ role, statements = [] }) =>
      statements.flatMap((statement, index) => {
        const { Effect, Principal: principal } = statement;
        const named = typeof principal === "object" && principal !== null ? principal : { AWS: principal };
        const isOpen = valuesOf((named as Readonly<Record<string, unknown>>).AWS).includes("*");
        const condition = conditionOf(statement);
        if (Effect !== "Allow" || !isOpen || !condition || condition.some(isPositive)) return [];
        return [
          {
            resource: role,
            argument: TRUST,
            reason: `${statementOf({ index, statement })} trusts every AWS principal`,
          },
        ];
      }),
    ),
};
