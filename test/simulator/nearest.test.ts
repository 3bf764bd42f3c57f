import fc from "../support/property";
import { Resource } from "../../src/terraform";
import { like, nearest } from "../../src/simulator/nearest";

const texts = (...all: string[]) => all.map((text) => ({ text }));

describe("the nearest", () => {
  it.each([
    ["the very text", "reader", ["writer", "reader"], "reader"],
    ["a letter that differs", "reader", ["raader", "somebody"], "raader"],
    ["two letters that changed places", "reader", ["raeder"], "raeder"],
    ["a slash that is missing", "https://a.example/x", ["https://a.example/x/"], "https://a.example/x/"],
    ["four differences", "abcdefgh", ["abcd"], "abcd"],
    ["the one of fewer differences", "abcdef", ["abcxyz", "abcdxx"], "abcdxx"],
    [
      "another letter case, which is one slip",
      "HTTPS://A.EXAMPLE",
      ["https://b.example", "https://a.example"],
      "https://a.example",
    ],
    ["the first of several that are as near", "abc", ["abd", "abe"], "abd"],
  ])("is %s", (_what, wanted, all, found) => {
    expect(nearest(wanted, texts(...all))?.text).toBe(found);
  });

  it.each([
    ["five differences", "abcdefgh", ["abc"]],
    ["another name altogether", "reader", ["somebody-else"]],
    ["nothing", "reader", []],
  ])("is none where there is %s", (_what, wanted, all) => {
    expect(nearest(wanted, texts(...all))).toBeUndefined();
  });

  it("is what a naive count of differences finds", () => {
    const word = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 9 }).map((letters) => letters.join(""));
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 5 }), (wanted, all) => {
        const least = Math.min(...all.map((one) => differences(wanted, one)));
        const expected = least <= 4 ? all.find((one) => differences(wanted, one) === least) : undefined;
        expect(nearest(wanted, texts(...all))?.text).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});

/** Levenshtein's distance as it is defined. */
function differences(a: string, b: string, known = new Map<string, number>()): number {
  if (a === "" || b === "") return a.length + b.length;
  const key = `${a}\n${b}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  const count =
    a[0] === b[0]
      ? differences(restA, restB, known)
      : 1 + Math.min(differences(restA, restB, known), differences(restA, b, known), differences(a, restB, known));
  known.set(key, count);
  return count;
}

describe("a reason that points at something", () => {
  const resource = { address: "aws_iam_role.reader" } as Resource;

  it("names it, and what is written there", () => {
    expect(like({ line: "no role", argument: "name" }, { text: "reader", resource })).toEqual({
      line: 'no role; there is "reader"',
      argument: "name",
      resource,
    });
  });

  it("is the bare line where there is nothing to point at", () => {
    expect(like({ line: "no role", argument: "name" }, undefined)).toEqual({ line: "no role" });
  });
});
