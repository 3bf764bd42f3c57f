import fc from "../support/property";
import { digitsOf, hexOf, uuidOf } from "../../src/simulator/digest";

/** What a cloud would draw by chance follows from what it stands for, in the form that the cloud gives it. */
describe.each<[string, (purpose: string) => string, RegExp]>([
  ["hexadecimal digits", (purpose) => hexOf(purpose, 17), /^[\da-f]{17}$/],
  ["an account's number", (purpose) => digitsOf(purpose, 12), /^[1-9]\d{11}$/],
  ["a service account's number", (purpose) => digitsOf(purpose, 21), /^[1-9]\d{20}$/],
  ["a UUID", uuidOf, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/],
])("%s", (_what, make, form) => {
  it("has its form, whatever it stands for", () => {
    fc.assert(fc.property(fc.string(), (purpose) => form.test(make(purpose))));
  });

  it("is the same for the same, and another for another", () => {
    expect(make("one")).toBe(make("one"));
    expect(make("one")).not.toBe(make("two"));
  });
});
