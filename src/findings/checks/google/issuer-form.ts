import { Check } from "../check";
import { hasUnknown } from "../../../simulator";
import { oidcProviders } from "../support/google-providers";
import { issuerFault } from "../support/issuers";

export const googleIssuerForm: Check = {
  code: "gcp-issuer-form",
  severity: "medium",
  title: "The issuer of a pool provider does not match the iss of its tokens",
  gain: "No direct gain. No token matches, and a hurried fix often makes the trust too wide.",
  fix: "Write the issuer exactly as in the iss claim: https, and a slash at the end only if the issuer has one.",
  page: "https://cloud.google.com/iam/docs/workload-identity-federation-with-other-providers",
  find: (world) =>
    oidcProviders(world).flatMap(({ resource, issuer }) => {
      const fault = hasUnknown(issuer) ? undefined : issuerFault(issuer);
      return fault === undefined ? [] : [{ resource, argument: "oidc.issuer_uri", reason: `${issuer} ${fault}` }];
    }),
};
