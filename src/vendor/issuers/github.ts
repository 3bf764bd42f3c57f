import { canonicalIssuer } from "./canonical";

/** "OpenID Connect reference", GitHub Docs: the issuer of github.com. */
const GITHUB_ISSUER = "https://token.actions.githubusercontent.com";

/** The issuer of a GitHub Enterprise Server, or of an enterprise on GHE.com, by its host name. */
export function githubIssuerOf(hostname: string): string {
  const [, subdomain] = /^([a-z0-9-]+)\.ghe\.com$/.exec(hostname) ?? [];
  if (subdomain !== undefined) return `https://token.actions.${subdomain}.ghe.com`;
  return hostname === "github.com" ? GITHUB_ISSUER : `https://${hostname}/_services/token`;
}

/** Whether an issuer is GitHub's: of github.com with or without an enterprise's slug, of GHE.com, or of a server. */
export function isGithubIssuer(issuer: string): boolean {
  return /^https:\/\/(token\.actions\.(githubusercontent|[a-z0-9-]+\.ghe)\.com(\/[\w-]+)?|[^/]+\/_services\/token)$/.test(
    canonicalIssuer(issuer),
  );
}

/** An owner and a repository, as GitHub writes them. */
export const GITHUB_REPOSITORY_FORM = /^[A-Za-z\d](?:[\w-]{0,99})\/[\w.-]{1,100}$/;
export const GITHUB_OWNER_FORM = /^[A-Za-z\d](?:[\w-]{0,99})$/;
