import { table } from "../../src/cli/table";

describe("a table", () => {
  it("is as wide as its widest cells, where no width is given", () => {
    const columns = [
      { title: "from", width: 0 },
      { title: "to", width: 0 },
    ];
    expect(
      table(columns, [
        ["west", "a"],
        ["north-west", "b"],
      ]),
    ).toBe(["from        to", "west        a", "north-west  b"].join("\n"));
  });

  it("goes on in the next line behind a mark, or in the middle of a word that has none, and loses nothing", () => {
    const columns = [
      { title: "who", width: 12 },
      { title: "may", width: 8 },
    ];
    const [who, may] = ["principal://iam.example/projects/1", "view here\nedit there"];
    const printed = table(columns, [[who, may]]);
    const [, ...lines] = printed.split("\n");
    expect(lines.map((line) => line.slice(0, 14).trim()).join("")).toBe(who);
    expect(lines.map((line) => line.slice(14)).filter(Boolean)).toEqual(["view", "here", "edit", "there"]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(22);
  });
});
