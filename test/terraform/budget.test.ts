import { Budget } from "../../src/terraform/budget";
import { evaluateJson } from "../../src/terraform/evaluate";
import { UnreadableConfiguration } from "../../src/terraform";

const NESTED = '${[for a in split("", local.x) : [for b in split("", local.x) : [for c in split("", local.x) : c]]]}';

function evaluated(text: string, budget: Budget, x = "abcdefghij") {
  return evaluateJson(text, { keepsUnknown: true, budget, find: () => ({ value: x, taken: 1 }) });
}

it("refuses a configuration that takes too many steps, lists in lists among them", () => {
  expect(() => evaluated(NESTED, new Budget("main.tf", 1_000))).toThrow(UnreadableConfiguration);
  expect(() => evaluated(NESTED, new Budget("main.tf", 1_000))).toThrow(
    /^main\.tf: takes more than 1000 steps to evaluate\. Give one of its folders, or what terraform show -json printed/,
  );
});

it("counts all values of a configuration together", () => {
  const budget = new Budget("main.tf", 100);
  for (let i = 0; i < 20; i++) evaluated("${local.x}", budget);
  expect(() => {
    for (let i = 0; i < 100; i++) evaluated("${local.x}", budget);
  }).toThrow("takes more than 100 steps");
});

it("reads what takes less", () => {
  expect(evaluated('${[for a in split("", local.x) : upper(a)]}', new Budget("main.tf", 1_000), "ab")).toEqual([
    "A",
    "B",
  ]);
});
