/** What the licenses of bundled libraries, and of data that others wrote, ask to be handed on. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..");
/** The texts of packages that ship none, by their names; taken from the heads of their files. */
const KEPT = join(HERE, "licenses");
/** The files of the project that hold data of others, and the notice of each. */
const DATA = {
  "src/simulator/kubernetes/bootstrap-policy.json": "data/kubernetes.txt",
  "src/simulator/aws/managed-policies.ts": "data/moto.txt",
  "src/simulator/aws/managed-policy-names.ts": "data/moto.txt",
  "src/simulator/aws/managed-statements.ts": "data/moto.txt",
};
/** The project's own license is the Apache License, to which kept texts refer. */
const APACHE = join(ROOT, "LICENSE");
const RULE = `\n\n${"-".repeat(80)}\n\n`;

/**
 * The notices for bundled files: a section for each package, and one for each source of data.
 *
 * @param what the bundle, for the first line
 * @throws Error for a package without a license's text
 */
export function thirdPartyNotices(what, files) {
  const folders = [...new Set(files.flatMap((file) => packageOf(file) ?? []))].sort();
  const data = [...new Set(files.flatMap((file) => DATA[relative(ROOT, file)] ?? []))].sort();
  const head = `${what} contains these libraries and data.`;
  const sections = [...folders.map(notice), ...data.map((name) => textOf(join(KEPT, name)))];
  return `${[head, ...sections, textOf(APACHE)].join(RULE)}\n`;
}

/** The folder of the package that a bundled file is part of; undefined for the project's own files. */
function packageOf(file) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
  return match?.[1];
}

function notice(folder) {
  const { name, version, license } = JSON.parse(textOf(join(folder, "package.json")));
  const shipped = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .map((file) => join(folder, file));
  const kept = join(KEPT, `${name}.txt`);
  const texts = [...shipped, ...(existsSync(kept) ? [kept] : [])].map(textOf);
  if (!texts.some(Boolean)) {
    throw new Error(
      `${name} ${version} (${license}) ships no license. Put its text into scripts/licenses/${name}.txt.`,
    );
  }
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}

function textOf(file) {
  return readFileSync(file, "utf8").trim();
}
