import { evaluateJson } from "./evaluate";
import { parseTemplate } from "./expression";
import { CallFault } from "./convert";

/** Text, a heredoc's beginning, or a comment, as far as they must be told apart. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|<<-?\w+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\//g;

/**
 * The values of a file of variables in Terraform's own syntax (`.tfvars`): one argument a line, literal values only.
 *
 * Terraform documentation: "Input Variables", section "Variable Definitions (.tfvars) Files".
 *
 * @throws SyntaxFault, CallFault
 */
export function valuesOfTfvars(text: string): Readonly<Record<string, unknown>> {
  const bare = text.replace(TOKENS, (token) => {
    if (token.startsWith("<<")) throw new CallFault(`a heredoc (${token}) is not understood. Write the text in quotes`);
    return token.startsWith('"') ? token : " ";
  });
  return evaluateJson(`\${{\n${bare}\n}}`, LITERALS) as Readonly<Record<string, unknown>>;
}

/** Terraform knows no names in such a file. */
const LITERALS = {
  find: (root: string): never => {
    throw new CallFault(`"${root}" is a name, and such a file has literal values only`);
  },
};

/** An expression as `--var` takes it where a variable is no text. @throws SyntaxFault, CallFault */
export function valueOfExpression(text: string): unknown {
  const parsed = parseTemplate(`\${${text}}`);
  if (parsed.kind === "literal") return parsed.value;
  return evaluateJson(`\${${text}}`, LITERALS);
}
