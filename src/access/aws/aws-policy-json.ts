import { AwsStatement } from "./aws-statement";
import { PolicyStatement } from "../../accounts/aws-role-policy";

/** A statement as a policy's JSON has it. */
export function policyStatement({ actions, resources, conditions = [] }: AwsStatement): PolicyStatement {
  const operators: Record<string, Record<string, string[]>> = {};
  for (const { operator, key, values } of conditions) {
    operators[operator] = { ...operators[operator], [key]: [...(operators[operator]?.[key] ?? []), ...values] };
  }
  return {
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(conditions.length && { Condition: operators }),
  };
}
