import { Check } from "../check";
import { gitHubSubjects } from "../support/github";
import { ofTrusts } from "../support/of-trusts";

export const gitHubAnyRef: Check = {
  code: "aws-github-any-ref",
  severity: "low",
  title: "A pattern matches every branch, tag and pull request of a repository",
  gain: "A contributor with push access to any branch assumes the role without a review.",
  fix: "Name the branch or the environment: repo:OWNER/REPOSITORY:environment:production.",
  page: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
  find: ofTrusts((trust) =>
    gitHubSubjects(trust).flatMap(({ written, owner, repository = "*", rest = "", isPattern }) =>
      isPattern && !/[*?]/.test(`${owner}${repository}`) && /^[*?]+$/.test(rest) ? [`matches ${written}`] : [],
    ),
  ),
};
