/**
 * Removes from lib what was compiled before: what no source stands for any more would be published, and the compiler, which leaves
 * alone what did not change, must write again each file that `one-file.mjs` wrote over.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LIB = join(dirname(fileURLToPath(import.meta.url)), "../lib");

for (const name of existsSync(LIB) ? readdirSync(LIB, { recursive: true }) : []) {
  const compiled = /\.(?:d\.ts|js|tsbuildinfo)$/.test(name) && !/^(?:bin|bench)\//.test(name);
  if (compiled) rmSync(join(LIB, name));
}
