import { createRequire } from "node:module";
import { join } from "node:path";
import { UnreadableConfiguration } from "../find";

/** Turns the text of a file in HCL into Terraform's JSON syntax, in which every block stands in a list. */
export type ParseHcl = (file: string, text: string) => Promise<Record<string, unknown>>;

/** Packages of the same interface: CDKTF's, and that of its successor. */
const PACKAGES = ["@cdktf/hcl2json", "@cdktn/hcl2json"];

/**
 * The parser, from where this command or the project that it runs in has it. It is Terraform's own, as WebAssembly, and is loaded
 * when a folder needs it.
 *
 * @throws UnreadableConfiguration where it is not installed
 */
export function hclParser(folder: string): ParseHcl {
  for (const from of [__filename, join(process.cwd(), "package.json")]) {
    for (const name of PACKAGES) {
      const found = loaded(createRequire(from), name);
      if (found) return found;
    }
  }
  const wayOut = `Install it (npm install --save-dev ${PACKAGES[0]}), or give what terraform show -json printed of a plan or a state`;
  throw new UnreadableConfiguration(folder, `holds HCL, and ${PACKAGES.join(" or ")} is not installed`, wayOut);
}

function loaded(require: NodeJS.Require, name: string): ParseHcl | undefined {
  try {
    return (require(name) as { parse: ParseHcl }).parse;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
