import { SourceLines } from "../../src/terraform/source-lines";

const DOCUMENT = {
  resource: {
    aws_iam_role: {
      reader: { assume_role_policy: "{}", name: "reader", tag: [{ key: "a" }, { key: "b" }] },
      writer: { name: "writer" },
    },
  },
  output: { name: { value: "resource" } },
};
const TEXT = JSON.stringify(DOCUMENT, null, 2);

/** The only line that has a text in it. */
function lineWith(text: string): number {
  const lines = TEXT.split("\n").flatMap((line, i) => (line.includes(text) ? [i + 1] : []));
  expect(lines).toHaveLength(1);
  return lines[0];
}

describe("the lines of a document", () => {
  const reader = ["resource", "aws_iam_role", "reader"];

  it.each([
    ["an argument", [...reader, "name"], '"name": "reader"'],
    [
      "another resource's argument of the same name",
      ["resource", "aws_iam_role", "writer", "name"],
      '"name": "writer"',
    ],
    ["a resource", reader, '"reader": {'],
    ["an argument that is not there, by its resource", [...reader, "path"], '"reader": {'],
    ["a part of an argument that is not there, by the argument", [...reader, "assume_role_policy", "x"], "policy"],
    ["a resource that is not there, by its type", ["resource", "aws_iam_role", "other", "name"], '"aws_iam_role"'],
    ["an output's value", ["output", "name", "value"], '"value": "resource"'],
  ])("tell %s", (_what, path, text) => {
    expect(new SourceLines(TEXT).of(path)).toBe(lineWith(text));
  });

  it("tell the same when they are asked again, and with other ends of lines", () => {
    const lines = new SourceLines(TEXT.replaceAll("\n", "\r\n"));

    expect(lines.of([...reader, "name"])).toBe(lineWith('"name": "reader"'));
    expect(lines.of([...reader, "name"])).toBe(lineWith('"name": "reader"'));
  });

  it("tell members whose names and texts look like JSON", () => {
    const odd = {
      'a"': "}",
      "b\\": { "{": ["[", '\\"', { x: 1 }], ",": { ":": '"' } },
      "\n": { é: [] },
      "": { __proto__: null, last: "," },
    };
    const text = JSON.stringify(odd, null, 2);
    const lines = new SourceLines(text);
    const lineOf = (part: string) => text.split("\n").findIndex((line) => line.includes(part)) + 1;

    expect(lines.of(['a"', "x"])).toBe(lineOf('"a\\"": '));
    expect(lines.of(["b\\", ",", ":"])).toBe(lineOf('":": '));
    expect(lines.of(["b\\", "{", "x"])).toBe(lineOf('"{": '));
    expect(lines.of(["\n", "é"])).toBe(lineOf('"é": '));
    expect(lines.of(["", "last"])).toBe(lineOf('"last": '));
  });

  it("tell the first of members of one name", () => {
    expect(new SourceLines('{\n"a": {"b": 1},\n"a":\n{"c": 2}}').of(["a", "c"])).toBe(2);
  });

  it("tell a value that stands on another line than its name by the name", () => {
    expect(new SourceLines('{\n"a"\n:\n{\n"b": 1}}').of(["a", "b"])).toBe(5);
  });

  it.each([
    ["of one line", JSON.stringify(DOCUMENT), [...reader, "name"]],
    ["that has nothing of the path", TEXT, ["data", "aws_region"]],
    ["that is empty", "\n", reader],
  ])("tell nothing of a document %s", (_what, text, path) => {
    expect(new SourceLines(text).of(path)).toBeUndefined();
  });
});
