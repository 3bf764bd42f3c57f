const GITHUB = [
  ...["actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref", "ref", "repository", "repository_id"],
  ...["repository_owner_id", "workflow"],
];
const GITLAB = [
  ...["namespace_id", "pipeline_source", "project_id", "ref_protected", "runner_environment", "user_access_level"],
  ...["user_email", "user_id", "user_login"],
];
const BUILDKITE = [
  ...[
    "build_branch",
    "cluster_id",
    "cluster_name",
    "organization_id",
    "organization_slug",
    "pipeline_id",
    "pipeline_slug",
  ],
];

/** Issuers without their scheme, in lower case, and the claims of their tokens that are condition keys beside `sub` and `aud`. */
const CLAIMS: readonly (readonly [issuer: RegExp, claims: readonly string[]])[] = [
  [/^token\.actions\.(githubusercontent\.com(\/[^/]+)?|[^./]+\.ghe\.com)$/, GITHUB],
  [/^github\.com\/enterprises\/[^/]+$/, GITHUB],
  [/^gitlab\.com$/, GITLAB],
  [/^agent\.(buildkite\.com|[^./]+\.buildkite\.(dev|site))$/, BUILDKITE],
  [/^oidc\.circleci\.com\/org\/[^/]+$/, ["oidc.circleci.com/project-id"]],
  [/^idcs-[^./]+\.identity\.oraclecloud\.com$/, ["rpst_id"]],
];

/**
 * The claims of an issuer's tokens that trust policies of AWS can compare, beside those that they can of every issuer. Of other
 * issuers, one's own GitLab among them, AWS compares no further claim.
 *
 * Service Authorization Reference: "Actions, resources, and condition keys for AWS Security Token Service".
 *
 * @param issuer without its scheme, in lower case
 */
export function comparedClaims(issuer: string): readonly string[] {
  return CLAIMS.find(([of]) => of.test(issuer))?.[1] ?? [];
}
