import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { HELP_FILE, PLUGIN_PACKAGE } from "../exec-contract";
import { PluginFailure, usageFailure } from "./failure";
import type * as help from "./help";
import * as borrowed from "./help/borrowed";
import { load } from "./node-modules";
import { readBytes, UnreadableFile } from "./read-file";

/** The SHA-256 of the code of help and doctor, which the build fills in. */
declare const TRUST_MESH_HELP: string;

const MAXIMUM_BYTES = 1024 * 1024;

/**
 * Loads help and doctor, which no client runs, from the file beside the executable. They are run only when they are the
 * very code that was built with this executable: what else lies there, in whatever folder, is not.
 *
 * @param executable the path by which the executable was started
 * @throws PluginFailure (usage) when the file is missing, or of another build
 */
export function loadHelp(executable: string): typeof help {
  let code: string;
  let path = executable;
  try {
    path = join(dirname(realpathSync(executable)), HELP_FILE);
    code = load
      .zlib()
      .brotliDecompressSync(readBytes(path, MAXIMUM_BYTES), { maxOutputLength: MAXIMUM_BYTES })
      .toString();
  } catch (error) {
    throw refuse(`${path} cannot be read (${error instanceof UnreadableFile ? error.code : "it is damaged"})`);
  }
  if (load.crypto().createHash("sha256").update(code).digest("hex") !== TRUST_MESH_HELP) {
    throw refuse(`${path} is of another build than the executable`);
  }
  const module = { exports: {} as typeof help };
  const start = load.vm().compileFunction(code, ["module", "require", "BORROWED"]) as (...lent: unknown[]) => void;
  start(module, require, borrowed);
  return module.exports;
}

function refuse(what: string): PluginFailure {
  return usageFailure(
    `doctor and --help have a file of their own, and ${what}.`,
    `Copy ${HELP_FILE} of the same package beside the executable, or npm install --global ${PLUGIN_PACKAGE}.`,
  );
}
