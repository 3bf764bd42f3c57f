import fc from "fast-check";
import { CelFault, evaluateCel } from "../../src/simulator/google/cel";
import { describeWithGo } from "./support/go";
import { cases } from "./support/size";

/**
 * Attribute mappings and conditions, evaluated by the simulator and by cel-go, over random expressions and claims. What has no
 * value in one must have none in the other; the words of the errors are each library's own.
 */
const TEXTS = ["system:serviceaccount:ns:sa", "a", "", "ns", "A", "a/b", "${x}", "é", "%E9", "a.b", "[a]"];
const text = fc.constantFrom(...TEXTS);
const claims = fc.record(
  {
    sub: text,
    email: text,
    level: fc.integer({ min: -3, max: 12 }),
    admin: fc.boolean(),
    aud: fc.array(text, { maxLength: 3 }),
    "kubernetes.io": fc.record(
      { namespace: text, serviceaccount: fc.record({ name: text }, { noNullPrototype: true }) },
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: ["sub"], noNullPrototype: true },
);

const literal = text.map((one) => JSON.stringify(one));
const { truth, words } = fc.letrec<{ words: string; truth: string; number: string }>((tie) => ({
  words: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    literal,
    fc.constantFrom("assertion.sub", "assertion.email", "assertion['kubernetes.io'].namespace", "assertion.gone"),
    fc.constantFrom(
      "assertion['kubernetes.io']['serviceaccount']['name']",
      "string(assertion.admin)",
      "assertion.aud[0]",
    ),
    fc.tuple(tie("words"), tie("words")).map(([a, b]) => `${a} + ${b}`),
    fc.tuple(tie("truth"), tie("words"), tie("words")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc
      .tuple(tie("words"), fc.constantFrom("system:{a}:", "serviceaccount:{name}", "{a}/", ":{b}"))
      .map(([a, b]) => `(${a}).extract(${JSON.stringify(b)})`),
    fc.tuple(tie("words"), literal, literal).map(([a, b, c]) => `(${a}).replace(${b}, ${c})`),
    fc
      .tuple(tie("words"), literal, literal, fc.integer({ min: -1, max: 3 }))
      .map(([a, b, c, d]) => `(${a}).replace(${b}, ${c}, ${d})`),
    fc.tuple(tie("words"), fc.constantFrom(":", "/", "")).map(([a, b]) => `(${a}).split(${JSON.stringify(b)})[0]`),
    fc.tuple(tie("words"), fc.constantFrom("lowerAscii()", "upperAscii()", "trim()")).map(([a, b]) => `(${a}).${b}`),
  ),
  number: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("1", "0", "3", "10"),
    tie("words").map((one) => `size(${one})`),
    fc.constant("size(assertion.aud)"),
  ),
  truth: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(
      "true",
      "false",
      "assertion.admin",
      "has(assertion.email)",
      "'sub' in assertion",
      "assertion.level > 3",
    ),
    fc.tuple(tie("words"), fc.constantFrom("==", "!=", "<"), tie("words")).map((parts) => parts.join(" ")),
    fc.tuple(tie("number"), fc.constantFrom("==", "<", ">="), tie("number")).map((parts) => parts.join(" ")),
    fc.tuple(tie("truth"), fc.constantFrom("&&", "||"), tie("truth")).map(([a, b, c]) => `(${a} ${b} ${c})`),
    tie("truth").map((one) => `!(${one})`),
    fc
      .tuple(tie("words"), fc.constantFrom("startsWith", "endsWith", "contains"), literal)
      .map(([a, b, c]) => `(${a}).${b}(${c})`),
    fc
      .tuple(tie("words"), fc.constantFrom("^a", "ns$", "[a-z]+:", "^$", "a.b"))
      .map(([a, b]) => `(${a}).matches('${b}')`),
    fc.tuple(tie("words"), fc.constantFrom("assertion.aud", "['a', 'ns']")).map(([a, b]) => `${a} in ${b}`),
    fc.tuple(fc.constantFrom("exists", "all"), literal).map(([a, b]) => `assertion.aud.${a}(one, one == ${b})`),
  ),
}));

describeWithGo("cel", "cel-go (go)", (oracle) => {
  const agree = async (expression: string, assertion: object): Promise<void> => {
    const names = { assertion };
    const theirs = await oracle()
      .ask<{ value: unknown }>("evaluate", { expression, names })
      .catch((): { value?: unknown } => ({}));
    expect(ours(expression, names)).toEqual(theirs);
  };

  it("gives the simulator's values to mappings", async () => {
    await fc.assert(fc.asyncProperty(words, claims, agree), cases(10_000, 500));
  });

  it("gives the simulator's answers to conditions", async () => {
    await fc.assert(fc.asyncProperty(truth, claims, agree), cases(10_000, 500));
  });
});

/** The simulator's value; none where it has none. */
function ours(expression: string, names: Readonly<Record<string, unknown>>): { value?: unknown } {
  try {
    return { value: evaluateCel(expression, names) };
  } catch (error) {
    if (error instanceof CelFault) return {};
    throw error;
  }
}
