import { ConditionLine } from "./conditions";
import { issuerKindOf } from "./issuers";
import { subjectLines } from "./subjects";
import { WebIdentityTrust } from "./web-identity";

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
  return subjectLines(trust).flatMap((line) =>
    line.values.flatMap((value) => gitHubSubject(value, isLike(line)) ?? []),
  );
}

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
