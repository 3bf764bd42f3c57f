import { jsonIn } from "../../../src/simulator/documents/json-in-text";

describe("the JSON in a text", () => {
  it.each<[string, string, string[]]>([
    ["the whole of it", '{"a": 1}', ['{"a": 1}']],
    ["a list that is the whole of it", "[1]", ["[1]"]],
    ["behind a comment", '# b\n{"a": 1}\n', ['{"a": 1}']],
    ["several objects", '{"a": 1} {"b": {}}', ['{"a": 1}', '{"b": {}}']],
    ["an object behind a brace that opens none", '{ {"a": 1}', ['{"a": 1}']],
    ["an object within what is none", 'x { y: {"a": 1} }', ['{"a": 1}']],
    ["braces and quotes in strings", 'x {"}{": "\\"}"}', ['{"}{": "\\"}"}']],
    ["none in text", "a: b", []],
    ["none in text alone", '"a"', []],
    ["none where it is broken", '{"a": 1', []],
  ])("is %s", (_what, text, expected) => {
    const found = jsonIn(text);
    expect(found.map((one) => one.text)).toEqual(expected);
    expect(found.map(({ value }) => value)).toEqual(expected.map((one) => JSON.parse(one) as unknown));
  });
});
