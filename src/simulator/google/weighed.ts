import { Doubt } from "../answer";
import { Grant, verdictOf } from "./grants";
import { ConditionRequest } from "./iam-condition";

/** The grants to a principal that may count on a resource. */
export interface Granted {
  /** Those on the resource, and on what it is in. */
  readonly sure: readonly Grant[];
  /** Those of which nothing tells whether they count there, with the reason. */
  readonly possible: readonly DoubtfulGrant[];
}

/** A grant that may count. */
export interface DoubtfulGrant {
  readonly grant: Grant;
  readonly reason: string;
}

/** Grants by whether they count for a request. */
export interface Weighed {
  readonly counting: readonly Grant[];
  readonly doubtful: readonly DoubtfulGrant[];
}

/** Asks the conditions of grants. @param now in seconds since 1970. Default: the present */
export function weigh({ sure, possible }: Granted, request: Omit<ConditionRequest, "now">, now?: number): Weighed {
  const verdicts = sure.map((grant) => ({ grant, verdict: verdictOf(grant, request, now) }));
  const unknown = verdicts.filter(({ verdict }) => verdict === "unknown");
  return {
    counting: verdicts.flatMap(({ grant, verdict }) => (verdict === "holds" ? [grant] : [])),
    doubtful: [
      ...unknown.map(({ grant }) => ({ grant, reason: `the IAM condition ${grant.condition} is not understood` })),
      ...possible.filter(({ grant }) => verdictOf(grant, request, now) !== "fails"),
    ],
  };
}

/**
 * Why a refusal is not sure: a role that counts and is not known, or a grant that may count.
 *
 * @param has whether a role has what is asked for; undefined where that is not known
 */
export function doubtOfRefusal(
  { counting, doubtful }: Weighed,
  has: (role: string) => boolean | undefined,
): Doubt | undefined {
  const unread = counting.find(({ role }) => has(role) === undefined);
  if (unread) return { resource: unread.resource, reason: `what ${unread.role} permits is not known here` };
  const maybe = doubtful.find(({ grant }) => has(grant.role) !== false);
  return maybe && { resource: maybe.grant.resource, reason: maybe.reason };
}
