import fc from "../support/property";
import { byBytes } from "../../src/terraform/text";

describe("the order of texts", () => {
  it.each([
    ["a", "b"],
    ["a", "aa"],
    ["", "a"],
    ["Z", "a"],
    ["z", "é"],
    ["\uffff", "😀"],
    ["a😀", "a😁"],
  ])("puts %j before %j", (first, second) => {
    expect([byBytes(first, second), byBytes(second, first), byBytes(first, first)]).toEqual([-1, 1, 0]);
  });

  it("is that of their bytes", () => {
    const texts = fc.string({
      unit: fc.constantFrom("a", "b", "é", "\ue000", "\uffff", "😀", "\u{10ffff}"),
      maxLength: 4,
    });
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(byBytes(a, b)).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
