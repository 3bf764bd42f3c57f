import { Check } from "../check";
import { hasUnknown } from "../../../simulator";
import { issuerFault } from "../support/issuers";
import { federatedCredentials } from "../support/azure-credentials";

export const azureIssuerForm: Check = {
  code: "azure-issuer-form",
  severity: "medium",
  title: "The issuer of a federated credential does not match the iss of its tokens",
  gain: "No direct gain. No token matches, and a hurried fix often makes the trust too wide.",
  fix: "Write the issuer exactly as in the iss claim: an AKS issuer ends with a slash, those of EKS, GKE and GitHub do not.",
  page: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
  find: (world) =>
    federatedCredentials(world).flatMap(({ resource, issuer }) => {
      const fault = issuer === "" || hasUnknown(issuer) ? undefined : issuerFault(issuer);
      return fault === undefined ? [] : [{ resource, argument: "issuer", reason: `${issuer} ${fault}` }];
    }),
};
