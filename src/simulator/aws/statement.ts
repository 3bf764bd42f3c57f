import { evaluateCondition, RequestContext } from "./condition";
import { Caller, Named, namesPrincipal } from "./policy-principal";
import { withVariables } from "./policy-variables";
import { wildcard } from "../wildcard";

/** A statement of a policy, as it is written. */
export interface Statement {
  readonly Sid?: unknown;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: unknown;
}

/** What a policy belongs to: an identity, a resource, or a role that it says who may assume. */
export type PolicyKind = "identity" | "resource" | "trust";

/** A policy's statements. */
export interface PolicyDocument {
  readonly kind: PolicyKind;
  readonly statements: readonly Statement[];
  /** Whether its version knows policy variables. */
  readonly hasVariables: boolean;
}

/** What is asked of policies. */
export interface PolicyRequest {
  readonly caller: Caller;
  readonly action: string;
  /** The ARN of what the action is done to; `*` for an action of no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** Whether a statement is about a request, and why not; undefined where it cannot be told. */
export type Fit =
  | { readonly fits: true; readonly named: Named }
  | { readonly fits: false; readonly why: string }
  | { readonly fits: undefined; readonly why: string };

/**
 * Reads a policy.
 *
 * @throws SyntaxError for what is not JSON
 */
export function policyDocument(text: string, kind: PolicyKind): PolicyDocument {
  const parsed = JSON.parse(text) as { Version?: unknown; Statement?: Statement | Statement[] } | null;
  return {
    kind,
    statements: [parsed?.Statement ?? []].flat().map(statementOf),
    // AWS IAM documentation: "IAM JSON policy elements: Version".
    hasVariables: parsed?.Version === "2012-10-17",
  };
}

/** What is no object is a statement that AWS does not store. */
function statementOf(written: unknown): Statement {
  const isObject = typeof written === "object" && written !== null;
  return isObject ? (written as Statement) : { Effect: JSON.stringify(written) };
}

/**
 * What keeps AWS from storing a statement; undefined for nothing.
 *
 * AWS IAM documentation: "Grammar of the IAM JSON policy language".
 */
export function faultOf(statement: Statement, kind: PolicyKind): string | undefined {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") return `Effect is ${JSON.stringify(Effect)}, not Allow or Deny`;
  if ((Action === undefined) === (NotAction === undefined)) return "a statement needs one of Action and NotAction";
  const hasPrincipal = Principal !== undefined || NotPrincipal !== undefined;
  const hasResource = Resource !== undefined || NotResource !== undefined;
  if (kind === "trust" && hasResource) return "a trust policy has no Resource";
  if (kind === "identity" && hasPrincipal) return "a policy of an identity has no Principal";
  if (kind !== "identity" && !hasPrincipal) return "a statement needs one of Principal and NotPrincipal";
  if (Resource !== undefined && NotResource !== undefined) return "a statement needs one of Resource and NotResource";
  return kind !== "trust" && !hasResource ? "a statement needs one of Resource and NotResource" : undefined;
}

/** Whether a statement that AWS stores is about a request: every element of it must be. */
export function fit(statement: Statement, { kind, hasVariables }: PolicyDocument, request: PolicyRequest): Fit {
  const { Action, NotAction, Condition } = statement;
  const { action, context, caller } = request;
  const named = kind === "identity" ? ("caller" as const) : namesPrincipal(statement, caller);
  if (!named) {
    const written = statement.Principal ?? { NotPrincipal: statement.NotPrincipal };
    return { fits: false, why: `Principal is ${JSON.stringify(written)}, and ${caller.names[0]} asks` };
  }
  if (Action !== undefined && !namesAction(Action, action)) {
    return { fits: false, why: `Action is ${JSON.stringify(Action)}, not ${action}` };
  }
  if (NotAction !== undefined && namesAction(NotAction, action)) {
    return { fits: false, why: `NotAction names ${action}` };
  }
  const about = isAbout(statement, request, hasVariables);
  if (about === false) {
    const { Resource = { NotResource: statement.NotResource } } = statement;
    return { fits: false, why: `Resource is ${JSON.stringify(Resource)}, not ${request.resource}` };
  }
  const verdict = evaluateCondition(Condition, context, hasVariables);
  if (verdict.holds === false) return { fits: false, why: `Condition ${verdict.line}` };
  if (typeof about === "string") return { fits: undefined, why: about };
  if (verdict.holds === undefined) return { fits: undefined, why: verdict.line };
  return { fits: true, named };
}

/** Whether patterns name an action; letter case makes no difference. */
export function namesAction(patterns: string | readonly string[], action: string): boolean {
  return [patterns].flat().some((pattern) => wildcard(String(pattern), "i").test(action));
}

/**
 * Whether a policy variable stands before the part of an ARN that names the resource, where AWS takes none.
 *
 * AWS IAM documentation: "IAM policy elements: Variables and tags", on the Resource element.
 */
function isBeforeName(pattern: string): boolean {
  const at = pattern.indexOf("${");
  return at >= 0 && /^(arn:|\$)/.test(pattern) && pattern.slice(0, at).split(":").length <= FIELDS_BEFORE_NAME;
}

/** `arn`, partition, service, region and account. */
const FIELDS_BEFORE_NAME = 5;

/** Whether a statement is about a request's resource, or why that cannot be told. */
function isAbout(
  { Resource, NotResource }: Statement,
  { resource, context }: PolicyRequest,
  hasVariables: boolean,
): boolean | string {
  const patterns = Resource ?? NotResource;
  if (patterns === undefined) return true;
  const valuesOf = (key: string) => context.get(key.toLowerCase());
  let unknown: string | undefined;
  let matches = false;
  let isFilled = true;
  for (const pattern of [patterns].flat()) {
    if (hasVariables && isBeforeName(String(pattern))) {
      unknown ??= `what a policy variable means in ${String(pattern)} is not simulated`;
      continue;
    }
    const filled = hasVariables ? withVariables(String(pattern), valuesOf) : { text: String(pattern) };
    if ("unknown" in filled) unknown ??= filled.unknown;
    // A variable without a value makes even NotResource match nothing.
    else if (filled.text === undefined) isFilled = false;
    else if (wildcard(filled.text).test(resource)) matches = true;
  }
  if (matches) return Resource !== undefined;
  if (!isFilled && Resource === undefined) return false;
  return unknown ?? Resource === undefined;
}
