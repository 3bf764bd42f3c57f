import { Check } from "../check";
import { federatedCredentials } from "../support/azure-credentials";

export const azurePullRequest: Check = {
  code: "azure-pull-request",
  severity: "medium",
  title: "Pull requests are trusted",
  gain: "The author of a pull request from a branch of the repository runs code as the identity before any review.",
  fix: "Use a separate read-only identity for pull requests, and limit this one to a branch or an environment.",
  page: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-azure",
  find: (world) =>
    federatedCredentials(world)
      .filter(({ subject }) => /^repo:[^:]+:pull_request$/.test(subject))
      .map(({ resource, subject }) => ({ resource, argument: "subject", reason: `the subject is ${subject}` })),
};
