import fc from "../support/property";
import { isWritten } from "../../src/terraform/is-written";

describe("whether a pattern matches the JSON of a value", () => {
  it.each<[string, RegExp, unknown, boolean]>([
    ["a text in a text", /acme\/uses/, { a: ["x acme/uses y"] }, true],
    ["a text in a name", /acme\/uses/, { a: { "acme/uses": 1 } }, true],
    ["a text in text that is JSON itself", /acme\/uses/, JSON.stringify({ "acme/uses": "[]" }), true],
    ["no text across two", /acme\/uses/, ["acme/", "uses"], false],
    ["no text across a name and its value", /acme\/uses/, { "acme/": "uses" }, false],
    ["no text of another letter case", /acme\/uses/, "acme/Uses", false],
    ["a text whatever its letter case, where the pattern says so", /acme\/uses/i, "acme/Uses", true],
    ["what is written around texts", /"a":"b/, { a: "b" }, true],
    ["words of JSON", /true/, { a: true }, true],
    ["numbers", /100000|acme\/uses/, { a: 100000 }, true],
    ["one of several texts", /acme\/uses|other-text/, { a: "no other-text" }, true],
    ["none of several texts", /acme\/uses|other-text/, { other: "text" }, false],
    ["a word at the beginning of a line", /\bkind: \w+\b/, "apiVersion: v1\nkind: Secret\n", true],
    ["one in text that is JSON itself", /(?<!\w)kind\b/, JSON.stringify({ a: "\tb\nkind: x" }), true],
    ["no part of a word", /\bkind\b/, "humankind\nof a kindness", false],
    ["nothing in what is left out", /acme\/uses/, undefined, false],
  ])("finds %s", (_what, pattern, value, isFound) => {
    expect(isWritten(pattern, value)).toBe(isFound);
  });

  it("is the same for a text alone as for every other pattern", () => {
    const texts = fc.string({ unit: fc.constantFrom("aab", "/ba", "ba", "ab", '"', "\\", "é"), maxLength: 6 });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        texts,
        fc.integer(),
        fc.constant(null),
        fc.array(tie("value")),
        fc.dictionary(texts, tie("value")),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        const pattern = /aab\/ba|baabab/;
        expect(isWritten(pattern, given)).toBe(pattern.test(JSON.stringify(given)));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
