/** What the licenses of bundled libraries ask to be handed on. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
/** The texts of packages that ship none, by their names; taken from the heads of their files. */
const KEPT = join(HERE, "licenses");
/** The project's own license is the Apache License, to which kept texts refer. */
const APACHE = join(HERE, "../LICENSE");
const RULE = `\n\n${"-".repeat(80)}\n\n`;

/**
 * The notices for bundled files, a section for each package.
 *
 * @throws Error for a package without a license's text
 */
export function thirdPartyNotices(files) {
  const folders = [...new Set(files.flatMap((file) => packageOf(file) ?? []))].sort();
  const head = "The command trust-mesh contains these libraries.";
  return `${[head, ...folders.map(notice), textOf(APACHE)].join(RULE)}\n`;
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
