import { TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { parse, parseAllDocuments } from "yaml";
import { yamlDocuments, yamlToken } from "../../src/clients/yaml-document";
import { resolved } from "../support/synthesized";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

describe("a YAML document that is known at synth", () => {
  it("is written in block style, with keys without quotes where every parser reads them as text", () => {
    const document = {
      kind: "Pod",
      metadata: { labels: { "example.com/tier": "1", on: "yes" }, annotations: {} },
      spec: { containers: [{ name: "a", env: [{ name: "N", value: "no" }], args: [] }], nested: [[1, 2], [true]] },
    };

    expect(yamlDocuments([document])).toBe(
      [
        'kind: "Pod"',
        "metadata:",
        "  labels:",
        '    example.com/tier: "1"',
        '    "on": "yes"',
        "  annotations: {}",
        "spec:",
        "  containers:",
        '    - name: "a"',
        "      env:",
        '        - name: "N"',
        '          value: "no"',
        "      args: []",
        "  nested:",
        "    - - 1",
        "      - 2",
        "    - - true",
        "",
      ].join("\n"),
    );
  });

  it.each([
    ["quotes, backslashes and line breaks", 'a "b" \\ c\n\td\r\n'],
    [
      "what YAML 1.1 takes for booleans, numbers, dates and nulls",
      ["yes", "NO", "on", "012", "1e3", "~", "2001-01-01"],
    ],
    ["signs of YAML", ["- a", "? b", ": c", "# d", "&e", "*f", "!g", "|", ">", "%h", "@i", "`j", "{}", "[]", " k "]],
    ["odd keys", { "": 1, "a: b": 2, "#": 3, é: 4, "-": 5, null: 6, "1": 7 }],
    ["line breaks of Unicode, and signs beyond the basic plane", "\u0085\u2028\u2029\ufeff\u007f 😀"],
    ["empty and missing values", { a: {}, b: [], c: null, d: "", e: [{}], f: [[]] }],
  ])("holds %s as they were, in YAML 1.2 and in YAML 1.1", (_what, value) => {
    const text = yamlDocuments([{ value }]);

    expect(parse(text)).toEqual({ value });
    expect(parse(text, { version: "1.1" })).toEqual({ value });
  });

  it("leaves out fields that are undefined", () => {
    expect(yamlDocuments([{ a: undefined, b: { c: undefined } }])).toBe("b: {}\n");
  });

  it("begins each of several documents with a line of its own", () => {
    const text = yamlDocuments([{ a: 1 }, { b: 2 }]);

    expect(text).toBe("---\na: 1\n---\nb: 2\n");
    expect(parseAllDocuments(text).map((document) => document.toJS() as unknown)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it("does not let Terraform read literals as templates", () => {
    const stack = new TerraformStack(Testing.app(), "stack");

    expect(
      resolved(
        stack,
        yamlToken(() => [{ a: "${b} %{if}" }]),
      ),
    ).toBe('a: "$${b} %%{if}"\n');
  });
});

describeWithStandIns("a YAML document that Terraform renders", () => {
  it("has literals, late texts, lists and maps as they were", () => {
    // GIVEN
    const awkward = 'say "hi" \\ $HOME ${HOME} %{if} {{ x }}\nnext: - # &a *b 😀';
    const folder = new TerraformFolder();
    try {
      folder.synth((app) => {
        const stack = new TerraformStack(app, "stack");
        const late = new TerraformVariable(stack, "late", { default: 'late "quoted"\nline: <&> # é' });
        const list = new TerraformVariable(stack, "list", { default: ["a", 'b"c'], type: "list(string)" });
        const map = new TerraformVariable(stack, "map", { default: { on: "yes" }, type: "map(string)" });
        const document = {
          [awkward]: awkward,
          late: late.stringValue,
          mixed: `a "b" \\ %{c} $HOME\n${late.stringValue} "d"`,
          list: Token.asList(list.value),
          deep: [{ map: map.value as unknown, items: ["first", late.stringValue] }],
        };
        new TerraformOutput(stack, "documents", { value: yamlToken(() => [document, { second: late.stringValue }]) });
      });
      folder.init("stack");

      // WHEN
      folder.apply("stack");

      // THEN
      const late = 'late "quoted"\nline: <&> # é';
      const text = folder.outputs("stack").documents as string;
      expect(parseAllDocuments(text).map((document) => document.toJS() as unknown)).toEqual([
        {
          [awkward]: awkward,
          late,
          mixed: `a "b" \\ %{c} $HOME\n${late} "d"`,
          list: ["a", 'b"c'],
          deep: [{ map: { on: "yes" }, items: ["first", late] }],
        },
        { second: late },
      ]);
    } finally {
      folder.remove();
    }
  });
});
