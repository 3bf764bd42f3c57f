import { readFileSync } from "node:fs";
import { checkTable, PAGE } from "../../scripts/check-table";
import { CHECKS } from "../../src/findings";

/** The cells of a table, whatever the widths of its columns. */
function cells(text: string): readonly string[][] {
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

describe("docs/verify.md", () => {
  const documented = cells(readFileSync(PAGE, "utf8"));

  it("has the checks as they are: npm run docs:checks", () => {
    const written = cells(checkTable());

    expect(written).toHaveLength(CHECKS.length);
    expect(documented.filter(([, code]) => CHECKS.some((check) => code === `\`${check.code}\``))).toEqual(written);
  });
});
