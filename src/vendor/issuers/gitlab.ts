/** "OpenID Connect (OIDC) Authentication Using ID Tokens", GitLab Docs: the issuer is the instance's own URL. */
export const GITLAB_ISSUER = "https://gitlab.com";

/** What begins the subject of every CI job's token. */
export const GITLAB_SUBJECT = "project_path:";

/** Groups and a project, as GitLab writes their path. */
export const GITLAB_PROJECT_FORM = /^[A-Za-z\d_][\w.-]*(\/[A-Za-z\d_][\w.-]*)+$/;
