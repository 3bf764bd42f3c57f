import { issuerKindOf } from "./issuers";
import { serviceAccountSubject } from "../../../vendor/kubernetes/names";

/**
 * The claims of a token that an issuer signs for a stranger: for a repository, a project or a service account that the policy does not name.
 *
 * GitHub Docs: "OpenID Connect reference"; GitLab Docs: "OpenID Connect (OIDC) Authentication Using ID Tokens".
 *
 * @param owner the stranger's own name: that of an organization or a group, which everybody may choose
 * @returns undefined for an issuer whose claims are not known
 */
export function strangersClaims(
  issuer: string,
  owner = "strangers-owner",
): Readonly<Record<string, unknown>> | undefined {
  const { kind, name } = issuerKindOf(issuer);
  const common = { iss: issuer, aud: "stranger", exp: 2_000_000_000, iat: 1_900_000_000 };
  if (kind === "eks" || kind === "gke" || kind === "aks") {
    const [namespace, account] = ["strangers-namespace", "strangers-account"];
    const inside = { namespace, serviceaccount: { name: account, uid: "0" }, pod: { name: "stranger", uid: "0" } };
    return { ...common, sub: serviceAccountSubject(namespace, account), "kubernetes.io": inside };
  }
  const repository = `${owner}/strangers-repository`;
  switch (name) {
    case "GitHub Actions":
      return {
        ...common,
        ...{ sub: `repo:${repository}:ref:refs/heads/main`, repository, repository_owner: owner, actor: owner },
        ...{ repository_id: "1", repository_owner_id: "2", actor_id: "3", repository_visibility: "private" },
        ...{ ref: "refs/heads/main", ref_type: "branch", ref_protected: "true", event_name: "push" },
        ...{ environment: "production", workflow: "deploy", runner_environment: "github-hosted", enterprise: owner },
        ...{
          job_workflow_ref: `${repository}/.github/workflows/deploy.yml@refs/heads/main`,
          head_ref: "",
          base_ref: "",
        },
        workflow_ref: `${repository}/.github/workflows/deploy.yml@refs/heads/main`,
      };
    case "GitLab":
      return {
        ...common,
        ...{
          sub: `project_path:${repository}:ref_type:branch:ref:main`,
          project_path: repository,
          namespace_path: owner,
        },
        ...{ project_id: "1", namespace_id: "2", user_login: owner, user_email: "stranger@example.com" },
        ...{ ref: "main", ref_type: "branch", ref_protected: "true", environment: "production" },
      };
    case "HCP Terraform":
      return {
        ...common,
        ...{ sub: `organization:${owner}:project:main:workspace:main:run_phase:apply`, terraform_run_phase: "apply" },
        ...{ terraform_organization_name: owner, terraform_project_name: "main", terraform_workspace_name: "main" },
        ...{
          terraform_organization_id: "1",
          terraform_workspace_id: "2",
          terraform_full_workspace: `organization:${owner}`,
        },
      };
    default:
      return undefined;
  }
}
