import { wildcardProblem } from "./external-subject";
import { isLiteral, problem } from "../common";
import { unknownProblem } from "./stable-key";

/** What is wrong with the name of a branch or tag, which a subject ends with. */
export function refProblem(property: string, name: string): string | undefined {
  if (isLiteral(name) && name.startsWith("refs/")) {
    return problem(property, `"${name}" is a whole ref`, `Give the ${property}'s name alone`);
  }
  return runNameProblem(property, name);
}

/** What is wrong with the name of an environment, branch or tag. */
export function runNameProblem(property: string, name: string): string | undefined {
  const found = unknownProblem(property, name) ?? wildcardProblem(property, name);
  return found ?? (name.trim() ? undefined : problem(property, "is empty", "Give its name"));
}
