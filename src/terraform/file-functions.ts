import { CallFault, map, string } from "./convert";
import { Scope } from "./scope";
import { hasUnknown } from "./unknown";

const NAMES = ["file", "templatefile"];

/** Whether a function reads files. */
export function isOnFiles(name: string): boolean {
  return NAMES.includes(name);
}

/**
 * Reads a file beside the configuration, or fills in a template that is one.
 *
 * Terraform documentation: "file Function", "templatefile Function".
 *
 * @param evaluate the value of a template's text
 * @throws CallFault
 */
export function callOnFiles(
  name: string,
  args: readonly unknown[],
  { files, keepsUnknown, budget }: Scope,
  evaluate: (text: string, scope: Scope) => unknown,
): unknown {
  if (!files) throw new CallFault(`the function ${name}() is not understood`);
  const [path, values, ...others] = args;
  const isRight = others.length === 0 && (name === "file" ? values === undefined : values !== undefined);
  if (!isRight) throw new CallFault(`${name}() takes ${name === "file" ? 1 : 2} arguments`);
  if (hasUnknown(path)) throw new CallFault(`${name}() of what is not known`);
  const text = files.read(string(path));
  if (name === "file") return text.normalize();
  const names = map(values);
  return string(
    evaluate(text, {
      ...(keepsUnknown ? { keepsUnknown } : {}),
      ...(budget ? { budget } : {}),
      find: (root) => {
        if (!Object.hasOwn(names, root)) throw new CallFault(`the template ${string(path)} is not given "${root}"`);
        return { value: names[root], taken: 0 };
      },
    }),
  );
}
