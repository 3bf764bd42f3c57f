import { Check } from "../check";
import { gitHubSubjects } from "../support/github";
import { ofTrusts } from "../support/of-trusts";

export const gitHubOwnerPrefix: Check = {
  code: "aws-github-owner-prefix",
  severity: "critical",
  title: "A pattern matches repositories of other GitHub owners",
  gain: "An attacker registers a GitHub owner whose name matches the pattern, and assumes the role from a repository of that owner.",
  fix: "End the owner with a slash: repo:OWNER/REPOSITORY:ref:refs/heads/main.",
  page: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
  find: ofTrusts((trust) =>
    gitHubSubjects(trust).flatMap(({ written, owner, repository, isPattern }) =>
      isPattern && /[*?]/.test(owner) && (!/^[*?]+$/.test(owner) || (repository && !/^[*?]/.test(repository)))
        ? [`matches other owners than the named one: ${written}`]
        : [],
    ),
  ),
};
