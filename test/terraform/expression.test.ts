import fc from "../support/property";
import { parseTemplate, SyntaxFault } from "../../src/terraform/expression";
import { describeTable, read } from "./support/table";

describeTable("text and escapes", {
  same: [
    ["", ""],
    ["plain", "plain"],
    ["${local.text /* why */}", "hello"],
    ["${local.text # why\n}", "hello"],
    ["$ % $$ %% a$b {c} 100%", "$ % $$ %% a$b {c} 100%"],
    ['a\\nb \\" c', 'a\\nb \\" c'],
    ["$${a}", "${a}"],
    ["%%{a}", "%{a}"],
    ["%%%{", "%%{"],
    ["$$${local.text}", "$${local.text}"],
    ["$${${local.text}}", "${hello}"],
    ['${"$${x} %%{y} $$ a$"}', "${x} %{y} $$ a$"],
    ["}${local.text}}", "}hello}"],
    ["é😀${local.text}", "é😀hello"],
    ["e\u0301", "\u00e9"],
    ['e${"\u0301"}', "\u00e9"],
    ['${"e\u0301"}', "\u00e9"],
    [{ "e\u0301": 1 }, { "\u00e9": 1 }],
  ],
  refused: [
    ["${", "a name is expected"],
    ["${}", "a name is expected"],
    ["${local.text", '"}" is expected'],
    ["${5 6}", '"}" is expected, near "${5 6}"'],
    ["%{", "a name is expected"],
    ["${'a'}", "a name is expected"],
  ],
  stricter: [["${<<EOT\nx\nEOT\n}", "a name is expected"]],
});

describeTable("text in quotes within an expression", {
  same: [
    ['${""}', ""],
    ['${"a\\n\\r\\t\\"\\\\b"}', 'a\n\r\t"\\b'],
    ['${"\\u00e9\\U0001F600"}', "é😀"],
    ['${"x${local.text}y"}', "xhelloy"],
    ['${"x${"y${"z"}"}"}', "xyz"],
    ['${"${local.number}"}', 5],
    ['${"${local.list}"}', ["a", "b", "c"]],
    ['${jsonencode("${5}")}', "5"],
    ['${"${5}" == 5}', true],
    ['${"a${5}" == "a5"}', true],
  ],
  refused: [
    ['${"a}', '""" is expected'],
    ['${"\\x41"}', "the escape \\x is not understood"],
    ['${"\\$"}', "the escape \\$ is not understood"],
    ['${"\\u12"}', "the escape \\u is not understood"],
    ['${"a\nb"}', "a new line in quotes"],
    ['${"\\ud83d\\ude00"}', "the escape \\ud83d is not understood"],
    ['${"\\UFFFFFFFF"}', "the escape \\UFFFFFFFF is not understood"],
  ],
});

describeTable("constructors", {
  same: [
    ["${[]}", []],
    ["${{}}", {}],
    ['${[1, "a", true, null, [2]]}', [1, "a", true, null, [2]]],
    ["${[\n1,\n2,\n]}", [1, 2]],
    ["${{a=1, b:2}}", { a: 1, b: 2 }],
    ["${{a = 1\n\nb = 2,\nc = 3\n}}", { a: 1, b: 2, c: 3 }],
    ['${{"a b" = 1, "x${local.text}" = 2, (local.text) = 3}}', { "a b": 1, xhello: 2, hello: 3 }],
    ["${{text = 1, true = 2, 1 = 3, a-b = 4}}", { text: 1, true: 2, "1": 3, "a-b": 4 }],
    ["${{a = 1, a = 2}}", { a: 2 }],
    ['${[format("a"), "forty"]}', ["a", "forty"]],
    ["${{forty = 1}}", { forty: 1 }],
    ['${[for x in local.list : "${x}!" if x != "b"]}', ["a!", "c!"]],
    ["${[for i, x in { b = 2, a = 1 } : i]}", ["a", "b"]],
    ["${{for x in local.list : x => upper(x)}}", { a: "A", b: "B", c: "C" }],
    ["${{for x in local.list : length(x) => x...}}", { "1": ["a", "b", "c"] }],
    ["${{a = 1 # one\n/* two */ b = 2 // three\n}}", { a: 1, b: 2 }],
    [
      [1, "${local.number}", null, { a: "${local.list}", "k-${local.text}": true }],
      [1, 5, null, { a: ["a", "b", "c"], "k-hello": true }],
    ],
    [
      { "//": "x", a: [{ "//": "y" }] },
      { "//": "x", a: [{ "//": "y" }] },
    ],
  ],
  refused: [
    ["${[1 2]}", '"]" is expected'],
    ["${[1,,2]}", "a name is expected"],
    ["${[1", '"]" is expected'],
    ["${[1,", '"]" is missing'],
    ["${{a = 1,", '"}" is missing'],
    ["${{a == 1}}", '":" is expected'],
    ["${{a => 1}}", '":" is expected'],
    ["${{(null) = 1}}", "null stands where text is needed"],
    [{ "${local.list}": 1 }, "a list stands where text is needed"],
    ["${[local.list...]}", '"..." belongs into calls'],
    ["${{a = 1 b = 2}}", "a comma or a new line is expected"],
    ["${{local.text = 1}}", "a reference as a key stands in parentheses"],
  ],
  stricter: [
    ["${[for i, x in local.list : i]}", "over what may be a list or a set is not understood"],
    ["${{null = 1}}", "null stands where text is needed"],
  ],
});

