import { ConditionLine, isExact, isPositive } from "./conditions";
import { issuerKindOf } from "./issuers";
import { subjectLines } from "./subjects";
import { linesOn, WebIdentityTrust } from "./web-identity";

/** A subject of GitHub's tokens in parts: `repo:OWNER/REPOSITORY:REST`, wildcards included. */
export interface GitHubSubject {
  readonly written: string;
  readonly owner: string;
  /** Undefined where no slash ends the owner. */
  readonly repository?: string;
  /** Undefined where no colon ends the repository. */
  readonly rest?: string;
  /** Whether wildcards count. */
  readonly isPattern: boolean;
}

/** The subjects that a statement lets in, where they are repositories of GitHub. */
export function gitHubSubjects(trust: WebIdentityTrust): readonly GitHubSubject[] {
  if (issuerKindOf(trust.issuer).name !== "GitHub Actions") return [];
  const lines = [...subjectLines(trust), ...linesOn(trust, "repository").filter(isPositive)];
  const subjects = lines.flatMap((line) =>
    line.values.flatMap(
      (value) => gitHubSubject(line.claim === "repository" ? `repo:${value}` : value, isLike(line)) ?? [],
    ),
  );
  return subjects.map((subject) => narrowed(subject, trust));
}

/** A subject without the wildcards that claims beside it leave nothing of. */
function narrowed(subject: GitHubSubject, trust: WebIdentityTrust): GitHubSubject {
  const isNamed = (claims: readonly string[]) =>
    claims.some((claim) => linesOn(trust, claim).some((line) => isExact(line)));
  const plain = (text: string) => text.replace(/[*?]/g, "");
  const { owner, repository, rest } = subject;
  const isOneSubject = linesOn(trust, "sub").some(isExact);
  return {
    ...subject,
    owner: isOneSubject || isNamed([...REPOSITORY, ...OWNER]) ? plain(owner) : owner,
    ...(repository !== undefined && (isOneSubject || isNamed(REPOSITORY)) ? { repository: plain(repository) } : {}),
    ...(rest !== undefined && isNamed(["ref", "environment"]) ? { rest: plain(rest) } : {}),
  };
}

/** Claims that name the owner, or one repository. */
const OWNER = ["repository_owner", "repository_owner_id"];
const REPOSITORY = ["repository", "repository_id"];

function gitHubSubject(written: string, isPattern: boolean): GitHubSubject | undefined {
  const [, owner, repository, rest] = /^repo:([^/:]*)(?:\/([^:]*))?(?::(.*))?$/s.exec(written) ?? [];
  if (owner === undefined) return undefined;
  return {
    ...{ written, owner, isPattern },
    ...(repository === undefined ? {} : { repository }),
    ...(rest === undefined ? {} : { rest }),
  };
}

function isLike({ test }: ConditionLine): boolean {
  return test.endsWith("like");
}
