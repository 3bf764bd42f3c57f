import { GithubIssuerOptions } from "./github-issuer-options";
import type { GithubIssuer } from "./github-issuer";
import { GithubTemplate, RepositoryClaims } from "./github-template";
import { exactSubject, ExternalSubject, subjectsWithPrefix } from "./external-subject";
import { refProblem, runNameProblem } from "./ref-checks";
import { unknownProblem } from "./stable-key";
import { isLiteral, problem, Risk } from "../common";
import { GITHUB_REPOSITORY_FORM } from "../vendor/issuers/github";

/** How a repository's subjects are written. */
export interface GithubRepositoryOptions extends GithubIssuerOptions {
  /**
   * The owner's id, for the immutable format `repo:acme@123/app@456:…`. Repositories created, renamed or transferred after
   * July 15, 2026 have it, and others whose administrators chose it; not on GitHub Enterprise Server. Goes with
   * `repositoryId`. `gh api repos/acme/app --jq '.owner.id, .id'` shows both.
   *
   * @default - the format of names alone
   */
  readonly ownerId?: string;
  /** The repository's id. Goes with `ownerId`. @default - the format of names alone */
  readonly repositoryId?: string;
  /**
   * The claims that the repository's or organization's template makes subjects of (`include_claim_keys`).
   *
   * @default - GitHub's own format: repo and context
   */
  readonly includeClaimKeys?: string[];
  /**
   * Values of claims of the template that neither the repository nor the run tells, such as `job_workflow_ref`.
   *
   * @default - none
   */
  readonly claims?: { [name: string]: string };
  /**
   * Whether a template that names no repository is accepted. A trust then warns (`template-without-repository`): every
   * repository of the issuer can choose a template that gives it the same subject.
   *
   * @default false
   */
  readonly allowOtherRepositories?: boolean;
}

const DEFAULT_KEYS = ["repo", "context"];

/**
 * A repository of GitHub. `GithubActions.repository` makes it; its environments, branches and tags are subjects of trusts.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims "Example subject claims"
 */
export class GithubRepository {
  private readonly template: GithubTemplate;
  private readonly told: RepositoryClaims;

  /** @internal */
  public static _of(issuer: GithubIssuer, repository: string, options: GithubRepositoryOptions): GithubRepository {
    return new GithubRepository(issuer, repository, options);
  }

  private constructor(
    private readonly issuer: GithubIssuer,
    private readonly repository: string,
    private readonly options: GithubRepositoryOptions,
  ) {
    const { ownerId, repositoryId, includeClaimKeys, claims } = options;
    const [owner = "", name = ""] = isLiteral(repository) ? repository.split("/") : [];
    const shown =
      ownerId !== undefined && repositoryId !== undefined
        ? `${owner}@${ownerId}/${name}@${repositoryId}`
        : `${owner}/${name}`;
    this.told = { owner, ownerId, repositoryId, shown };
    this.template = new GithubTemplate(includeClaimKeys ?? DEFAULT_KEYS, claims ?? {});
  }

  /**
   * Jobs that name an environment: `repo:acme/app:environment:prod`. The environment's protection rules say which branches
   * and whose approval it takes.
   *
   * @param name the environment's name, in its letter case; a colon in it is written as GitHub does
   */
  public environment(name: string): ExternalSubject {
    return this.run(`environment:${name.replaceAll(":", "%3A")}`, runNameProblem("environment", name));
  }

  /**
   * Jobs on a branch that name no environment and are of no pull request: `repo:acme/app:ref:refs/heads/main`.
   *
   * @param name the branch, without `refs/heads/`
   */
  public branch(name: string): ExternalSubject {
    return this.run(`ref:refs/heads/${name}`, refProblem("branch", name));
  }

  /**
   * Jobs on a tag that name no environment: `repo:acme/app:ref:refs/tags/v1`. Protect the tag: any user who can push it gets
   * this access.
   *
   * @param name the tag, without `refs/tags/`
   */
  public tag(name: string): ExternalSubject {
    return this.run(`ref:refs/tags/${name}`, refProblem("tag", name));
  }

