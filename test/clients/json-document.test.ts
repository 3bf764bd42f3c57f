import { Lazy, TerraformOutput, TerraformStack, TerraformVariable, Token } from "cdktf";
import { parse } from "yaml";
import { jsonDocument } from "../../src/clients/json-document";
import { yamlToken } from "../../src/clients/yaml-document";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

describe("a document that is known at synth", () => {
  it("is JSON that parses to the same values, without fields that are undefined", () => {
    const value = { a: [1, true, null, "x\"y'\\z\n"], b: { c: {}, d: [] }, e: undefined };

    expect(JSON.parse(jsonDocument(value))).toEqual({ a: [1, true, null, "x\"y'\\z\n"], b: { c: {}, d: [] } });
  });
});

describeWithStandIns("a document that Terraform renders", () => {
  it("has quotes, newlines and template signs of literals and of late values as they were", () => {
    // GIVEN
    const awkward = 'say "hi" \\ $HOME ${HOME} %{if} {{ x }}\nnext';
    const folder = new TerraformFolder();
    try {
      folder.synth((app) => {
        const stack = new TerraformStack(app, "stack");
        const late = new TerraformVariable(stack, "late", { default: 'late "quoted"\nline' });
        const list = new TerraformVariable(stack, "list", { default: ["a", 'b"c'], type: "list(string)" });
        const document = {
          [awkward]: awkward,
          late: late.stringValue,
          within: `https://${late.stringValue}:443`,
          mixed: `a "b" \\ %{c} $HOME\n${late.stringValue} "d"`,
          list: Token.asList(list.value),
          items: ["first", late.stringValue],
        };
        new TerraformOutput(stack, "document", { value: jsonDocument(document) });
      });
      folder.init("stack");

      // WHEN
      folder.apply("stack");

      // THEN
      expect(JSON.parse(folder.outputs("stack").document as string)).toEqual({
        [awkward]: awkward,
        late: 'late "quoted"\nline',
        within: 'https://late "quoted"\nline:443',
        mixed: 'a "b" \\ %{c} $HOME\nlate "quoted"\nline "d"',
        list: ["a", 'b"c'],
        items: ["first", 'late "quoted"\nline'],
      });
    } finally {
      folder.remove();
    }
  });

  it("has what a Lazy makes as text, number and list of the document, and not as an expression", () => {
    const late = 'late "quoted"\nline';
    const text = (produce: () => string) => Lazy.stringValue({ produce });
    const folder = new TerraformFolder();
    try {
      folder.synth((app) => {
        const stack = new TerraformStack(app, "stack");
        const { stringValue } = new TerraformVariable(stack, "late", { default: late });
        const known = text(() => 'a "b" \\ ${c} %{if}\nd');
        const document = {
          known,
          twice: `${known} and ${known}`,
          word: text(() => "west"),
          array: text(() => '["a"]'),
          document: text(() => jsonDocument({ late: stringValue, inner: text(() => "in"), word: "x" })),
          mixed: `<${text(() => `"${stringValue}"`)}>`,
          list: Lazy.listValue({ produce: () => ['x"y', "z"] }),
          any: Lazy.anyValue({ produce: () => [{ late: stringValue }, 7] }),
        };
        new TerraformOutput(stack, "json", { value: jsonDocument(document) });
        new TerraformOutput(stack, "yaml", { value: yamlToken(() => [document]) });
      });
      folder.init("stack");
      folder.apply("stack");

      const known = 'a "b" \\ ${c} %{if}\nd';
      const { json, yaml } = folder.outputs("stack") as Record<string, string>;
      const read = JSON.parse(json) as { document: string };
      expect(read).toEqual({
        known,
        twice: `${known} and ${known}`,
        word: "west",
        array: '["a"]',
        document: expect.any(String) as unknown,
        mixed: `<"${late}">`,
        list: ['x"y', "z"],
        any: [{ late }, 7],
      });
      expect(JSON.parse(read.document)).toEqual({ late, inner: "in", word: "x" });
      expect(parse(yaml)).toEqual(read);
    } finally {
      folder.remove();
    }
  });
});
