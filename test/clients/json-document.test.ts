import { TerraformOutput, TerraformStack, TerraformVariable, Token } from "cdktf";
import { jsonDocument } from "../../src/clients/json-document";
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
});