  /**
   * Jobs of every pull request of the repository that name no environment: `repo:acme/app:pull_request`. A trust in it warns
   * (`pull-request-subject`): any user who can push a branch there gets this access.
   */
  public pullRequests(): ExternalSubject {
    return this.run("pull_request", undefined, {
      code: "pull-request-subject",
      message: `Every pull request of "${this.repository}" is trusted: any user who can push a branch there gets this access, before anybody reviews. Trust an environment or a branch if that is not meant.`,
    });
  }

  /**
   * Every run of the repository, whatever its branch, environment or event. A trust in it warns
   * (`repository-wide-subject`). Azure targets, and GKE targets without impersonation, refuse it unless the template leaves
   * nothing but the repository in the subject.
   */
  public everyRun(): ExternalSubject {
    const risk = {
      code: "repository-wide-subject",
      message: `Every run of "${this.repository}" is trusted, pull requests among them: any user who can push a branch there gets this access. Trust an environment, branch or tag if that is not meant.`,
    };
    const { issuer, told, template, options } = this;
    const refusal = () => this.problem(undefined);
    const subject = template.subjectOf(told, undefined);
    if (!template.tellsContext) return exactSubject(issuer, subject, { risk, refusal });
    const last = (options.includeClaimKeys ?? DEFAULT_KEYS).slice(-1)[0] === "context";
    const misplaced = () =>
      last
        ? undefined
        : problem(
            "includeClaimKeys",
            "have claims after context, so that no one text begins all subjects",
            "Name an environment, branch or tag",
            "github-template",
          );
    const group = { attribute: "repository", expression: "assertion.repository", value: this.repository };
    return subjectsWithPrefix(issuer, `${subject}:`, { risk, group, refusal: () => refusal() ?? misplaced() });
  }

  private run(context: string, refusal: string | undefined, risk?: Risk): ExternalSubject {
    const { issuer, told, template, options } = this;
    const wide = options.allowOtherRepositories && {
      code: "template-without-repository",
      message: `The subject "${template.subjectOf(told, context)}" names no repository: every repository of ${issuer.issuer} can choose a template that gives it the same.`,
    };
    const subject = template.subjectOf(told, context);
    return exactSubject(issuer, subject, {
      risk: risk ?? (wide || undefined),
      refusal: () => refusal ?? this.problem(context),
    });
  }

  private problem(context: string | undefined): string | undefined {
    const { repository, told, template, issuer, options } = this;
    const { ownerId, repositoryId } = options;
    const ids = [ownerId, repositoryId].filter((id) => id !== undefined);
    const way = "Give owner and name as GitHub shows them: acme/app";
    return [
      unknownProblem("repository", repository),
      isLiteral(repository) && /[*?]/.test(repository)
        ? problem(
            "repository",
            `"${repository}" has a wildcard, and subjects are trusted exactly`,
            "Name one repository, or use GithubActions.everyRepositoryOf(…), which says so",
            "wide-subject",
          )
        : undefined,
      isLiteral(repository) && !GITHUB_REPOSITORY_FORM.test(repository)
        ? problem("repository", `"${repository}" is not a repository`, way)
        : undefined,
      ids.length === 1
        ? problem(
            ownerId === undefined ? "ownerId" : "repositoryId",
            "is missing, and subjects have both ids or none",
            "Give ownerId and repositoryId",
            "github-ids",
          )
        : undefined,
      ids.some((id) => !/^\d{1,20}$/.test(id))
        ? problem(
            "repositoryId",
            "and ownerId must be numbers",
            "Give what `gh api repos/OWNER/NAME` shows as id and owner.id",
            "github-ids",
          )
        : undefined,
      ids.length === 2 && issuer.isServer
        ? problem(
            "ownerId",
            "is for immutable subjects, which GitHub Enterprise Server does not have",
            "Leave both ids out",
            "github-ids",
          )
        : undefined,
      ...template.problems(told, context, options.allowOtherRepositories ?? false),
    ].find((one) => one !== undefined);
  }
}
