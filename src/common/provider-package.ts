import { readFileSync } from "fs";
import { join } from "path";
import { withCode } from "./checks";

/**
 * Loads a module of a provider's package when it is first asked for, so that an app installs and loads the packages of
 * its own clouds only. `scripts/lazy-providers.mjs` writes the calls into what jsii has compiled; sources keep plain imports.
 *
 * @param load requires the module, from the file that needs it
 * @param module the module's full name: `@cdktf/provider-aws/lib/iam-role`
 * @returns the module; it throws an Error with the way out where the package is not installed
 */
export function whenUsed<T>(load: () => T, module: string): () => T {
  let loaded: T | undefined;
  return () => (loaded ??= orExplain(load, module));
}

function orExplain<T>(load: () => T, module: string): T {
  try {
    return load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Another module that is missing is a fault of the installation, and Node.js names it.
    if (code !== "MODULE_NOT_FOUND" || !message.includes(`'${module}'`)) throw error;
    throw new Error(withCode(missing(module), "provider-package"), { cause: error });
  }
}

function missing(module: string): string {
  const [name, part] = module.split("/lib/");
  const { peerDependencies } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as {
    peerDependencies: { readonly [name: string]: string };
  };
  return (
    `What this app declares needs ${name} (its ${part}), which is not installed or is another version. ` +
    `Run: npm install "${name}@${peerDependencies[name]}"`
  );
}
