import { isLiteral, problem } from "../common";

/** Texts by name. */
type Texts = { readonly [name: string]: string };

/** Claims that tell one repository from every other one. */
const PINNING = ["repo", "repository", "repository_id"];

/**
 * A repository's template for subjects: which claims its tokens' `sub` is made of. GitHub joins each as `name:value`, and
 * writes a colon within a value as `%3A`.
 *
 * GitHub Docs, "OpenID Connect reference", section "Customizing the subject claims for an organization or repository".
 */
export class GithubTemplate {
  /** @param claims values of claims that neither the repository nor the run tells */
  public constructor(
    private readonly keys: readonly string[],
    private readonly claims: Texts,
  ) {}

  /** The subject of runs of a context, such as `environment:prod`; undefined for a run of whatever context. */
  public subjectOf(repository: RepositoryClaims, context: string | undefined): string {
    const known = this.known(repository, context);
    return this.keys
      .map((key) => {
        if (key === "context") return context ?? "";
        const name = key === "repository" ? "repo" : key;
        return `${name}:${escaped(known[key] ?? "")}`;
      })
      .filter(Boolean)
      .join(":");
  }

  /** Whether the subject tells in which context a job runs. */
  public get tellsContext(): boolean {
    return this.keys.includes("context");
  }

  /** Whether the context, or the part of it that a claim holds, is among the keys. */
  public tells(context: string): boolean {
    const [kind] = context.split(":");
    return this.tellsContext || this.keys.includes(kind);
  }

  public problems(repository: RepositoryClaims, context: string | undefined, anyRepository: boolean) {
    const known = this.known(repository, context);
    const literal = [...this.keys, ...Object.values(this.claims)].every((one) => isLiteral(one));
    const missing = this.keys.filter((key) => key !== "context" && known[key] === undefined);
    const odd = this.keys.find((key) => !/^\w+$/.test(key));
    return [
      literal ? undefined : problem("includeClaimKeys", "is not known at synth", "Give literals", "github-template"),
      odd === undefined
        ? undefined
        : problem("includeClaimKeys", `"${odd}" is not a claim's name`, "Give names of claims", "github-template"),
      missing.length
        ? problem(
            "claims",
            `has no ${missing.join(" and no ")}, which the subject is made of`,
            "Give the values as tokens of this repository have them",
            "github-template",
          )
        : undefined,
      anyRepository || this.keys.some((key) => PINNING.includes(key))
        ? undefined
        : problem(
            "includeClaimKeys",
            "tell no repository, so that every repository of GitHub can choose a template that gives it this subject",
            "Add repo to the template, or set allowOtherRepositories for an issuer of your own enterprise",
            "mintable-subject",
          ),
      context !== undefined && !this.tells(context)
        ? problem(
            "includeClaimKeys",
            `tell nothing of "${context}", so every run of the repository has the same subject`,
            "Add context to the template, or use everyRun()",
            "mintable-subject",
          )
        : undefined,
    ];
  }

  private known({ owner, ownerId, repositoryId, shown }: RepositoryClaims, context: string | undefined): Texts {
    const [kind, ...value] = (context ?? "").split(":");
    return {
      repo: shown,
      repository: shown,
      repository_owner: owner,
      ...(ownerId === undefined ? {} : { repository_owner_id: ownerId }),
      ...(repositoryId === undefined ? {} : { repository_id: repositoryId }),
      ...(["environment", "ref"].includes(kind) ? { [kind]: value.join(":").replaceAll("%3A", ":") } : {}),
      ...(kind === "ref" ? { ref_type: value[0]?.startsWith("refs/tags/") ? "tag" : "branch" } : {}),
      ...this.claims,
    };
  }
}

/** What tokens of a repository tell of it. */
export interface RepositoryClaims {
  readonly owner: string;
  readonly ownerId?: string;
  readonly repositoryId?: string;
  /** `owner/name`, or with both ids. */
  readonly shown: string;
}

function escaped(value: string): string {
  return value.replaceAll(":", "%3A");
}
