import { Check } from "../check";
import { issuerKindOf } from "../support/issuers";
import { isBoundToSubject } from "../support/subjects";
import { statementOf, TRUST, webIdentityTrusts } from "../support/web-identity";

/** Issuers by whose own keys this is told in words of its own. */
const OTHERS = /^(accounts\.google\.com|cognito-identity\.amazonaws\.com)/;

/** A role that any customer of a shared issuer may assume. */
export const sharedIssuerWithoutSubject: Check = {
  code: "aws-shared-issuer-without-subject",
  severity: "critical",
  title: "A role trusts every subject of a shared issuer",
  gain: "Every user of the issuer, such as GitHub or GitLab, can assume the role from a repository that they own.",
  fix: 'Compare the subject with StringEquals: "<issuer>:sub": "repo:OWNER/REPOSITORY:ref:refs/heads/main".',
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  find: (world) =>
    webIdentityTrusts(world)
      .filter((trust) => issuerKindOf(trust.issuer).kind === "shared" && !OTHERS.test(trust.issuer))
      .filter((trust) => !isBoundToSubject(trust))
      .map((trust) => {
        const { name, tenant } = issuerKindOf(trust.issuer);
        const apart = tenant ? `, whose customers are told apart by ${tenant}` : "";
        const reason = `${statementOf(trust)} trusts every token of ${name} (${trust.issuer})${apart}`;
        return { resource: trust.role, argument: TRUST, reason };
      }),
};
