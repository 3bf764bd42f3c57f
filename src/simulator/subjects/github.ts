import { alike, INTRUDER, Stranger, SubjectKind } from "./subject-kind";
import { fieldStrangers } from "./fields";
import { isGithubIssuer } from "../../vendor/issuers/github";

/** `repo:OWNER/NAME:CONTEXT`, or with ids: `repo:OWNER@ID/NAME@ID:CONTEXT`. */
const REPOSITORY = /^repo:([^/@:]+)(?:@(\d+))?\/([^@:]*)(?:@(\d+))?(?::(.*))?$/s;

/**
 * Jobs of GitHub Actions.
 *
 * GitHub Docs: "OpenID Connect reference".
 */
export const github: SubjectKind = {
  owns: ({ issuer }) => isGithubIssuer(issuer),
  nameOf: (subject) => subject,
  claims: (subject) => {
    const { owner, ownerId, name, id, context } = read(subject);
    const [kind, ...rest] = (context ?? "").split(":");
    const value = rest.join(":").replaceAll("%3A", ":");
    return {
      repository: `${owner}/${name}`,
      repository_owner: owner,
      repository_id: id ?? "1",
      repository_owner_id: ownerId ?? "1",
      event_name: kind === "pull_request" ? "pull_request" : "push",
      ref: kind === "ref" ? value : "refs/heads/main",
      ref_type: value.startsWith("refs/tags/") ? "tag" : "branch",
      ...(kind === "environment" ? { environment: value } : {}),
      runner_environment: "github-hosted",
    };
  },
  pluginSource: "github-actions",
  listsAudience: false,
  exampleOf: (pattern) => {
    const begun = pattern.replace(/\*$/, "");
    return begun.endsWith("/") ? `${begun}any:ref:refs/heads/any` : `${begun}ref:refs/heads/any`;
  },
  strangersTo: (subject): readonly Stranger[] => {
    const { owner, ownerId, name, id, context } = read(subject);
    if (!owner) return fieldStrangers(subject);
    const run = !context || context === "*" ? "ref:refs/heads/any" : context;
    const repository = name === "*" || !name ? "any" : name;
    const made = (o: string, n: string, c: string, ids: readonly [string, string] | undefined) =>
      `repo:${o}${ids ? `@${ids[0]}` : ""}/${n}${ids ? `@${ids[1]}` : ""}:${c}`;
    const own = ownerId !== undefined && id !== undefined ? ([ownerId, id] as const) : undefined;
    const foreign = own && (["1", "2"] as const);
    const fork = { who: "a fork", subject: made(INTRUDER, repository, run, foreign) };
    if (name === "*") return [fork];
    const another = { who: "another repository", subject: made(owner, INTRUDER, run, own && [own[0], "2"]) };
    const recycled = foreign
      ? [{ who: "a repository that got the name later", subject: made(owner, name, run, foreign) }]
      : [];
    if (context === "*" || context === undefined) return [another, fork, ...recycled];
    const [kind] = context.split(":");
    const of = (who: string, other: string) => ({ who, subject: made(owner, name, other, own) });
    const runs = [
      of("a pull request", "pull_request"),
      of(kind === "environment" ? "another environment" : "an environment", `environment:${INTRUDER}`),
      of(kind === "ref" ? "another branch" : "a branch without environment", `ref:refs/heads/${INTRUDER}`),
      of("a tag", `ref:refs/tags/${INTRUDER}`),
    ];
    return [another, fork, ...recycled, ...runs.filter((one) => one.subject !== subject)];
  },
  namesakesOf: (subject) => {
    const { owner, name, context } = read(subject);
    if (!owner || name === "*") return alike(subject);
    const rest = context === undefined || context === "*" ? "ref:refs/heads/any" : context;
    return [...alike(subject), subject.replace(/^repo:[^:]+:?.*$/s, `repo:${owner}/${name}-x:${rest}`)];
  },
};

interface Read {
  readonly owner: string;
  readonly ownerId?: string;
  readonly name: string;
  readonly id?: string;
  readonly context?: string;
}

function read(subject: string): Read {
  const [, owner = "", ownerId, name = "", id, context] = REPOSITORY.exec(subject) ?? [];
  return { owner, ownerId, name, id, context };
}
