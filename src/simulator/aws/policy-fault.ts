import { operatorOf } from "./condition-operators";
import { faultOf, policyDocument, PolicyKind, Statement } from "./statement";

const VERSIONS = ["2012-10-17", "2008-10-17"];

/**
 * What keeps AWS from storing a policy; undefined for nothing.
 *
 * AWS IAM documentation: "Grammar of the IAM JSON policy language", "IAM JSON policy elements: Condition operators".
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
  const { statements } = policyDocument(text, kind);
  if (statements.length === 0) return "the policy has no statement";
  for (const [index, statement] of statements.entries()) {
    const fault = faultOf(statement, kind) ?? further(statement) ?? conditionFault(statement);
    if (fault !== undefined) return `Statement[${index}]: ${fault}`;
  }
  return undefined;
}

/** Actions and resources of a policy of permissions. */
function ofIdentity({ Action, NotAction, Resource, NotResource }: Statement): string | undefined {
  const action = [Action ?? NotAction].flat().find((one) => !/^(\*|[a-z0-9-]+:[\w*?]+)$/i.test(String(one)));
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
