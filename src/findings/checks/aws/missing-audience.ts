import { Check } from "../check";
import { isPositive } from "../support/conditions";
import { linesOn, statementOf, TRUST, webIdentityTrusts } from "../support/web-identity";

/** Issuers whose tokens IAM checks by keys of their own. */
const OWN_KEYS = /^(accounts\.google\.com|cognito-identity\.amazonaws\.com|www\.amazon\.com|graph\.facebook\.com)/;

/** A statement that asks for no audience, so that a token for something else is as good. */
export const missingAudience: Check = {
  code: "aws-audience-missing",
  severity: "medium",
  title: "A trust policy does not compare the audience",
  gain: "A token that a workload presents to another service, for any audience of the provider, can be replayed to assume the role.",
  fix: 'Add "<issuer>:aud": "sts.amazonaws.com" to StringEquals.',
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  find: (world) =>
    webIdentityTrusts(world)
      .filter(({ condition, issuer }) => condition !== undefined && !OWN_KEYS.test(issuer))
      .filter((trust) => !linesOn(trust, "aud").some(isPositive))
      .map((trust) => ({
        resource: trust.role,
        argument: TRUST,
        reason: `${statementOf(trust)} has no condition on the audience of tokens of ${trust.issuer || trust.provider}`,
      })),
};
