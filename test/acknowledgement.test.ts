import { acknowledgementProblem, acknowledges, isExpired } from "../src/acknowledgement";

const one = { code: "unseen-grant", address: "mesh: helm_release.x", reason: "reviewed", expires: "2026-12-31" };
const at = (time: string) => Date.parse(time) / 1000;

it("takes an acknowledgement with an address and one without", () => {
  expect(acknowledgementProblem(one)).toBeUndefined();
  expect(acknowledgementProblem({ code: "c", reason: "r", expires: "2028-02-29" })).toBeUndefined();
});

it.each<[string, unknown, string]>([
  ["a text", "unseen-grant", "is not an object. Give { code, address, reason, expires }"],
  ["null", null, "is not an object. Give { code, address, reason, expires }"],
  ["a list", [], "is not an object. Give { code, address, reason, expires }"],
  [
    "a wildcard switch",
    { ...one, all: true },
    'has an unknown property "all". Its properties are code, address, reason, expires',
  ],
  ["no code", { ...one, code: undefined }, "code is missing or empty. Give a text"],
  ["an empty reason", { ...one, reason: " " }, "reason is missing or empty. Give a text"],
  ["no expiry", { ...one, expires: undefined }, "expires is missing or empty. Give a text"],
  [
    "an address that is a number",
    { ...one, address: 7 },
    "address is not a text. Give the address that the report names, or leave it out",
  ],
  [
    "a day that is none",
    { ...one, expires: "2026-06-31" },
    'expires is "2026-06-31", which is no day. Write it as 2026-12-31',
  ],
  [
    "a time",
    { ...one, expires: "2026-06-30T00:00:00Z" },
    'expires is "2026-06-30T00:00:00Z", which is no day. Write it as 2026-12-31',
  ],
])("refuses %s", (_what, value, problem) => {
  expect(acknowledgementProblem(value)).toBe(problem);
});

it("counts through the last second of its day in UTC", () => {
  expect(isExpired(one, at("2026-12-31T23:59:59Z"))).toBe(false);
  expect(isExpired(one, at("2027-01-01T00:00:00Z"))).toBe(true);
});

it("is for one code at one address", () => {
  expect(acknowledges(one, { code: "unseen-grant", place: "mesh: helm_release.x" })).toBe(true);
  expect(acknowledges(one, { code: "unseen-grant", place: "mesh: helm_release.y" })).toBe(false);
  expect(acknowledges(one, { code: "left-out", place: "mesh: helm_release.x" })).toBe(false);
  expect(acknowledges({ ...one, address: undefined }, { code: "unseen-grant", place: "mesh: helm_release.x" })).toBe(
    false,
  );
});
