import { onlyWith, RequestContext, UnknownCondition } from "./condition";
import { Caller, Named } from "./policy-principal";
import { faultOf, fit, PolicyDocument, policyDocument, PolicyRequest, Statement } from "./statement";

/** What a policy says to a request, with the line that decided. */
export interface PolicyVerdict {
  readonly allowed: boolean;
  readonly line: string;
}

/** What the statements of one policy say to a request. */
export interface Ruling {
  /** The first statement that denies it. */
  readonly denial?: string;
  /** The first statement that allows it. */
  readonly allowance?: string;
  /** As what those that allow it name the caller. */
  readonly allowedAs: readonly Named[];
  /** What keeps statements from being judged that may deny it. */
  readonly unknownDenial?: string;
  /** What keeps statements from being judged that may allow it. */
  readonly unknownAllowance?: string;
  /** The statement that came closest to allowing it, and why it does not. */
  readonly nearest: string;
}

/**
 * What one policy says to a request.
 *
 * AWS IAM documentation: "Policy evaluation logic".
 *
 * @throws UnknownCondition for a policy that AWS does not store
 */
export function rule(policy: PolicyDocument, request: PolicyRequest): Ruling {
  const misses: string[] = [];
  const found: { -readonly [Key in keyof Ruling]?: Ruling[Key] } = {};
  const allowedAs: Named[] = [];
  for (const [index, statement] of policy.statements.entries()) {
    const fault = faultOf(statement, policy.kind);
    if (fault !== undefined) throw new UnknownCondition(fault);
    const verdict = fit(statement, policy, request);
    const at = `Statement[${index}]`;
    if (verdict.fits === false) misses.push(`${at}: ${verdict.why}`);
    else if (verdict.fits === undefined) {
      found[statement.Effect === "Deny" ? "unknownDenial" : "unknownAllowance"] ??= verdict.why;
    } else if (statement.Effect === "Deny") found.denial ??= denialBy(index);
    else {
      found.allowance ??= `${at} allows it`;
      allowedAs.push(verdict.named);
    }
  }
  return { ...found, allowedAs, nearest: nearest(misses) };
}

/**
 * Evaluates a role's trust policy: an explicit Deny wins over any Allow, and what no statement allows is denied.
 *
 * @throws UnknownCondition where the answer rests on what is not simulated, SyntaxError for what is not JSON
 */
export function evaluateTrustPolicy(
  document: string,
  caller: Caller,
  action: string,
  context: RequestContext,
): PolicyVerdict {
  const request = { caller, action, resource: "*", context: onlyWith(context) };
  const ruling = rule(policyDocument(document, "trust"), request);
  const { denial, allowance, unknownDenial, unknownAllowance } = ruling;
  if (denial !== undefined) return { allowed: false, line: denial };
  if (allowance !== undefined && unknownDenial === undefined) return { allowed: true, line: allowance };
  const unknown = allowance === undefined ? unknownAllowance : unknownDenial;
  if (unknown !== undefined) throw new UnknownCondition(unknown);
  return { allowed: false, line: ruling.nearest };
}

/** The statements of a trust policy. @throws SyntaxError for what is not JSON */
export function statementsOf(document: string): readonly Statement[] {
  return policyDocument(document, "trust").statements;
}

/** The deciding line of a statement that denies. */
export function denialBy(index: number): string {
  return `Statement[${index}] denies it`;
}

/** The statement that came closest is the one to correct: one that failed by its conditions alone. */
function nearest(misses: readonly string[]): string {
  return (
    misses.find((miss) => !/: (Principal|Action|NotAction|Resource) /.test(miss)) ??
    misses[0] ??
    "there is no statement"
  );
}
