import { issuerKindOf } from "./issuers";
import { serviceAccountSubject } from "../../../vendor/kubernetes/names";

/** Who a stranger is: what everybody may choose for a token of the issuer. */
export interface Stranger {
  /** The name of an organization or a group. */
  readonly owner?: string;
  /** Values of claims that the stranger chooses, such as the name of a branch; of other claims they say nothing. */
  readonly chosen?: ReadonlyMap<string, string>;
}

type Claims = Readonly<Record<string, unknown>>;

/** Of a shared issuer: the claims of a stranger's token, and those whose values the stranger chooses. */
interface SharedIssuer {
  readonly claims: (owner: string, name: string) => Claims;
  /** What the subject of an owner begins with. */
  readonly subject: (owner: string) => string;
  /** Claims that hold the owner with the name of a repository, a project or a pipeline behind it. */
  readonly paths: readonly string[];
  /** Claims that hold such a name alone. */
  readonly names: readonly string[];
  readonly chosen: readonly string[];
}

/**
 * GitHub Docs: "OpenID Connect reference"; GitLab Docs: "OpenID Connect (OIDC) Authentication Using ID Tokens"; HashiCorp
 * documentation: "Workload identity tokens"; Buildkite Docs: "buildkite-agent oidc".
 */
const SHARED: Readonly<Record<string, SharedIssuer>> = {
  "GitHub Actions": {
    claims: (owner, name) => ({
      ...{ sub: `repo:${owner}/${name}:ref:refs/heads/main`, repository: `${owner}/${name}`, repository_owner: owner },
      ...{
        actor: owner,
        repository_id: "1",
        repository_owner_id: "2",
        actor_id: "3",
        repository_visibility: "private",
      },
      ...{ ref: "refs/heads/main", ref_type: "branch", ref_protected: "true", event_name: "push", head_ref: "" },
      ...{ environment: "production", workflow: "deploy", runner_environment: "github-hosted", enterprise: owner },
      ...{ base_ref: "", job_workflow_ref: `${owner}/${name}/.github/workflows/deploy.yml@refs/heads/main` },
      workflow_ref: `${owner}/${name}/.github/workflows/deploy.yml@refs/heads/main`,
    }),
    subject: (owner) => `repo:${owner}`,
    paths: ["repository", "job_workflow_ref", "workflow_ref"],
    names: [],
    chosen: [
      ...["base_ref", "environment", "event_name", "head_ref", "ref", "ref_protected", "ref_type"],
      ...["repository_visibility", "runner_environment", "workflow"],
    ],
  },
  GitLab: {
    claims: (owner, name) => ({
      ...{ sub: `project_path:${owner}/${name}:ref_type:branch:ref:main`, project_path: `${owner}/${name}` },
      ...{ namespace_path: owner, project_id: "1", namespace_id: "2", user_login: owner, user_email: "a@example.com" },
      ...{ ref: "main", ref_type: "branch", ref_protected: "true", environment: "production", pipeline_source: "push" },
      ...{ ref_path: "refs/heads/main", deployment_tier: "production", environment_protected: "true" },
    }),
    subject: (owner) => `project_path:${owner}`,
    paths: ["project_path"],
    names: [],
    chosen: [
      ...["deployment_tier", "environment", "environment_protected", "pipeline_source", "ref", "ref_path"],
      ...["ref_protected", "ref_type", "runner_environment"],
    ],
  },
  "HCP Terraform": {
    claims: (owner) => ({
      sub: `organization:${owner}:project:main:workspace:main:run_phase:apply`,
      ...{ terraform_run_phase: "apply", terraform_organization_name: owner, terraform_organization_id: "1" },
      ...{ terraform_project_name: "main", terraform_workspace_name: "main", terraform_workspace_id: "2" },
      terraform_full_workspace: `organization:${owner}:project:main:workspace:main`,
    }),
    subject: (owner) => `organization:${owner}`,
    paths: [],
    names: [],
    chosen: ["terraform_project_name", "terraform_run_phase", "terraform_workspace_name"],
  },
  Buildkite: {
    claims: (owner, name) => ({
      sub: `organization:${owner}:pipeline:${name}:ref:refs/heads/main:commit:1:step:deploy`,
      ...{ organization_slug: owner, organization_id: "1", pipeline_slug: name, pipeline_id: "2", build_source: "ui" },
      ...{ build_number: 1, build_branch: "main", build_tag: "", build_commit: "1", step_key: "deploy", job_id: "3" },
    }),
    subject: (owner) => `organization:${owner}`,
    paths: [],
    names: ["pipeline_slug"],
    chosen: ["build_branch", "build_source", "build_tag", "runner_environment", "step_key"],
  },
};

/**
 * The claims of a token that an issuer signs for a stranger: for a repository, a project or a service account that the policy does not name.
 *
 * @returns undefined for an issuer whose claims are not known
 */
export function strangersClaims(issuer: string, stranger: Stranger = {}): Claims | undefined {
  const { owner = "strangers-owner", chosen = new Map<string, string>() } = stranger;
  const { kind, name } = issuerKindOf(issuer);
  const common = { iss: issuer, aud: "stranger", exp: 2_000_000_000, iat: 1_900_000_000 };
  if (kind === "eks" || kind === "gke" || kind === "aks") return { ...common, ...claimsOfPod(chosen) };
  const shared = Object.hasOwn(SHARED, name) ? SHARED[name] : undefined;
  return shared && { ...common, ...claimsOf(shared, owner, chosen) };
}

/** Any namespace that the policy does not name, with a service account of a name that it does. */
function claimsOfPod(chosen: ReadonlyMap<string, string>): Claims {
  const [namespace, ofSubject] = ["strangers-namespace", chosen.get("sub") ?? ""];
  const account = /^:[\w.-]+$/.test(ofSubject) ? ofSubject.slice(1) : (chosen.get("name") ?? "strangers-account");
  const inside = { namespace, serviceaccount: { name: account, uid: "0" }, pod: { name: "stranger", uid: "0" } };
  return { sub: serviceAccountSubject(namespace, account), "kubernetes.io": inside };
}

function claimsOf(shared: SharedIssuer, owner: string, chosen: ReadonlyMap<string, string>): Claims {
  const last = (text: string | undefined) => /([\w.-]+)$/.exec(text ?? "")?.[1];
  const named = [...shared.names.map((claim) => chosen.get(claim)), last(chosen.get(shared.paths[0] ?? ""))];
  const claims: Record<string, unknown> = { ...shared.claims(owner, named.find(Boolean) ?? "strangers-repository") };
  for (const claim of shared.chosen) if (chosen.has(claim)) claims[claim] = chosen.get(claim);
  // What follows the owner is the owner's choice.
  for (const claim of shared.paths.slice(1)) {
    const end = chosen.get(claim);
    if (end?.startsWith("/")) claims[claim] = `${String(claims[shared.paths[0]])}${end}`;
  }
  const end = chosen.get("sub");
  const begin = shared.subject(owner);
  if (end !== undefined && /^[:/]/.test(end)) {
    claims.sub = `${begin}${end.startsWith(":") && shared.paths.length > 0 ? "/strangers-repository" : ""}${end}`;
  }
  return claims;
}
