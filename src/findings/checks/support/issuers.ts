/** What is known of an issuer by its host. */
export interface IssuerKind {
  readonly kind: "shared" | "eks" | "gke" | "aks" | "cluster";
  /** For people: `GitHub Actions`. */
  readonly name: string;
  /** Of a shared issuer whose customers are told apart by something else than the subject: by what. */
  readonly tenant?: "aud" | "sts:RoleSessionName";
  /** Claims whose values every customer chooses, such as the name of a branch. */
  readonly chosen?: readonly string[];
}

type Shared = readonly [pattern: RegExp, name: string, tenant?: IssuerKind["tenant"]];

/**
 * Issuers that sign for every customer of theirs, so that the issuer alone tells nothing of who asks.
 *
 * AWS IAM documentation: "Identity-provider controls for shared OIDC providers", which has the claims by which customers are told apart.
 */
const SHARED: readonly Shared[] = [
  [/^(vs)?token\.actions\.githubusercontent\.com(\/|$)/, "GitHub Actions"],
  [/^oidc-configuration\.audit-log\.githubusercontent\.com(\/|$)/, "GitHub's audit log streaming"],
  [/^gitlab\.com(\/|$)/, "GitLab"],
  [/^agent\.buildkite\.com(\/|$)/, "Buildkite"],
  [/^app\.terraform\.io(\/|$)/, "HCP Terraform"],
  [/^api\.pulumi\.com\/oidc(\/|$)/, "Pulumi Cloud", "aud"],
  [/^oidc\.codefresh\.io(\/|$)/, "Codefresh"],
  [/^studio\.datachain\.ai\/api(\/|$)/, "DVC Studio"],
  [/^scalr\.io(\/|$)/, "Scalr"],
  [/^tokens\.cloud\.shisho\.dev(\/|$)/, "Shisho Cloud"],
  [/^proidc\.upbound\.io(\/|$)/, "Upbound"],
  [/^oidc\.op1\.openshiftapps\.com\/2f785sojlpb85i7402pk3qogugim5nfb(\/|$)/, "IBM Turbonomic"],
  // Without a path; a team may have an issuer of its own, oidc.vercel.com/TEAM.
  [/^oidc\.vercel\.com\/?$/, "Vercel", "aud"],
  [/^sandboxes\.cloud(\/|$)/, "sandboxes.cloud", "aud"],
  [/^sts\.windows\.net\/33e01921-4d64-4f8c-a055-5bdaffd5e33d(\/|$)/, "Microsoft Sentinel", "sts:RoleSessionName"],
  [/^app\.harness\.io(\/|$)/, "Harness"],
  [/^accounts\.google\.com(\/|$)/, "Google"],
  [/^cognito-identity\.amazonaws\.com(\/|$)/, "Amazon Cognito"],
  [/^(www\.amazon\.com|graph\.facebook\.com)(\/|$)/, "a social login"],
];

/** GitHub Docs: "OpenID Connect reference", without the claims that name the repository, its owner or the person. */
const CHOSEN_ON_GITHUB: readonly string[] = [
  ...["base_ref", "check_run_id", "environment", "event_name", "head_ref", "job_workflow_sha", "ref", "ref_protected"],
  ...["ref_type", "repository_visibility", "run_attempt", "run_id", "run_number", "runner_environment", "sha"],
  ...["workflow", "workflow_sha"],
];

/** Of an issuer, with or without `https://`; what is not known by its host counts as a cluster's or a company's own. */
export function issuerKindOf(issuer: string): IssuerKind {
  const host = withoutScheme(issuer);
  const shared = SHARED.find(([pattern]) => pattern.test(host));
  if (shared) {
    const [, name, tenant] = shared;
    const chosen = name === "GitHub Actions" ? CHOSEN_ON_GITHUB : undefined;
    return { kind: "shared", name, ...(tenant ? { tenant } : {}), ...(chosen ? { chosen } : {}) };
  }
  if (/^oidc(-eks)?\.(eks\.)?[a-z0-9-]+\.(amazonaws|api\.)/.test(host)) return { kind: "eks", name: "an EKS cluster" };
  if (/^container\.googleapis\.com\/v1\/projects\//.test(host)) return { kind: "gke", name: "a GKE cluster" };
  if (/(^|\.)oic\.[a-z0-9-]*aks\.azure\.(com|us|cn)(\/|$)/.test(host)) return { kind: "aks", name: "an AKS cluster" };
  return { kind: "cluster", name: host };
}

/** Whether tokens of an issuer's every customer pass where the audience alone is compared. */
export function isSharedByAudience(issuer: string): boolean {
  const { kind, tenant } = issuerKindOf(issuer);
  return kind === "shared" && tenant !== "aud";
}

/** An issuer as condition keys and provider ARNs name it. */
export function withoutScheme(issuer: string): string {
  return issuer.replace(/^https?:\/\//, "");
}

/**
 * What is wrong with an issuer, to follow it; undefined for one that may be right.
 *
 * Microsoft Learn: "Use the OIDC issuer URL on AKS": it ends with a slash; those of EKS, GKE, GitHub and GitLab do not.
 */
export function issuerFault(issuer: string): string | undefined {
  if (!issuer.startsWith("https://")) return "does not begin with https://";
  if (/[?#]/.test(issuer)) return "has a query or a fragment";
  const { kind, name } = issuerKindOf(issuer);
  const endsWithSlash = issuer.endsWith("/");
  if (kind === "aks") return endsWithSlash ? undefined : "lacks the slash that issuers of AKS clusters end with";
  const hasNone = kind === "eks" || kind === "gke" || name === "GitHub Actions" || name === "GitLab";
  return hasNone && endsWithSlash ? "ends with a slash, which the issuer does not" : undefined;
}
