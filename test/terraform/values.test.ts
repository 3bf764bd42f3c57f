import { block, blocks, text, texts } from "../../src/terraform";

describe("nested blocks", () => {
  it.each([
    ["one object", { name: "a" }, [{ name: "a" }]],
    ["a list", [{ name: "a" }, { name: "b" }], [{ name: "a" }, { name: "b" }]],
    ["an empty list", [], []],
    ["null", null, []],
    ["undefined", undefined, []],
  ])("are the same whether they are written as %s", (_how, written, wanted) => {
    expect(blocks(written)).toEqual(wanted);
    expect(block(written)).toEqual(wanted[0] ?? {});
  });
});

describe("texts", () => {
  it.each([
    ["a", "a", ["a"]],
    ["", "", [""]],
    [5, "5", ["5"]],
    [false, "false", ["false"]],
    [null, undefined, []],
    [undefined, undefined, []],
    [{ a: 1 }, '{"a":1}', ['{"a":1}']],
    [["a", 5, null], '["a",5,null]', ["a", "5", ""]],
  ])("of %j are %j and %j", (value, one, many) => {
    expect(text(value)).toBe(one);
    expect(texts(value)).toEqual(many);
  });
});
