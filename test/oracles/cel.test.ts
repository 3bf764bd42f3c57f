import fc from "../support/property";
import { CelFault, evaluateCel } from "../../src/simulator/google/cel";
import { exactSubjects, literalsOf } from "../../src/simulator/google/literals";
import { craftedSubjects } from "../../src/simulator/subjects/crafted";
import { claimsOf } from "../../src/simulator/token";
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

/** Conditions on the subject and the claims of a service account, of every form that compares them. */
const SOURCE = { cluster: "hub", issuer: "https://oidc.example.com", subject: "system:serviceaccount:ns:sa" };
const names = fc.constantFrom("ns", "sa", "evil", "ns:sa", SOURCE.subject, "system:serviceaccount:ns:", ":sa");
const quoted = names.map((one) => JSON.stringify(one));
const place = fc.constantFrom(
  ...["assertion.sub", "assertion['kubernetes.io'].namespace", "assertion['kubernetes.io'].serviceaccount.name"],
);
const { guard } = fc.letrec<{ guard: string }>((tie) => ({
  guard: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.tuple(place, fc.constantFrom("==", "!="), quoted).map((parts) => parts.join(" ")),
    fc.tuple(place, fc.array(quoted, { minLength: 1, maxLength: 3 })).map(([a, b]) => `${a} in [${b.join(", ")}]`),
    fc
      .tuple(place, fc.constantFrom("startsWith", "endsWith", "contains", "matches"), quoted)
      .map(([a, b, c]) => `${a}.${b}(${c})`),
    fc.tuple(tie("guard"), fc.constantFrom("&&", "||"), tie("guard")).map(([a, b, c]) => `(${a}) ${b} (${c})`),
    tie("guard").map((one) => `!(${one})`),
  ),
}));

/** As many of a list as are asked for, from its whole length. */
function spread(all: readonly string[], most: number): readonly string[] {
  const step = Math.max(1, Math.floor(all.length / most));
  return all.filter((_one, at) => at % step === 0).slice(0, most);
}

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

  it("admits the crafted tokens that the simulator admits, and of exact conditions no others", async () => {
    const property = fc.asyncProperty(guard, async (condition) => {
      const exact = exactSubjects({ condition, mapping: { "google.subject": "assertion.sub" } });
      const subjects = craftedSubjects(SOURCE, literalsOf([condition]));
      for (const subject of [SOURCE.subject, ...spread(subjects, 10)]) {
        const assertion = claimsOf(SOURCE.issuer, subject, "a", 1_790_000_000, "uid");
        await agree(condition, assertion);
        const isIn = ours(condition, { assertion }).value === true;
        if (exact && isIn) expect([...exact]).toContain(subject);
      }
    });
    await fc.assert(property, cases(1_000, 60));
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
