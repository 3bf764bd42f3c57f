import { Check } from "../check";
import { isPositive } from "../support/conditions";
import { ofTrusts } from "../support/of-trusts";

/** `oaud` is not among them: who asks for a token chooses it. */
const OF_HOLDER = ["aud", "sub", "email", "azp"];

export const googleWithoutAudience: Check = {
  code: "aws-google-without-audience",
  severity: "critical",
  title: "A role trusts every Google account",
  gain: "Every user with a Google account or a Google Cloud project gets a token of accounts.google.com and assumes the role.",
  fix: "Compare accounts.google.com:aud, which is the requesting client or service account, and accounts.google.com:sub.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  find: ofTrusts(({ condition, issuer }) =>
    issuer === "accounts.google.com" &&
    condition &&
    !condition.some((line) => OF_HOLDER.includes(line.claim) && isPositive(line))
      ? ["trusts every token of accounts.google.com"]
      : [],
  ),
};
