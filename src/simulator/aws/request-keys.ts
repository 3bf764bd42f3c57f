import { timeOf } from "../token";
import { RequestContext } from "./condition";
import { principalTags } from "./principal-tags";
import type { AwsSession } from "./sts";

type Key = readonly [string, readonly string[]];

/** What every request has. AWS IAM documentation: "AWS global condition context keys". */
export function keysOfAll(now: number): readonly Key[] {
  return [
    ["aws:currenttime", [timeOf(now)]],
    ["aws:epochtime", [String(now)]],
    ["aws:securetransport", ["true"]],
  ];
}

/** What every request of a role's session has. The same page, section "Properties of the principal". */
export function keysOfSession({ role, sessionName, issued, marks }: AwsSession): readonly Key[] {
  return [
    ["aws:principalarn", [role.arn]],
    ["aws:principalaccount", [role.account]],
    ["aws:principaltype", ["AssumedRole"]],
    ["aws:principalisawsservice", ["false"]],
    ["aws:tokenissuetime", [timeOf(issued)]],
    ["aws:userid", [`${role.uniqueId}:${sessionName}`]],
    ["aws:sourceidentity", marks?.sourceIdentity === undefined ? [] : [marks.sourceIdentity]],
    // There for users alone.
    ["aws:username", []],
  ];
}

/**
 * The keys of a request of a role's session, its own tags and those of the role among them.
 *
 * @param keys in lower case
 * @param absent keys that the request surely has not
 */
export function contextOfSession(
  { role, marks }: AwsSession,
  keys: ReadonlyMap<string, readonly string[]>,
  absent: (key: string) => boolean,
): RequestContext {
  let tags: ReadonlyMap<string, string> | undefined | null = null;
  const own = new Map(
    [...(marks?.tags ?? [])].map(([name, value]) => [`aws:principaltag/${name.toLowerCase()}`, value]),
  );
  const tagged = (key: string): readonly string[] | undefined => {
    // AWS IAM documentation: "Pass session tags in AWS STS": a session's tag comes before the role's.
    const ofSession = own.get(key);
    if (own.has(key)) return ofSession === undefined ? undefined : [ofSession];
    if (tags === null) tags = principalTags(role.resource);
    const value = tags?.get(key);
    return tags && (value === undefined ? [] : [value]);
  };
  return {
    get: (key) => keys.get(key) ?? (key.startsWith("aws:principaltag/") ? tagged(key) : absent(key) ? [] : undefined),
  };
}
