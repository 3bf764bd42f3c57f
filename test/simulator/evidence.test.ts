import fc from "../support/property";
import { majority, Mentions } from "../../src/simulator/evidence";

const said = (...values: string[]) => values.map((value) => ({ value, count: 1 }));

describe("what most places say", () => {
  it.each<[string, string[], ReturnType<typeof majority>]>([
    ["nothing, where nobody says anything", [], undefined],
    ["the one thing", ["a"], "a"],
    ["what all say", ["a", "a"], "a"],
    ["what most say, and not the one that says something else", ["b", "a", "a"], "a"],
    ["a tie, where as many say one thing as another", ["a", "b"], { tie: ["a", "b"] }],
    ["a tie of those who are most", ["c", "a", "b", "a", "b"], { tie: ["a", "b"] }],
  ])("is %s", (_what, values, found) => {
    expect(majority(said(...values))).toEqual(found);
  });

  it("is told by counting", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 9 }), (values) => {
        const count = (value: string) => values.filter((one) => one === value).length;
        const most = Math.max(0, ...values.map(count));
        const winners = new Set<string>(values.filter((value) => count(value) === most));
        const found = majority(said(...values));
        if (winners.size === 0) expect(found).toBeUndefined();
        else if (winners.size === 1) expect(found).toBe([...winners][0]);
        else {
          const told = new Set((found as { tie: string[] }).tie);
          expect(told.size).toBe(2);
          for (const value of told) expect(winners).toContain(value);
        }
      }),
    );
  });

  it("does not depend on the order in which it is said", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(["a", "a", "a", "b", "b", "c"], { minLength: 6 }), (values) => {
        expect(majority(said(...values))).toBe("a");
      }),
    );
  });
});

describe("mentions", () => {
  it("are counted by what they are of, in the order of first mention", () => {
    const mentions = new Mentions();
    for (const value of ["b", "a", "b"]) mentions.add("role/reader", value);
    mentions.add("role/writer", "c");

    expect(mentions.of("role/reader")).toEqual([
      { value: "b", count: 2 },
      { value: "a", count: 1 },
    ]);
    expect(mentions.of("role/other")).toEqual([]);
    expect(mentions.things).toEqual(["role/reader", "role/writer"]);
  });

  it("count as many times as they are made", () => {
    const mentions = new Mentions();
    for (const value of ["b", "a", "a"]) mentions.add("role/reader", value);

    expect(majority([...mentions.of("role/reader"), { value: "b", count: 2 }])).toBe("b");
  });
});
