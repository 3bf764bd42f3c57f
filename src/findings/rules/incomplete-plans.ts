import { Rule } from "../finding";

/**
 * Plans that do not tell of everything that is in force after them: objects that a plan of a part leaves out may grant more.
 *
 * Terraform documentation: "JSON Output Format", complete and errored
 * (https://developer.hashicorp.com/terraform/internals/json-format#plan-representation).
 */
export const incompletePlans: Rule = ({ configuration }) =>
  configuration.incomplete.map(({ stack, reason }) => ({
    ...{ code: "incomplete-plan", severity: "gap", place: stack },
    reason: `the plan ${reason}: what it leaves out may grant more. Read a plan of the whole, or the state`,
  }));
