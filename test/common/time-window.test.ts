import { AwsAccess, AzureAccess, GcpAccess, TimeWindow } from "../../src";

const SCOPE =
  "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme";

function problemsOf(window: TimeWindow): string[] {
  return window._problems().filter((one) => one !== undefined);
}

describe("an instant of a window", () => {
  // RFC 3339, section 5.6, in UTC; years as timestamps of CEL and dates of IAM policies can have them: 0001 to 9999.
  it.each([
    "2020-01-01T00:00:00Z",
    "2028-02-29T23:59:59Z",
    "2027-01-31T18:00:00.5Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
  ])("%s is one", (instant) => {
    expect(problemsOf(new TimeWindow(undefined, instant))).toEqual([]);
  });

  it.each([
    ...["2027-01-31T18:00:00+01:00", "2027-01-31T18:00:00+00:00", "2027-01-31T18:00:00", "2027-01-31T18:00:00z"],
    ...["2027-01-31t18:00:00Z", "2027-01-31 18:00:00Z", "2027-01-31T18:00Z", "2027-01-31"],
    ...["2027-02-29T00:00:00Z", "2027-13-01T00:00:00Z", "2027-01-31T24:00:00Z", "2027-01-31T23:59:60Z"],
    ...["10000-01-01T00:00:00Z", "+010000-01-01T00:00:00Z", "-000001-01-01T00:00:00Z", "0000-01-01T00:00:00Z"],
    ...["", " 2027-01-31T18:00:00Z", "2027-01-31T18:00:00Z\n", "1801418400"],
  ])("%j is none", (instant) => {
    const told = `${JSON.stringify(instant).slice(1, -1).replace("\\n", "\n")}" is not a UTC instant`;
    const reason = `"${told}. Give a UTC instant: 2027-01-31T18:00:00Z.`;
    expect(problemsOf(new TimeWindow(instant))).toEqual([`access from: ${reason} [from]`]);
    expect(problemsOf(new TimeWindow(undefined, instant))).toEqual([`access until: ${reason} [until]`]);
  });
});

describe("the two ends", () => {
  it.each([
    ["2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z"],
    ["2027-01-01T00:00:00Z", "2027-01-01T00:00:00.000Z"],
    ["2027-01-01T00:00:00.5Z", "2027-01-01T00:00:00Z"],
  ])("must leave time between them: %s, %s", (from, until) => {
    expect(problemsOf(new TimeWindow(from, until))).toEqual([
      `access between: ${from} is not before ${until}, so the access never holds. Give the earlier instant first. [between]`,
    ]);
  });

  it.each([
    ["2027-01-01T00:00:00Z", "2027-01-01T00:00:00.001Z"],
    ["2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"],
  ])("may lie close to each other, or in the past: %s, %s", (from, until) => {
    expect(problemsOf(new TimeWindow(from, until))).toEqual([]);
  });
});

describe("the time that is in both of two windows", () => {
  const [at, halfLater] = ["2027-01-01T00:00:00Z", "2027-01-01T00:00:00.5Z"];

  it("begins with the later instant and ends with the earlier one, fractions of a second included", () => {
    const ends = (one: TimeWindow, other: TimeWindow) => {
      const { from, until } = one._and(other);
      return [from, until];
    };

    expect(ends(new TimeWindow(at), new TimeWindow(halfLater))).toEqual([halfLater, undefined]);
    expect(ends(new TimeWindow(halfLater), new TimeWindow(at))).toEqual([halfLater, undefined]);
    expect(ends(new TimeWindow(undefined, at), new TimeWindow(undefined, halfLater))).toEqual([undefined, at]);
    expect(ends(new TimeWindow(undefined, halfLater), new TimeWindow(undefined, at))).toEqual([undefined, at]);
  });

  it.each(["yesterday", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00+01:00"])(
    "hides no end that is none: %s",
    (none) => {
      const own = GcpAccess.readBucket("acme-exports");
      const window = new TimeWindow("2027-01-01T00:00:00Z", "2025-01-01T00:00:00Z");

      for (const [access, name] of [
        [own.between(none, "2029-01-01T00:00:00Z"), "access from"],
        [own.until(none), "access until"],
      ] as const) {
        expect(access._within(window)._problems().join()).toContain(`${name}: "${none}" is not a UTC instant`);
        expect(
          own
            .until("2029-01-01T00:00:00Z")
            ._within(access.window ?? window)
            ._problems()
            .join(),
        ).toContain(`${name}: "${none}" is not a UTC instant`);
      }
    },
  );

  it("is refused where there is none", () => {
    const access = GcpAccess.readBucket("acme-exports").between("2028-01-01T00:00:00Z", "2029-01-01T00:00:00Z");

    expect(access._within(new TimeWindow(undefined, "2027-01-01T00:00:00Z"))._problems()).toContain(
      "access between: 2028-01-01T00:00:00Z is not before 2027-01-01T00:00:00Z, so the access never holds. Give the earlier instant first. [between]",
    );
  });
});

describe.each([
  ["AwsAccess", AwsAccess.readBucket("acme-exports")],
  ["GcpAccess", GcpAccess.readBucket("acme-exports")],
])("%s", (_name, access) => {
  const told = (one: AwsAccess | GcpAccess) => one._problems().filter(Boolean);

  it("refuses an end in another zone, and a beginning that is its end", () => {
    expect(told(access.until("2027-01-31T18:00:00+01:00")).join()).toMatch(/^access until: .* is not a UTC instant/);
    expect(told(access.between("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z")).join()).toMatch(/^access between: /);
  });

  it("takes an end after a beginning, and keeps the beginning", () => {
    const both = access.between("2027-01-01T00:00:00Z", "2029-01-01T00:00:00Z").until("2028-01-01T00:00:00Z");

    expect(told(both)).toEqual([]);
    expect([both.window?.from, both.window?.until]).toEqual(["2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"]);
  });
});

it.each(["2020-01-01T00:00:00Z", "2027-01-31T18:00:00+01:00", "tomorrow"])("Azure refuses any end: %s", (instant) => {
  for (const access of [
    AzureAccess.readSecrets(SCOPE).until(instant),
    AzureAccess.readSecrets(SCOPE).between(instant, instant),
  ]) {
    expect(access._problems().filter(Boolean)).toEqual([
      "access until: role assignments of Azure have no end. Leave it out, or assign the role to the trust's identity by Privileged Identity Management. [until]",
    ]);
  }
});
