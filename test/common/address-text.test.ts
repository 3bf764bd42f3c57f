import { Fn, Lazy, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { addressText } from "../../src/common/address-text";

function variable(): TerraformVariable {
  return new TerraformVariable(new TerraformStack(Testing.app(), "stack"), "bucket", {});
}

describe("addressText", () => {
  test("GIVEN literal texts THEN they are JSON, without those that are undefined", () => {
    expect(addressText(variable(), ["bucket", undefined, 'a"b'])).toBe('["bucket","a\\"b"]');
  });

  test("GIVEN two tokens for one attribute THEN both give the text that Terraform reads", () => {
    const one = variable();
    const [first, second] = [1, 2].map(() => Token.asString(Fn.lower(one.stringValue)));
    expect(first).not.toBe(second);
    expect(addressText(one, [first])).toBe('["${lower(var.bucket)}"]');
    expect(addressText(one, [second])).toBe('["${lower(var.bucket)}"]');
  });

  test("GIVEN a number that is a token within a text THEN it gives the text that Terraform reads", () => {
    const one = variable();
    expect(addressText(one, [`bucket_${one.numberValue}`])).toBe('["bucket_${var.bucket}"]');
  });

  test("GIVEN a literal with an exponent in it THEN it stays", () => {
    expect(addressText(variable(), ["bucket-1e+5"])).toBe('["bucket-1e+5"]');
  });

  test("GIVEN a Lazy, alone or in a function of Terraform, THEN there is none, and the Lazy is not asked", () => {
    const produce = jest.fn(() => "late");
    const lazy = Lazy.stringValue({ produce });

    expect(addressText(variable(), ["bucket", lazy])).toBeUndefined();
    expect(addressText(variable(), [Fn.lower(lazy)])).toBeUndefined();
    expect(produce).not.toHaveBeenCalled();
  });
});
