import { Answer, ServiceDecision } from "../../simulator";

/** A service's decision as the journal has it. */
export function answerOf({ allowed, because }: ServiceDecision, code: string, message: string): Answer<undefined> {
  const hop = "authorization";
  return allowed ? { granted: true, hop, value: undefined, because } : { granted: false, hop, code, message, because };
}
