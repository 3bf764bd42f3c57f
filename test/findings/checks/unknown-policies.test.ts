import { checked } from "../../../src/findings";
import { readStacks, Stack } from "../../simulator/support/stack";
import { NOW } from "../../simulator/support/tokens";
import { EKS, exactly, role, statement } from "./support/aws";

/** A role whose trust policy has statements in which variables without a value stand. */
function reasonsFor(statements: readonly object[]): readonly string[] {
  const names = ["effect", "kind", "principal", "action", "role"];
  const stack: Stack = { ...role(statements), variable: Object.fromEntries(names.map((name) => [name, {}])) };
  return checked(readStacks({ mesh: stack }, { keepsUnknown: true }), NOW).unknown.map(({ reason }) => reason);
}
const EVERYBODY = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/a" }, Action: "sts:AssumeRole" };

it.each<[string, object, string]>([
  ["the effect", { Effect: "${var.effect}" }, "Effect"],
  ["the principal", { Principal: "${var.principal}" }, "Principal"],
  ["the kind of principal", { Principal: { "${var.kind}": "*" } }, "Principal"],
  ["the principal that is left out", { Principal: undefined, NotPrincipal: "${var.principal}" }, "Principal"],
  ["an action", { Action: ["sts:TagSession", "${var.action}"] }, "Action"],
])("lists a statement of which %s is not known", (_name, part, element) => {
  const known = statement(EKS, exactly(EKS));
  expect(reasonsFor([known, { ...EVERYBODY, ...part }])).toEqual([
    `the ${element} of Statement[1] is not known from what was read`,
  ]);
});

it("judges a statement of which only the role is not known", () => {
  expect(reasonsFor([{ ...EVERYBODY, Principal: { AWS: "${var.role}" } }])).toEqual([]);
});
