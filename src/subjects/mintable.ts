import { isLiteral, problem } from "../common";
import { canonicalIssuer } from "../vendor/issuers/canonical";
import { isGithubIssuer } from "../vendor/issuers/github";
import { GITLAB_ISSUER, GITLAB_SUBJECT } from "../vendor/issuers/gitlab";

const CODE = "mintable-subject";

/**
 * What is wrong with a subject that more people can have a token for than it seems: one of GitHub or GitLab that names no
 * repository, or whatever runs there.
 */
export function mintableProblem(issuer: string, subject: string): string | undefined {
  if (!isLiteral(issuer) || !isLiteral(subject)) return undefined;
  if (isGithubIssuer(issuer)) return ofGithub(subject);
  if (canonicalIssuer(issuer) === GITLAB_ISSUER || subject.startsWith(GITLAB_SUBJECT)) return ofGitlab(subject);
  return undefined;
}

function ofGithub(subject: string): string | undefined {
  const refuse = (reason: string, wayOut: string) => problem("subject", `"${subject}" ${reason}`, wayOut, CODE);
  const fields = subject.split(":");
  if (isOfPullRequest(fields)) {
    return refuse(
      "is that of every pull request of the repository: any user who can push a branch there gets this access",
      "Trust an environment, branch or tag, or use GithubActions.repository(…).pullRequests(), which says so",
    );
  }
  if (!["repo", "repository", "repository_id"].some((name) => fields.includes(name))) {
    return refuse(
      "names no repository, and every repository of GitHub can choose a template that gives it this subject",
      "Use GithubActions.repository(…) with environment, branch or tag",
    );
  }
  if (fields.length <= 2) {
    return refuse(
      "is that of every run of the repository, pull requests among them",
      "Trust an environment, branch or tag, or use GithubActions.repository(…).everyRun(), which says so",
    );
  }
  return undefined;
}

/** By the event, by the merge commit's ref, or by branches that only pull requests have: templates may name each of them. */
function isOfPullRequest(fields: readonly string[]): boolean {
  const hasBranch = (name: string) => Boolean(fields[fields.indexOf(name) + 1]) && fields.includes(name);
  return (
    fields.some((one) => one === "pull_request" || one.startsWith("refs/pull/")) ||
    hasBranch("head_ref") ||
    hasBranch("base_ref")
  );
}

function ofGitlab(subject: string): string | undefined {
  const fields = subject.split(":");
  if (fields[0] === "project_path" && fields.includes("ref")) return undefined;
  return problem(
    "subject",
    `"${subject}" names no branch or tag, so any user who can push any branch gets this access`,
    "Use GitlabCi.project(…) with branch or tag, or everyRun(), which says so",
    CODE,
  );
}
