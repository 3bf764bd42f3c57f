import { Check } from "../check";
import { gitHubSubjects } from "../support/github";
import { ofTrusts } from "../support/of-trusts";

export const gitHubAnyRepository: Check = {
  code: "aws-github-any-repository",
  severity: "medium",
  title: "A pattern matches several repositories of an owner",
  gain: "Every user who can create a repository of the owner, or write to a matching one, assumes the role.",
  fix: "Name the repository: repo:OWNER/REPOSITORY:ref:refs/heads/main.",
  page: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
  find: ofTrusts((trust) =>
    gitHubSubjects(trust).flatMap(({ written, owner, repository, isPattern }) =>
      isPattern && repository !== undefined && /[*?]/.test(repository) && !/[*?]/.test(owner)
        ? [`matches ${written}`]
        : [],
    ),
  ),
};
