import { hasUnknown } from "../../../simulator";
import { Check } from "../check";
import { resourcesOf, textOf } from "../support/arguments";
import { issuerFault } from "../support/issuers";

/** The URL of a registration that is not the issuer's own. */
export const providerUrl: Check = {
  code: "aws-provider-url",
  severity: "medium",
  title: "The URL of an OIDC provider does not match the iss of its tokens",
  gain: "No direct gain. No token matches, and a hurried fix often makes the trust too wide.",
  fix: "Write the issuer exactly as in the iss claim: https, no query, and a slash at the end only if the issuer has one.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
  find: (world) =>
    resourcesOf(world, ["aws_iam_openid_connect_provider"]).flatMap((resource) => {
      const url = textOf(resource, "url") ?? "";
      // What is read back of AWS has no scheme.
      const fault =
        url === "" || hasUnknown(url) ? undefined : issuerFault(/^[a-z]+:/.test(url) ? url : `https://${url}`);
      return fault === undefined ? [] : [{ resource, argument: "url", reason: `${url} ${fault}` }];
    }),
};
