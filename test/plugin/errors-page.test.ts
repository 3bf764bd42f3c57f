import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stsAdvice } from "../../src/plugin/aws/sts-advice";
import { entraAdvice } from "../../src/plugin/azure/entra-advice";
import { EXIT_CODES } from "../../src/plugin/failure";
import { googleStsAdvice } from "../../src/plugin/google/sts-advice";

const ROOT = join(__dirname, "../..");
const textOf = (file: string) => readFileSync(join(ROOT, file), "utf8");
/** The rows of a page's tables, cell by cell. */
const rowsOf = (file: string) =>
  textOf(file)
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
const ERRORS = rowsOf("docs/exec-plugin-errors.md");

it.each(["docs/exec-plugin.md", "docs/exec-plugin-errors.md"])("%s has a row for every exit code", (file) => {
  const rows = rowsOf(file);
  for (const [hop, code] of Object.entries(EXIT_CODES)) {
    expect(rows.filter((cells) => cells[1] === String(code)).map((cells) => cells[2].replace(/`/g, ""))).toContain(hop);
  }
  for (const code of ["1", "127"]) expect(rows.filter((cells) => cells[1] === code)).not.toEqual([]);
});

/** The codes that a source file has advice for. */
const codesIn = (file: string, pattern: RegExp) => [...textOf(file).matchAll(pattern)].map(([, code]) => code);
const AWS = /^ {2}"?([A-Z][\w ]+)"?:/gm;

describe("the page of errors has the advice for every code that the plugin knows", () => {
  it.each<[string, (code: string) => string | undefined, string[]]>([
    [
      "AWS STS",
      (code) => stsAdvice(...((code.includes(" ") ? code.split(" ") : ["", code]) as [string, string])),
      codesIn("src/plugin/aws/sts-advice.ts", AWS),
    ],
    ["Entra", entraAdvice, codesIn("src/plugin/azure/entra-advice.ts", /^ {2}(AADSTS\d+):/gm)],
    [
      "Google's STS",
      (code) => googleStsAdvice(code, ""),
      codesIn("src/plugin/google/sts-advice.ts", /\[\/\^(invalid_\w+|unauthorized_\w+)\//g),
    ],
  ])("of %s", (_name, advice, codes) => {
    expect(codes.length).toBeGreaterThan(2);
    for (const code of codes) {
      const row = ERRORS.find((cells) => cells[1].startsWith(`\`${code}\``));
      expect([code, row?.[2]]).toEqual([code, advice(code)]);
    }
  });

  it("of Google's messages", () => {
    const told = codesIn("src/plugin/google/sts-advice.ts", /"([A-Z][^"]{20,})"/g);
    expect(told.length).toBeGreaterThan(10);
    for (const advice of told) expect(ERRORS.map((cells) => cells[2])).toContain(advice);
  });
});
