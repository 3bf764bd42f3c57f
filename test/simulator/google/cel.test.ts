import { CelFault, evaluateCel } from "../../../src/simulator/google/cel";

/** CEL as Google's IAM speaks it: the standard, its strings extension, and `extract`. */
const names = { assertion: { sub: "system:serviceaccount:ns:sa", list: ["a", "b"], n: 3, on: true, deep: { x: "y" } } };

describe("extract", () => {
  // Google Cloud IAM documentation: "Attribute reference for IAM Conditions".
  it.each([
    ["system:serviceaccount:ns:sa", "system:serviceaccount:{ns}:", "ns"],
    ["system:serviceaccount:ns:sa", "system:serviceaccount:ns:{name}", "sa"],
    ["system:serviceaccount:ns:sa", "{before}:serviceaccount", "system"],
    ["system:serviceaccount:ns:sa", "{all}", "system:serviceaccount:ns:sa"],
    ["system:serviceaccount:ns:sa", ":{x}:", "serviceaccount"],
    ["system:serviceaccount:ns:sa", "elsewhere:{x}", ""],
    ["system:serviceaccount:ns:sa", "system:{x}/", ""],
    ["/users/{id}", "/users/{x}", "{id}"],
    ["a\nb:c", "{x}:", "a\nb"],
  ])("of %j by %j is %j", (text, template, found) => {
    expect(evaluateCel(`assertion.extract(${JSON.stringify(template)})`, { assertion: text })).toBe(found);
  });

  it("needs a name in its template", () => {
    expect(() => evaluateCel("assertion.sub.extract('ns')", names)).toThrow(CelFault);
  });
});

describe("an expression", () => {
  it.each<[string, unknown]>([
    ["assertion.sub", names.assertion.sub],
    ["assertion.list", ["a", "b"]],
    // Go's strings.Replace, as cel-go answers: an empty text is found before each character and at the end.
    ["'ab'.replace('', '-')", "-a-b-"],
    ["'ab'.replace('', '-', 2)", "-a-b"],
    ["'aaa'.replace('a', 'b', 2)", "bba"],
    ["'aaa'.replace('a', 'b', -1)", "bbb"],
    ["assertion.list.map(x, x + '!')", ["a!", "b!"]],
    ["assertion.list.exists(x, x == 'b')", true],
    ["assertion.list.all(x, x == 'b')", false],
    ["assertion.list.size()", 2],
    ["size(assertion.sub)", 27],
    ["assertion.n == 3 && assertion.on", true],
    ["string(assertion.n) + 'x'", "3x"],
    ["'x' in assertion.deep", true],
    ["assertion.deep['x'] == 'y' ? 'yes' : 'no'", "yes"],
    ["assertion.sub.split(':')[3]", "sa"],
    ["['a', 'b'].join('-')", "a-b"],
    ["'AbC'.lowerAscii()", "abc"],
    ["'a-b'.replace('-', '_')", "a_b"],
    ["{'a': 'b'}", { a: "b" }],
  ])("%s is %j", (expression, value) => {
    expect(evaluateCel(expression, names)).toEqual(value);
  });

  it.each([
    ["a claim that is not there", "assertion.nope"],
    ["a name that is not there", "google.subject"],
    ["an element that is not there", "assertion.list[5]"],
    ["a comparison of what cannot be compared", "assertion.list > 3"],
    ["no expression", ""],
    ["a half of one", "assertion.sub == "],
    ["a function that nobody has", "assertion.sub.shout()"],
  ])("has no value: %s", (_what, expression) => {
    expect(() => evaluateCel(expression, names)).toThrow(CelFault);
  });

  it("has the value of its own names at each time", () => {
    const values = ["a", "b"].map((sub) => evaluateCel("assertion.sub", { assertion: { sub } }));
    expect(values).toEqual(["a", "b"]);
  });
});
