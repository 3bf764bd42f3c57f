import { Fn, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { resolvedJson } from "../../src/common";

function variable(): TerraformVariable {
  return new TerraformVariable(new TerraformStack(Testing.app(), "stack"), "bucket", {});
}

describe("resolvedJson", () => {
  test("GIVEN literal texts THEN they are JSON, without those that are undefined", () => {
    expect(resolvedJson(variable(), ["bucket", undefined, 'a"b'])).toBe('["bucket","a\\"b"]');
  });

  test("GIVEN two tokens for one attribute THEN both give the text that Terraform reads", () => {
    const one = variable();
    const [first, second] = [1, 2].map(() => Token.asString(Fn.lower(one.stringValue)));
    expect(first).not.toBe(second);
    expect(resolvedJson(one, [first])).toBe('["${lower(var.bucket)}"]');
    expect(resolvedJson(one, [second])).toBe('["${lower(var.bucket)}"]');
  });

  test("GIVEN a number that is a token within a text THEN it gives the text that Terraform reads", () => {
    const one = variable();
    expect(resolvedJson(one, [`bucket_${one.numberValue}`])).toBe('["bucket_${var.bucket}"]');
  });

  test("GIVEN a literal with an exponent in it THEN it stays", () => {
    expect(resolvedJson(variable(), ["bucket-1e+5"])).toBe('["bucket-1e+5"]');
  });
});
