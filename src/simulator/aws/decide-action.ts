import { Resource, UnresolvedValue } from "../../terraform";
import { Reason } from "../answer";
import { UnknownCondition } from "./condition";
import { rule, Ruling } from "./policy";
import { PolicyDocument, PolicyRequest } from "./statement";

/** A policy with what gives it. */
export interface GivenPolicy {
  /** Its name or ARN, for people. */
  readonly name: string;
  /** What gives it; undefined for one that is part of no configuration. */
  readonly resource?: Resource;
  readonly argument?: string;
  /** Undefined where what it says is not known. */
  readonly document?: PolicyDocument;
  /** Why it is not known, after the policy's name: `is not in what was read`. */
  readonly unknown?: string;
  /** Why it may allow more than what its document says. */
  readonly mayAllowMore?: string;
  /** Whether what a policy of a resource allows counts in its own account alone. */
  readonly isForOwnAccount?: boolean;
}

/** The policies that decide a request. */
export interface Policies {
  /** Those of the caller. */
  readonly identity: readonly GivenPolicy[];
  /** The caller's permissions boundary. */
  readonly boundary?: GivenPolicy;
  /** That of the resource: of a bucket, a key, a queue; the trust policy of a role. */
  readonly resource?: GivenPolicy;
  /** Whether the resource is of the caller's account. */
  readonly isSameAccount: boolean;
  /** Whether the resource's own policy must let the caller or its account in, as those of keys and roles must. */
  readonly needsResourcePolicy?: boolean;
}

/** A policy that may change the answer and was not judged. */
export interface PolicyGap {
  readonly policy: GivenPolicy;
  readonly reason: string;
}

/** What AWS answers to a request. */
export interface ActionDecision {
  /** As the policies that are known say. */
  readonly allowed: boolean;
  readonly because: Reason;
  /** Policies by which the answer may be another; empty where it is sure. */
  readonly gaps: readonly PolicyGap[];
}

/** What one policy said, or why that cannot be told. */
interface Judged {
  readonly policy: GivenPolicy;
  readonly ruling?: Ruling;
  readonly unknown?: string;
}

/**
 * What AWS answers to a request by the caller's policies, its boundary and the resource's policy: an explicit deny in any of them
 * wins; the caller's own policies and the resource's must both allow it across accounts, one of them inside an account, and what
 * the caller's own allow, or the resource's to the role itself, counts as far as the boundary allows it too.
 *
 * Not part of it, since no configuration of an account shows what counts: session policies, which the exec plugin never sends,
 * and the control policies of an organization.
 *
 * AWS IAM documentation: "Policy evaluation logic", "Permissions boundaries for IAM entities", "Cross-account policy evaluation
 * logic".
 */
export function decideAction(request: PolicyRequest, policies: Policies): ActionDecision {
  const identity = policies.identity.map((policy) => judge(policy, request));
  const boundary = policies.boundary && judge(policies.boundary, request);
  const resource = policies.resource && judge(policies.resource, request);
  const all = [...identity, ...(boundary ? [boundary] : []), ...(resource ? [resource] : [])];
  const denied = all.find(({ ruling }) => ruling?.denial !== undefined);
  if (denied) return { allowed: false, because: reasonOf(denied, denied.ruling?.denial ?? ""), gaps: [] };

  const known = combine(policies, identity, boundary, resource, false);
  const doubts = all.flatMap((one) => (doubtOf(one) === undefined ? [] : [one]));
  if (doubts.length === 0) return { ...known, gaps: [] };
  const mayBeDenied = all.some(({ ruling, unknown }) => unknown !== undefined || ruling?.unknownDenial !== undefined);
  const atBest = combine(policies, identity, boundary, resource, true);
  const isSure = known.allowed ? !mayBeDenied : !atBest.allowed;
  if (isSure) return { ...known, gaps: [] };
  return { ...known, gaps: doubts.map((one) => ({ policy: one.policy, reason: doubtOf(one) ?? "" })) };
}

/** The answer where nothing denies; what is not known counts as an allowance at best, and as none else. */
function combine(
  { isSameAccount, needsResourcePolicy }: Policies,
  identity: readonly Judged[],
  boundary: Judged | undefined,
  resource: Judged | undefined,
  atBest: boolean,
): Omit<ActionDecision, "gaps"> {
  const allows = ({ ruling, unknown }: Judged) =>
    ruling?.allowance !== undefined || (atBest && (unknown !== undefined || ruling?.unknownAllowance !== undefined));
  const own = identity.find(allows);
  const isOfOthers = !isSameAccount && resource?.policy.isForOwnAccount === true;
  const theirs = resource && !isOfOthers && allows(resource) ? resource : undefined;
  // One that is not known may name the caller itself.
  const namedAs = theirs && (theirs.ruling?.allowance === undefined ? ["caller"] : theirs.ruling.allowedAs);
  const isNamed = (...names: readonly string[]) => isSameAccount && namedAs?.some((name) => names.includes(name));
  const yes = (one: Judged) => ({ allowed: true, because: reasonOf(one, one.ruling?.allowance ?? "may allow it") });
  if (theirs && isNamed("caller")) return yes(theirs);
  if (boundary && !allows(boundary)) return no(boundary, "the permissions boundary does not allow it");
  if (theirs && isNamed("role")) return yes(theirs);
  if ((needsResourcePolicy || !isSameAccount) && !theirs) return no(resource, "no policy of the resource allows it");
  return own ? yes(own) : no(nearestOf(identity), "no policy of the caller allows it");
}

function judge(policy: GivenPolicy, request: PolicyRequest): Judged {
  if (!policy.document) return { policy, unknown: policy.unknown ?? "is not known" };
  try {
    const ruling = rule(policy.document, request);
    const unknownAllowance = ruling.unknownAllowance ?? policy.mayAllowMore;
    return { policy, ruling: unknownAllowance === undefined ? ruling : { ...ruling, unknownAllowance } };
  } catch (error) {
    const isKnown = error instanceof UnknownCondition || error instanceof UnresolvedValue;
    if (!isKnown) throw error;
    return { policy, unknown: `cannot be judged: ${error.message}` };
  }
}

function doubtOf({ ruling, unknown }: Judged): string | undefined {
  const part = ruling?.unknownDenial ?? ruling?.unknownAllowance;
  return unknown ?? (part === undefined ? undefined : `cannot be judged: ${part}`);
}

function reasonOf({ policy: { name, resource, argument } }: Judged, line: string): Reason {
  return { line: `${name}: ${line}`, ...(resource ? { resource } : {}), ...(argument ? { argument } : {}) };
}

function no(judged: Judged | undefined, line: string): Omit<ActionDecision, "gaps"> {
  if (!judged) return { allowed: false, because: { line } };
  const nearest = judged.ruling ? ` (${judged.ruling.nearest})` : "";
  return { allowed: false, because: reasonOf(judged, `${line}${nearest}`) };
}

/** The policy that is most likely meant to allow it: one that fails by more than the action's name. */
function nearestOf(identity: readonly Judged[]): Judged | undefined {
  return identity.find(({ ruling }) => ruling && !/: (Not)?Action /.test(ruling.nearest)) ?? identity[0];
}
