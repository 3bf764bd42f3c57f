import { Check } from "../check";
import { hasUnknown } from "../../../simulator";
import { federatedCredentials } from "../support/azure-credentials";

export const azureSubjectWildcard: Check = {
  code: "azure-subject-wildcard",
  severity: "low",
  title: "A subject contains a wildcard, which is compared as literal text",
  gain: "No direct gain. No token has such a subject, and a hurried fix often adds a credential that is too wide.",
  fix: "Create one credential for each subject; for GitHub and GitLab, a flexible federated credential can match several.",
  page: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
  find: (world) =>
    federatedCredentials(world)
      .filter(({ subject }) => /[*?]/.test(subject) && !hasUnknown(subject))
      .map(({ resource, subject }) => ({ resource, argument: "subject", reason: `the subject is ${subject}` })),
};
