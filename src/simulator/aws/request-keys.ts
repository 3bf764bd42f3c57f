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

/** What a request has that no service of AWS makes. The same page. */
function keysOfDirectCall(): readonly Key[] {
  const absent = ["calledvia", "calledviafirst", "calledvialast", "sourcearn", "sourceaccount", "principalservicename"];
  return [
    ["aws:viaawsservice", ["false"]],
    ...[...absent, "principalservicenameslist", "assumedroot"].map((name) => [`aws:${name}`, []] as const),
  ];
}

/** What tells of the provider whose token began a session. The same page: federated identities bring no second factor. */
export function keysOfFederation(provider: string): readonly Key[] {
  return [
    ["aws:federatedprovider", [provider]],
    ["aws:multifactorauthpresent", []],
    ["aws:multifactorauthage", []],
  ];
}

/** What every request of a role's session has. The same page, sections on the principal and on the session. */
export function keysOfSession({ role, sessionName, issued, marks, provider }: AwsSession): readonly Key[] {
  return [
    ...keysOfDirectCall(),
    ...(provider === undefined ? [["aws:federatedprovider", []] as const] : keysOfFederation(provider)),
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
