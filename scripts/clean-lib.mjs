/** Removes from lib what no source stands for any more: jsii compiles beside it, and `npm pack` would publish it. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const LIB = join(ROOT, "lib");

for (const name of existsSync(LIB) ? readdirSync(LIB, { recursive: true }) : []) {
  const [stem] = name.split(/(?:\.d\.ts|\.js)$/);
  const compiled = stem !== name && !/^(?:bin|bench)\//.test(name);
  if (compiled && !existsSync(join(ROOT, "src", `${stem}.ts`))) rmSync(join(LIB, name));
}
