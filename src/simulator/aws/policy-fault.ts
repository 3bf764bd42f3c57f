import { policyLength } from "../../vendor/aws/iam";
import { operatorOf } from "./condition-operators";
import { faultOf, policyDocument, PolicyKind, Statement } from "./statement";

const VERSIONS = ["2012-10-17", "2008-10-17"];
const POLICY_ELEMENTS = ["Version", "Id", "Statement"];
const STATEMENT_ELEMENTS = {
  ...{ Sid: true, Effect: true, Principal: true, NotPrincipal: true },
  ...{ Action: true, NotAction: true, Resource: true, NotResource: true, Condition: true },
} satisfies Record<keyof Statement, true>;

/**
 * What keeps AWS from storing a policy; undefined for nothing.
 *
 * AWS IAM documentation: "Grammar of the IAM JSON policy language", "IAM JSON policy elements: Condition operators", "IAM JSON policy
 * elements: Sid".
 *
 * @param further what else a statement of this kind must keep
 */
export function policyFault(
  text: string,
  kind: PolicyKind,
  further: (statement: Statement) => string | undefined = ofIdentity,
): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "the policy is no JSON";
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return "the policy is no object of JSON";
  const { Version } = parsed as { Version?: unknown };
  if (Version !== undefined && !VERSIONS.some((one) => one === Version)) return `Version is ${JSON.stringify(Version)}`;
  const strange = Object.keys(parsed).find((name) => !POLICY_ELEMENTS.includes(name));
  if (strange !== undefined) return `a policy has no ${strange}`;
  const { statements } = policyDocument(text, kind);
  if (statements.length === 0) return "the policy has no statement";
  for (const [index, statement] of statements.entries()) {
    const fault = faultOf(statement, kind) ?? further(statement) ?? conditionFault(statement) ?? nameFault(statement);
    if (fault !== undefined) return `Statement[${index}]: ${fault}`;
  }
  return kind === "resource" ? undefined : sidFault(statements);
}

/** What keeps IAM from storing a policy of so many characters; undefined for nothing. */
export function lengthFault(text: string, most: number): string | undefined {
  const length = policyLength(text);
  return length <= most ? undefined : `it has ${length} characters without white space, and ${most} are the most`;
}

/** An element that statements do not have, as `Conditions`. */
function nameFault(statement: Statement): string | undefined {
  const strange = Object.keys(statement).find((name) => !Object.hasOwn(STATEMENT_ELEMENTS, name));
  return strange === undefined ? undefined : `a statement has no ${strange}`;
}

/** IAM's own policies: other services take any sid. */
function sidFault(statements: readonly Statement[]): string | undefined {
  const sids = statements.map(({ Sid }) => Sid ?? "").filter((sid) => sid !== "");
  const strange = sids.find((sid) => typeof sid !== "string" || !/^[0-9A-Za-z]*$/.test(sid));
  if (strange !== undefined) return `a sid is ${JSON.stringify(strange)}, and has letters and digits alone`;
  const again = sids.find((sid, index) => sids.indexOf(sid) < index);
  return again === undefined ? undefined : `two statements have the sid ${JSON.stringify(again)}`;
}

/** Actions and resources of a policy of permissions. */
function ofIdentity({ Action, NotAction, Resource, NotResource }: Statement): string | undefined {
  const action = [Action ?? NotAction].flat().find((one) => !/^(\*|\*:\*|[a-z0-9-]+:[\w*?]+)$/i.test(String(one)));
  if (action !== undefined) return `an action is ${JSON.stringify(action)}`;
  const resource = [Resource ?? NotResource].flat().find((one) => !/^(\*$|arn:|\$\{)/.test(String(one)));
  return resource === undefined ? undefined : `a resource is ${JSON.stringify(resource)}, and no ARN`;
}

function conditionFault({ Condition }: Statement): string | undefined {
  if (Condition === undefined) return undefined;
  if (typeof Condition !== "object" || Condition === null) return `Condition is ${JSON.stringify(Condition)}`;
  const unknown = Object.keys(Condition).find((one) => operatorOf(one) === undefined);
  return unknown === undefined ? undefined : `there is no condition operator ${JSON.stringify(unknown)}`;
}
