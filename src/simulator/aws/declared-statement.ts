import { DeclaredGrant } from "../../trust-declaration";
import { Statement } from "./statement";

/** The conditions of a declared grant as a policy has them: values of one operator and key are alternatives. */
export function declaredConditions({
  conditions = [],
}: Pick<DeclaredGrant, "conditions">): Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> {
  const operators: Record<string, Record<string, string[]>> = {};
  for (const { operator, key, values } of conditions) {
    const keys = (operators[operator] ??= {});
    keys[key] = [...(keys[key] ?? []), ...values];
  }
  return operators;
}

/** The statement by which a declared grant of actions is realised. */
export function declaredStatement(grant: DeclaredGrant): Statement {
  const { actions = [], resources } = grant;
  return { Effect: "Allow", Action: actions, Resource: resources, Condition: declaredConditions(grant) };
}
