import fc from "../support/property";
import { wildcard } from "../../src/simulator/wildcard";

/** What a pattern matches, told letter by letter and in no hurry. */
function matches(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  if (pattern[0] === "*") return matches(pattern.slice(1), text) || (text !== "" && matches(pattern, text.slice(1)));
  return text !== "" && (pattern[0] === "?" || pattern[0] === text[0]) && matches(pattern.slice(1), text.slice(1));
}

/** Letters that patterns and texts share, so that they often meet, and those that mean something to regular expressions. */
const letter = fc.constantFrom("a", "b", ":", "/", ".", "+", "$", "(", "]", "\\", "^", "|", "\n");
const text = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(""));
const pattern = fc
  .array(fc.oneof(letter, fc.constantFrom("*", "?")), { maxLength: 8 })
  .map((letters) => letters.join(""));

describe("a wildcard", () => {
  it("matches what a letter-by-letter reading of it matches", () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => wildcard(p).test(t) === matches(p, t)),
      { numRuns: 2000 },
    );
  });

  it("matches the text that it was made from by putting * and ? into it", () => {
    const pieces = fc.array(
      fc.oneof(
        text.map((same) => [same, same]),
        text.map((run) => ["*", run]),
        letter.map((one) => ["?", one]),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(pieces, (all) => {
        const [p, t] = [0, 1].map((side) => all.map((piece) => piece[side]).join(""));
        expect(wildcard(p).test(t)).toBe(true);
      }),
    );
  });

  it("follows letter case unless told otherwise", () => {
    expect(wildcard("STS:*").test("sts:AssumeRole")).toBe(false);
    expect(wildcard("STS:*", "i").test("sts:AssumeRole")).toBe(true);
  });
});
