import { ExecCredentialOptions } from "./exec-credential";
import { isLiteral, problem } from "../../common";
import { PLUGIN_COMMAND } from "../../exec-contract";

/** Names of variables that hold secrets, and not the files or folders of such. */
const SECRETIVE = /(SECRET|PASSWORD|TOKEN|PRIVATE_KEY|SECRET_ACCESS_KEY)$/i;

/** What is wrong with the literal options of an exec stanza. */
export function execOptionProblems({ command, environment = {} }: ExecCredentialOptions): (string | undefined)[] {
  const names = Object.keys(environment).filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  return [
    isLiteral(command) && !/^(\/\S*)?[^\s/]+$/.test(command)
      ? problem("command", `"${command}" is neither a bare name nor an absolute path`, `Give "${PLUGIN_COMMAND}"`)
      : undefined,
    ...names.map((name) =>
      problem("environment", `"${name}" is not a variable's name`, "Give letters, digits and underscores"),
    ),
    ...Object.keys(environment)
      .filter((name) => SECRETIVE.test(name))
      .map((name) =>
        problem("environment", `"${name}" looks like a secret, and the document must hold none`, "Leave it out"),
      ),
  ];
}
