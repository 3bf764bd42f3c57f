import { RequestContext, evaluateCondition, UnknownCondition, wildcard } from "./condition";

/** Who asks, as a trust policy's Principal may name it. */
export interface Caller {
  /** The OIDC provider behind the token, or the ARNs of a role and its session. */
  readonly kind: "Federated" | "AWS";
  readonly names: readonly string[];
  /** The account, which a Principal may name instead. */
  readonly account: string;
}

/** A statement of a trust policy. */
export interface TrustStatement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** What a policy says to a request, with the line that decided. */
export interface PolicyVerdict {
  readonly allowed: boolean;
  readonly line: string;
}

/**
 * Evaluates a role's trust policy: an explicit Deny wins over any Allow, and what no statement allows is denied.
 *
 * AWS IAM documentation: "Policy evaluation logic", "AWS JSON policy elements: Principal".
 *
 * @throws UnknownCondition for what is not simulated, SyntaxError for what is not JSON
 */
export function evaluateTrustPolicy(
  document: string,
  caller: Caller,
  action: string,
  context: RequestContext,
): PolicyVerdict {
  const statements = statementsOf(document);
  const misses: string[] = [];
  let allowed: string | undefined;
  for (const [index, statement] of statements.entries()) {
    const miss = whyNot(statement, caller, action, context);
    if (miss !== undefined) {
      misses.push(`Statement[${index}]: ${miss}`);
    } else if (statement.Effect === "Deny") {
      return { allowed: false, line: `Statement[${index}] denies it` };
    } else allowed ??= `Statement[${index}] allows it`;
  }
  if (allowed !== undefined) return { allowed: true, line: allowed };
  return { allowed: false, line: nearest(misses) };
}

/** The statements of a trust policy. @throws SyntaxError for what is not JSON */
export function statementsOf(document: string): readonly TrustStatement[] {
  const { Statement: given = [] } = JSON.parse(document) as { Statement?: TrustStatement | TrustStatement[] };
  return [given].flat();
}

/** The statement that came closest is the one to correct: one that failed by its conditions alone. */
function nearest(misses: readonly string[]): string {
  return misses.find((miss) => !/: (Principal|Action|NotAction) /.test(miss)) ?? misses[0] ?? "there is no statement";
}

function whyNot(
  statement: TrustStatement,
  caller: Caller,
  action: string,
  context: RequestContext,
): string | undefined {
  const fault = faultOf(statement);
  if (fault !== undefined) throw new UnknownCondition(fault);
  const { Principal: principal, Action, NotAction } = statement;
  if (!namesPrincipal(principal, caller)) {
    return `Principal is ${JSON.stringify(principal)}, and ${caller.names[0]} asks`;
  }
  if (Action !== undefined && !namesAction(Action, action)) return `Action is ${JSON.stringify(Action)}, not ${action}`;
  if (NotAction !== undefined && namesAction(NotAction, action)) return `NotAction names ${action}`;
  const verdict = evaluateCondition(statement.Condition, context);
  return verdict.holds ? undefined : `Condition ${verdict.line}`;
}

/** What keeps a statement from being judged: AWS does not store it, or it is not simulated. */
function faultOf({ Effect, NotPrincipal, Action, NotAction, Resource }: TrustStatement): string | undefined {
  if (Effect !== "Allow" && Effect !== "Deny") return `Effect is ${JSON.stringify(Effect)}, not Allow or Deny`;
  if (NotPrincipal !== undefined) return "NotPrincipal is not simulated";
  if ((Action === undefined) === (NotAction === undefined)) return "a statement needs one of Action and NotAction";
  return Resource === undefined ? undefined : "a trust policy has no Resource";
}

function namesPrincipal(principal: unknown, { kind, names, account }: Caller): boolean {
  // A wildcard stands for AWS principals only, never for a token of an identity provider.
  if (principal === "*") return kind === "AWS";
  const listed = [((principal ?? {}) as Record<string, unknown>)[kind] ?? []].flat().map(String);
  if (kind === "Federated") return listed.some((name) => names.includes(name));
  const root = new RegExp(`^arn:[^:]+:iam::${account}:root$`);
  return listed.some((name) => name === "*" || name === account || root.test(name) || names.includes(name));
}

function namesAction(patterns: string | readonly string[], action: string): boolean {
  return [patterns].flat().some((pattern) => wildcard(pattern, "i").test(action));
}
