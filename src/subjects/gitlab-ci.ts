import { GitlabIssuer } from "./gitlab-issuer";
import { GitlabProject, GitlabProjectOptions } from "./gitlab-project";
import { TokenIssuer } from "./token-issuer";

/**
 * CI jobs of GitLab as subjects of trusts. Nothing is created, and no issuer is declared: the accounts that trust a job
 * register the instance's own, each once. The job asks for a token of each trust's audience by `id_tokens`.
 *
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/ "OpenID Connect (OIDC) Authentication Using ID Tokens"
 *
 * @example
 *
 * const deploy = GitlabCi.project("acme/shop/app").branch("main");
 * mesh.allow(deploy, euro, ClusterAccess.edit("payments"));
 */
export class GitlabCi {
  /**
   * A project, whose branches and tags are subjects.
   *
   * @param project its path with all groups, in the letter case that GitLab shows: `acme/shop/app`
   * @param options the instance, and the components of subjects
   */
  public static project(project: string, options: GitlabProjectOptions = {}): GitlabProject {
    return GitlabProject._of(GitlabIssuer.of(options.url), project, options);
  }

  /**
   * An instance's issuer, for what an account has of it already:
   * `account.adoptOidcProvider(GitlabCi.issuer(), AwsOidcProvider.fromArn(this, "gitlab", arn))`.
   *
   * @param url the instance. Default: https://gitlab.com
   */
  public static issuer(url?: string): TokenIssuer {
    return GitlabIssuer.of(url);
  }

  private constructor() {
    // Its methods are all there is.
  }
}
