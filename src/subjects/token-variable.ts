import { problem } from "../common";
import { VARIABLE_NAME_FORM } from "../vendor/environment";

/** What is wrong with the name of the variable that holds a token. */
export function tokenVariableProblem(name: string): string | undefined {
  if (VARIABLE_NAME_FORM.test(name)) return undefined;
  return problem("tokenVariable", `"${name}" is not the name of a variable`, "Give its name without a dollar sign");
}
