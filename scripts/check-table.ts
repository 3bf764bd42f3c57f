/** Writes the table of the checks of `trust-mesh verify` into docs/verify.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKS } from "../src/findings";

export const PAGE = join(__dirname, "../docs/verify.md");
const PLACE = /(<!-- checks: [^>]*-->\n)[^]*(<!-- end of checks -->)/;

/** The table, from the checks themselves. */
export function checkTable(): string {
  const cell = (text: string) => text.replace(/[|<>]/g, "\\$&");
  const rows = CHECKS.map(({ code, severity, title, gain, fix, page }) =>
    [`\`${code}\``, severity, `[${cell(title)}](${page})`, cell(gain), cell(fix)].join(" | "),
  );
  return [
    "| code | severity | what is wrong | what an attacker gains | the fix |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

/** A page with the table in its place. */
export function withTable(page: string): string {
  return page.replace(PLACE, (_whole, begin: string, end: string) => `${begin}\n${checkTable()}\n\n${end}`);
}

if (require.main === module) {
  writeFileSync(PAGE, withTable(readFileSync(PAGE, "utf8")));
}
