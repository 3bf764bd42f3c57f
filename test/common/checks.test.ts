import { TerraformVariable } from "cdktf";
import { isLiteral, nameProblem, problem } from "../../src/common";
import { Clouds } from "../support/clouds";

const RULE = { min: 2, max: 4, pattern: /^[a-z]+$/, characters: "lower-case letters" };

describe("a problem", () => {
  it("is property, reason, way out and a stable code", () => {
    expect(problem("name", "is missing", "Give one", "no-name")).toBe("name: is missing. Give one. [no-name]");
    expect(problem("stack/west awsProvider", "is missing", "Give one")).toBe(
      "stack/west awsProvider: is missing. Give one. [aws-provider]",
    );
  });
});

describe("a literal", () => {
  it("is text that is known at synth", () => {
    const { stack } = new Clouds();
    const token = new TerraformVariable(stack, "token", {}).stringValue;

    expect(isLiteral("text")).toBe(true);
    expect(isLiteral("")).toBe(true);
    expect(isLiteral(undefined)).toBe(false);
    expect(isLiteral(token)).toBe(false);
    expect(isLiteral(`text-${token}`)).toBe(false);
  });
});

describe("a name's problem", () => {
  it.each(["ab", "abcd", undefined])("is none for %s", (name) => {
    expect(nameProblem("name", name, RULE)).toBeUndefined();
  });

  it.each(["a", "abcde"])("is the length of %s", (name) => {
    expect(nameProblem("name", name, RULE)).toContain(`name: "${name}" has ${name.length} characters.`);
  });

  it("is none for a token, whose text has neither length nor letters", () => {
    const { stack } = new Clouds();

    expect(nameProblem("name", new TerraformVariable(stack, "token", {}).stringValue, RULE)).toBeUndefined();
  });
});
