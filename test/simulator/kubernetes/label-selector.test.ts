import { selects } from "../../../src/simulator/kubernetes/label-selector";

/** Kubernetes documentation: "Labels and Selectors". */
describe("a label selector", () => {
  const labels = { environment: "production", tier: "frontend" };

  it.each([
    ["nothing at all", {}, true],
    ["a label and its value", { matchLabels: { tier: "frontend" } }, true],
    ["another value", { matchLabels: { tier: "backend" } }, false],
    ["one label that is there and one that is not", { matchLabels: { tier: "frontend", team: "a" } }, false],
    ["one of several values", { matchExpressions: [{ key: "tier", operator: "In", values: ["a", "frontend"] }] }, true],
    ["none of these values", { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["frontend"] }] }, false],
    [
      "none of these values, without the label",
      { matchExpressions: [{ key: "team", operator: "NotIn", values: ["a"] }] },
      true,
    ],
    ["that a label exists", { matchExpressions: [{ key: "team", operator: "Exists" }] }, false],
    ["that a label does not exist", { matchExpressions: [{ key: "team", operator: "DoesNotExist" }] }, true],
    [
      "a name that every object has in JavaScript",
      { matchExpressions: [{ key: "constructor", operator: "Exists" }] },
      false,
    ],
  ])("that asks for %s", (_, selector, expected) => {
    expect(selects(selector, labels)).toBe(expected);
  });
});
