import { table } from "../../src/cli/printers/columns";

describe("a table", () => {
  it("is as wide as its widest cells, where there is room", () => {
    const rows = [{ cells: ["west", "a"] }, { cells: ["north-west", "b"] }];
    expect(table(["from", "to"], rows, 80)).toBe(["from        to", "west        a", "north-west  b"].join("\n"));
  });

  it("has as many rows as there are", () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => ({ cells: [String(i), "a"] }));
    expect(table(["number", "to"], rows, 80).split("\n")).toHaveLength(200_001);
  });

  it("goes on in the next line behind a mark, or in the middle of a word that has none, and loses nothing", () => {
    const [who, may] = ["principal://iam.example/projects/1", "view here\nedit there"];
    const [, ...lines] = table(["who", "may"], [{ cells: [who, may] }], 22).split("\n");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(22);
    const at = 12;
    expect(lines.map((line) => line.slice(0, at).trim()).join("")).toBe(who);
    expect(
      lines
        .map((line) => line.slice(at))
        .join("")
        .replace(/\s+/g, ""),
    ).toBe("viewhereeditthere");
  });

  it("puts what belongs to a row below it, over the whole width", () => {
    const rows = [{ cells: ["west", "a"], below: "as principal://iam.example/projects/1" }];
    expect(table(["from", "to"], rows, 30)).toBe(
      ["from  to", "west  a", "     as principal://iam.", "     example/projects/1"].join("\n"),
    );
  });
});