describeTable("calls", {
  same: [
    ['${upper ("a",)}', "A"],
    ['${ upper( lower("A") ) }', "A"],
    ["${concat(local.lists...)}", ["a", "b", "c"]],
    ['${concat(["z"], local.lists ...)}', ["z", "a", "b", "c"]],
    ['${upper(["a"]...)}', "A"],
    ["${merge([{ a = 1 }, { b = 2 }]...)}", { a: 1, b: 2 }],
  ],
  refused: [
    ["${upper(,)}", "a name is expected"],
    ['${upper("a" "b")}', '")" is expected'],
    ['${upper("a"', '")" is expected'],
    ["${merge(local.maps..., {})}", '")" is expected'],
    ["${concat(local.nothing...)}", "null stands where a list is needed"],
    ['${concat("ab"...)}', "a string stands where a list is needed"],
    ["${concat(...)}", "a name is expected"],
    ['${provider::aws::arn_parse("a")}', '"}" is expected'],
  ],
  stricter: [['${core::upper("a")}', '"}" is expected']],
});

describeTable("precedence", {
  same: [
    ["${1 + 2 * 3}", 7],
    ["${(1 + 2) * 3}", 9],
    ["${10 - 3 - 2}", 5],
    ["${2 * 3 % 4}", 2],
    ["${-local.number * 2}", -10],
    ["${1 - -1}", 2],
    ["${1--1}", 2],
    ["${--5}", 5],
    ["${1 < 2 == true}", true],
    ["${1 < 2 && 2 < 3}", true],
    ["${true || false && false}", true],
    ["${(true || false) && false}", false],
    ["${!true == false}", true],
    ["${!!true}", true],
    ["${!false && false}", false],
    ['${1+2 == 3 ? "y" : "n"}', "y"],
    ["${false ? 1 : true ? 2 : 3}", 2],
    ["${true ? false ? 1 : 2 : 3}", 2],
    ["${\n1 +\n2\n}", 3],
    ["${((1))}", 1],
  ],
  refused: [
    ["${(1}", '")" is expected'],
    ["${1 +}", "a name is expected"],
    ["${+1}", "a name is expected"],
    ["${1 = 1}", '"}" is expected'],
    ["${1 === 1}", "a name is expected"],
    ["${1 & 2}", '"}" is expected'],
    ["${true ? 1}", '":" is expected'],
    ["${true ? : 2}", "a name is expected"],
    ["${local.number-1}", 'local.number-1 is not in the stack "table"'],
  ],
});

describeTable("numbers", {
  same: [
    ["x${5}", "x5"],
    ["x${01}", "x1"],
    ["x${1.50}", "x1.5"],
    ["x${0.1}", "x0.1"],
    ["x${1e3}", "x1000"],
    ["x${1.5e3}", "x1500"],
    ["x${1E+2}", "x100"],
    ["x${123456789012}", "x123456789012"],
    ["x${9007199254740991}", "x9007199254740991"],
    [
      [1, 1.5, -2],
      [1, 1.5, -2],
    ],
  ],
  refused: [
    ["${1.}", "a name is expected"],
    ["${.5}", "a name is expected"],
    ["${0x10}", '"}" is expected'],
    ["${1_000}", '"}" is expected'],
  ],
  stricter: [
    ["x${9007199254740993}", "the number 9007199254740993 is too long or too small to be exact"],
    ["${1e21}", "the number 1e21 is too long or too small to be exact"],
    ["x${1e-7}", "the number 1e-7 is too long or too small to be exact"],
    ["x${0.1234567890123456789}", "the number 0.1234567890123456789 is too long or too small to be exact"],
    ["x${1.00000000000000000001}", "the number 1.00000000000000000001 is too long or too small to be exact"],
  ],
});

describe("the parser", () => {
  const words = [
    ...["${", "$${", "%{", "%%{", "}", "{", "(", ")", "[", "]", '"', "\\", "\\u00e9", "~", "\n", " "],
    ...["\\UFFFFFFFF", "\\ud800"],
    ...["local", "for", "if", "null", "true", "1", "1e400", ".", "...", ",", ":", "?", "=", "=>", "==", "!", "-", "*"],
  ];
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => `\${${parts.join("")}`),
  );

  it("faults in its own words, whatever it is given", () => {
    fc.assert(
      fc.property(text, (written) => {
        try {
          expect(parseTemplate(written)).toHaveProperty("kind");
        } catch (error) {
          if (!(error instanceof SyntaxFault)) throw error;
          expect(error.message).toContain(', near "');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ...["(", "[", "{a=", "!", "-", "a?", "upper(", '"${', "a["].map((opening) => ["${", opening]),
    ["${a", ".*"],
    ["${a", "[*]"],
  ])("does not follow %s%s, ten thousand times in itself", (start, opening) => {
    expect(() => parseTemplate(start + opening.repeat(10_000))).toThrow(
      /^more than 200 expressions in each other are not understood, near "/,
    );
  });
});

describe("what CDKTF writes of text", () => {
  /** As CDKTF escapes text of which no part is a token. */
  const escaped = (value: unknown): unknown => {
    if (typeof value === "string") return value.replace(/[$%](?=\{)/g, (sign) => sign + sign);
    if (Array.isArray(value)) return value.map(escaped);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [escaped(key), escaped(item)]));
  };
  // Terraform takes text into Unicode's normal form C, so that only text in it comes back as it was.
  const text = fc
    .oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("$", "%", "$${", "%{", "a${b}", "%%{c}", "__proto__"),
      fc.constant("//"),
    )
    .map((one) => one.normalize());
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(text, tie("value")),
    ),
  }));

  it("is read as it was", () => {
    fc.assert(fc.property(value, (written) => expect(read(escaped(written))).toEqual(written)));
  });
});
