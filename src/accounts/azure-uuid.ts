import { isLiteral, problem } from "../common";
import { UUID_FORM } from "../vendor/azure/entra";

/** What is wrong with an id of Entra's or of a subscription. */
export function uuidProblem(
  property: string,
  value: string | undefined,
  wayOut = "Give the id that `az account show` prints",
): string | undefined {
  if (!isLiteral(value) || UUID_FORM.test(value)) return undefined;
  return problem(property, `"${value}" is not a UUID`, wayOut);
}
