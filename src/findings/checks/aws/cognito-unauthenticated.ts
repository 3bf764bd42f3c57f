import { Check } from "../check";
import { ofTrusts } from "../support/of-trusts";

export const cognitoUnauthenticated: Check = {
  code: "aws-cognito-unauthenticated",
  severity: "medium",
  title: "Unauthenticated identities of a Cognito identity pool can assume a role",
  gain: "Any caller that knows the identity pool's id, which every client contains, acts as the role without signing in.",
  fix: "Compare cognito-identity.amazonaws.com:amr with authenticated, and use a separate role for unauthenticated identities.",
  page: "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
  find: ofTrusts(({ condition, issuer }) => {
    if (issuer !== "cognito-identity.amazonaws.com" || !condition) return [];
    const amr = condition.filter((line) => line.claim === "amr");
    const isGuest = amr.some(({ values }) => values.includes("unauthenticated"));
    return isGuest || amr.length === 0 ? ["does not require authenticated identities"] : [];
  }),
};
