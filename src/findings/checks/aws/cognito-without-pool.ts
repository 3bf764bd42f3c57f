import { Check } from "../check";
import { isPattern, isPositive } from "../support/conditions";
import { ofTrusts } from "../support/of-trusts";

export const cognitoWithoutPool: Check = {
  code: "aws-cognito-without-pool",
  severity: "critical",
  title: "A role trusts every Amazon Cognito identity pool",
  gain: "An attacker creates an identity pool in their own AWS account, and assumes the role as one of its identities.",
  fix: "Compare cognito-identity.amazonaws.com:aud with the id of the identity pool, by StringEquals.",
  page: "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
  find: ofTrusts(({ condition, issuer }) =>
    issuer === "cognito-identity.amazonaws.com" &&
    condition &&
    !condition.some((line) => line.claim === "aud" && isPositive(line) && !isPattern(line))
      ? ["trusts every identity pool"]
      : [],
  ),
};
