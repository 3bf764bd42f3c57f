import type { GitlabIssuer } from "./gitlab-issuer";
import { exactSubject, ExternalSubject, subjectsWithPrefix } from "./external-subject";
import { refProblem } from "./ref-checks";
import { unknownProblem } from "./stable-key";
import { tokenVariableProblem } from "./token-variable";
import { isLiteral, problem } from "../common";
import { GITLAB_PROJECT_FORM, GITLAB_SUBJECT } from "../vendor/issuers/gitlab";

/** How a project's subjects are written. */
export interface GitlabProjectOptions {
  /** The instance's URL, which is the `iss` of its tokens, without a slash at the end. @default "https://gitlab.com" */
  readonly url?: string;
  /**
   * What the project makes subjects of (`ci_id_token_sub_claim_components`): `project_path` first, then `ref_type` and `ref`
   * in either order, or one of the two.
   *
   * @default - GitLab's own: project_path, ref_type and ref
   */
  readonly subClaimComponents?: string[];
  /**
   * The variable that `id_tokens` of the job gives the token to.
   *
   * @default - TRUST_MESH_TOKEN_ and the target's construct id in capitals, so that each target has a token of its own
   */
  readonly tokenVariable?: string;
}

const DEFAULT_COMPONENTS = ["project_path", "ref_type", "ref"];

/**
 * A project of GitLab. `GitlabCi.project` makes it; its branches and tags are subjects of trusts.
 *
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload "Token payload", GitLab Docs
 * @see https://docs.gitlab.com/api/projects/ "Projects API", ci_id_token_sub_claim_components
 */
export class GitlabProject {
  /** @internal */
  public static _of(issuer: GitlabIssuer, project: string, options: GitlabProjectOptions): GitlabProject {
    return new GitlabProject(issuer, project, options);
  }

  private constructor(
    private readonly issuer: GitlabIssuer,
    private readonly project: string,
    private readonly options: GitlabProjectOptions,
  ) {}

  /**
   * Jobs on a branch: `project_path:acme/app:ref_type:branch:ref:main`, those of merge requests from it included. Protect the
   * branch: any user who can push it gets this access.
   *
   * @param name the branch
   */
  public branch(name: string): ExternalSubject {
    return this.run("branch", name);
  }

  /**
   * Jobs on a tag: `project_path:acme/app:ref_type:tag:ref:v1`. Protect the tag: any user who can push it gets this access.
   *
   * @param name the tag
   */
  public tag(name: string): ExternalSubject {
    return this.run("tag", name);
  }

  /**
   * Every job of the project, on whatever branch or tag. A trust in it warns (`project-wide-subject`): any user who can push
   * a branch there gets this access. Azure targets, and GKE targets without impersonation, refuse it.
   */
  public everyRun(): ExternalSubject {
    const { issuer, project } = this;
    const risk = {
      code: "project-wide-subject",
      message: `Every job of "${project}" is trusted: any user who can push a branch there gets this access. Trust a protected branch or tag if that is not meant.`,
    };
    const group = { attribute: "project_path", expression: "assertion.project_path", value: project };
    const { tokenVariable } = this.options;
    const facts = { risk, group, tokenVariable, refusal: () => this.problem() };
    if (this.components.length === 1) return exactSubject(issuer, `${GITLAB_SUBJECT}${project}`, facts);
    return subjectsWithPrefix(issuer, `${GITLAB_SUBJECT}${project}:`, facts);
  }

  private get components(): readonly string[] {
    return this.options.subClaimComponents ?? DEFAULT_COMPONENTS;
  }

  private run(type: "branch" | "tag", ref: string): ExternalSubject {
    const { issuer, project, components } = this;
    const values: { readonly [component: string]: string } = { project_path: project, ref_type: type, ref };
    const subject = components.map((name) => `${name}:${values[name] ?? ""}`).join(":");
    const withoutRef = components.includes("ref")
      ? undefined
      : problem(
          "subClaimComponents",
          `have no ref, so every ${type} has the same subject`,
          "Add ref, or use everyRun()",
          "mintable-subject",
        );
    const refusal = () => refProblem(type, ref) ?? this.problem() ?? withoutRef;
    return exactSubject(issuer, subject, { refusal, tokenVariable: this.options.tokenVariable });
  }

  private problem(): string | undefined {
    const { project, components } = this;
    const { tokenVariable } = this.options;
    const [first, ...rest] = components;
    const known = rest.every((name) => ["ref_type", "ref"].includes(name)) && new Set(rest).size === rest.length;
    return [
      unknownProblem("project", project),
      isLiteral(project) && /[*?]/.test(project)
        ? problem(
            "project",
            `"${project}" has a wildcard, and subjects are trusted exactly`,
            "Name one project",
            "wide-subject",
          )
        : undefined,
      isLiteral(project) && !GITLAB_PROJECT_FORM.test(project)
        ? problem("project", `"${project}" is not a project's path`, "Give the path with all groups: acme/shop/app")
        : undefined,
      first === "project_path" && known
        ? undefined
        : problem(
            "subClaimComponents",
            `are ${components.join(", ")}`,
            "Give project_path, then ref_type and ref in either order or one of them",
          ),
      tokenVariable === undefined ? undefined : tokenVariableProblem(tokenVariable),
    ].find((one) => one !== undefined);
  }
}
