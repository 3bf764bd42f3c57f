import { Claims } from "../token";

/** What a session carries on from how it began: its tags, and the identity that began it. */
export interface SessionMarks {
  /** Tags by their keys, as they are written; undefined for a value that is not known. */
  readonly tags: ReadonlyMap<string, string | undefined>;
  /** The keys of tags that sessions of further roles inherit. */
  readonly transitive: readonly string[];
  readonly sourceIdentity?: string;
}

export const NO_MARKS: SessionMarks = { tags: new Map(), transitive: [] };

const TAGS = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

/**
 * The tags and the source identity that a token brings, nested or flattened.
 *
 * AWS IAM documentation: "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles".
 */
export function marksOf(claims: Claims): SessionMarks {
  const nested = [claims[TAGS]].flat().map((one) => (one ?? {}) as Record<string, unknown>);
  const tags = new Map<string, string | undefined>();
  for (const { principal_tags: written } of nested) {
    for (const [key, value] of Object.entries(written ?? {})) tags.set(key, first(value));
  }
  for (const [claim, value] of Object.entries(claims)) {
    if (claim.startsWith(`${TAGS}/principal_tags/`)) {
      tags.set(claim.slice(`${TAGS}/principal_tags/`.length), first(value));
    }
  }
  const transitive = [
    ...nested.flatMap((one) => [one.transitive_tag_keys ?? []].flat()),
    ...[claims[`${TAGS}/transitive_tag_keys`] ?? []].flat(),
  ].map(String);
  const identity = claims[SOURCE_IDENTITY];
  return { tags, transitive, ...(identity === undefined ? {} : { sourceIdentity: first(identity) }) };
}

/** "AssumeRole", AWS STS API Reference: how many tags a session has, and what their keys and values are. */
const MAX_TAGS = 50;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
/** The same page, SourceIdentity. */
const SOURCE_IDENTITY_FORM = /^[\w+=,.@-]{2,64}$/;
const RESERVED = /^aws:/i;

/**
 * What STS refuses of tags and source identity; undefined for nothing.
 *
 * AWS IAM documentation: "Pass session tags in AWS STS", things to know; AWS STS API Reference: "AssumeRole".
 */
export function marksFault({ tags, sourceIdentity }: SessionMarks): string | undefined {
  const keys = [...tags.keys()];
  if (keys.length > MAX_TAGS) return `the token has ${keys.length} session tags, and ${MAX_TAGS} are the most`;
  const strange = keys.find((key) => !TAG_KEY.test(key) || RESERVED.test(key));
  if (strange !== undefined) return `"${strange}" is no key of a session tag`;
  const long = keys.find((key) => !TAG_VALUE.test(tags.get(key) ?? ""));
  if (long !== undefined) return `"${tags.get(long)}" is no value of a session tag`;
  const again = keys.find((key, i) => keys.slice(0, i).some((one) => one.toLowerCase() === key.toLowerCase()));
  if (again !== undefined) return `two session tags have the key "${again}" but for letter case`;
  const isRefused = (one: string) => !SOURCE_IDENTITY_FORM.test(one) || RESERVED.test(one);
  if (sourceIdentity === undefined || !isRefused(sourceIdentity)) return undefined;
  return `"${sourceIdentity}" is no source identity`;
}

/** What a session of a further role inherits. */
export function inherited({ tags, transitive, ...others }: SessionMarks): SessionMarks {
  const kept = transitive.flatMap((key) => (tags.has(key) ? [[key, tags.get(key)] as const] : []));
  return { ...others, tags: new Map(kept), transitive: kept.map(([key]) => key) };
}

/** The actions beside the first one that a trust policy must allow for what a session carries. */
export function actionsFor({ tags, sourceIdentity }: SessionMarks): readonly string[] {
  return [
    ...(tags.size > 0 ? ["sts:TagSession"] : []),
    ...(sourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
}

/** The condition keys of a request that opens a session with these, in lower case, as far as their values are known. */
export function keysOfMarks({ tags, transitive, sourceIdentity }: SessionMarks) {
  return new Map<string, readonly string[]>([
    ["aws:tagkeys", [...tags.keys()]],
    ["sts:transitivetagkeys", transitive],
    ["sts:sourceidentity", sourceIdentity === undefined ? [] : [sourceIdentity]],
    ...[...tags].flatMap(([key, value]) =>
      value === undefined ? [] : [[`aws:requesttag/${key.toLowerCase()}`, [value]] as const],
    ),
  ]);
}

/** Whether a condition key is of a tag that a request with these surely has not. */
export function isAbsentTag(key: string, { tags }: SessionMarks): boolean {
  return (
    key.startsWith("aws:requesttag/") && ![...tags.keys()].some((one) => key === `aws:requesttag/${one.toLowerCase()}`)
  );
}

/**
 * The tags that EKS Pod Identity gives to the session of a service account's pods; all of them are transitive.
 *
 * Amazon EKS User Guide: "Grant Pods access to AWS resources based on tags".
 *
 * @param clusterArn the cluster's ARN, where it is known
 */
export function podIdentityMarks(namespace: string, serviceAccount: string, clusterArn?: string): SessionMarks {
  const tags = new Map<string, string | undefined>([
    ["eks-cluster-arn", clusterArn],
    ["eks-cluster-name", clusterArn?.replace(/^.*:cluster\//, "")],
    ["kubernetes-namespace", namespace],
    ["kubernetes-service-account", serviceAccount],
    ["kubernetes-pod-name", undefined],
    ["kubernetes-pod-uid", undefined],
  ]);
  return { tags, transitive: [...tags.keys()] };
}

function first(value: unknown): string {
  const [one = ""] = [value].flat();
  return typeof one === "string" ? one : JSON.stringify(one);
}
