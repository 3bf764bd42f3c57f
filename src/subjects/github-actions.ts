import { GithubIssuer } from "./github-issuer";
import { GithubIssuerOptions } from "./github-issuer-options";
import { GithubRepository, GithubRepositoryOptions } from "./github-repository";
import { ExternalSubject, subjectsWithPrefix } from "./external-subject";
import { TokenIssuer } from "./token-issuer";
import { problem } from "../common";
import { GITHUB_OWNER_FORM } from "../vendor/issuers/github";

/**
 * Jobs of GitHub Actions as subjects of trusts. Nothing is created, and no issuer is declared: the accounts that trust a job
 * register GitHub's own, each once.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc "OpenID Connect reference", GitHub Docs
 *
 * @example
 *
 * const deploy = GithubActions.repository("acme/app").environment("prod");
 * mesh.allow(deploy, euro, ClusterAccess.edit("payments"));
 */
export class GithubActions {
  /**
   * A repository, whose `environment`, `branch` and `tag` are subjects.
   *
   * @param repository owner and name, in the letter case that GitHub shows: `acme/app`
   * @param options the issuer, the format of subjects and what the repository's template adds
   */
  public static repository(repository: string, options: GithubRepositoryOptions = {}): GithubRepository {
    return GithubRepository._of(GithubIssuer.of(options), repository, options);
  }

  /**
   * Every run of every repository of an owner, present and future, pull requests among them. A trust in it warns
   * (`organization-wide-subject`): any user who can create a repository there gets this access. Azure targets, and GKE
   * targets without impersonation, refuse it.
   *
   * @param owner the user or organization: `acme`
   * @param options the issuer
   */
  public static everyRepositoryOf(owner: string, options: GithubIssuerOptions = {}): ExternalSubject {
    const risk = {
      code: "organization-wide-subject",
      message: `Every run of every repository of "${owner}" is trusted, pull requests among them: any user who can create a repository or push a branch there gets this access. Trust an environment of one repository if that is not meant.`,
    };
    const group = { attribute: "repository_owner", expression: "assertion.repository_owner", value: owner };
    const way = "Give the name of a user or organization, as GitHub shows it";
    const refusal = () =>
      GITHUB_OWNER_FORM.test(owner) ? undefined : problem("owner", `"${owner}" is no owner of repositories`, way);
    return subjectsWithPrefix(GithubIssuer.of(options), `repo:${owner}/`, { risk, group, refusal });
  }

  /**
   * GitHub's issuer, for what an account has of it already:
   * `account.adoptOidcProvider(GithubActions.issuer(), AwsOidcProvider.fromArn(this, "github", arn))`.
   *
   * @param options which of them
   */
  public static issuer(options: GithubIssuerOptions = {}): TokenIssuer {
    return GithubIssuer.of(options);
  }

  private constructor() {
    // Its methods are all there is.
  }
}
