import { Check } from "../check";
import { gitHubSubjects } from "../support/github";
import { ofTrusts } from "../support/of-trusts";

export const gitHubPullRequest: Check = {
  code: "aws-github-pull-request",
  severity: "medium",
  title: "Pull requests are trusted",
  gain: "The author of a pull request from a branch of the repository runs code as the role before any review.",
  fix: "Use a separate read-only role for pull requests, and limit this role to a branch or an environment.",
  page: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
  find: ofTrusts((trust) =>
    gitHubSubjects(trust).flatMap(({ written, rest }) => (rest === "pull_request" ? [`matches ${written}`] : [])),
  ),
};
