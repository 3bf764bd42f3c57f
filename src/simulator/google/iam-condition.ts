import { CelFault, evaluateCel } from "./cel";

/** What an IAM condition may ask of a request. */
export interface ConditionRequest {
  /** Seconds since 1970. */
  readonly now: number;
  /** Undefined for a service whose resources recognize no attributes. */
  readonly resource?: ResourceAttributes;
}

/** What conditions may ask of a resource. Google Cloud IAM documentation: "Resource attributes for IAM Conditions". */
export interface ResourceAttributes {
  /** The name as the table "Resource name format" has it: `projects/p/locations/l/clusters/c`. */
  readonly name: string;
  readonly type: string;
  readonly service: string;
}

/** Whether a condition is true, false, or not known. */
export type ConditionVerdict = "holds" | "fails" | "unknown";

/**
 * What a condition of an IAM binding says of a request.
 *
 * IAM documentation: "Attribute reference for IAM Conditions".
 */
export function judgeCondition(expression: string, request: ConditionRequest): ConditionVerdict {
  const { now, resource = {} } = request;
  try {
    const time = evaluateCel(`timestamp("${new Date(now * 1000).toISOString()}")`, {});
    const value = evaluateCel(expression, { request: { time }, resource });
    if (value === true) return "holds";
    return value === false ? "fails" : "unknown";
  } catch (error) {
    if (error instanceof CelFault) return "unknown";
    throw error;
  }
}
