import { coversService } from "../../src/rights";

type Permitted = Parameters<typeof coversService>[1];
const grant = (actions: string[], resources: string[], more: Partial<Permitted> = {}): Permitted => ({
  ...{ name: actions.join(), actions, resources, conditions: [], limits: [], ...more },
});
const ONE = grant(["s3:GetObject"], ["arn:aws:s3:::acme/2027/*"]);

describe("what grants of services give", () => {
  // AWS IAM documentation: "IAM JSON policy elements: Action" and "… Resource"; Azure: "Understand scope for Azure RBAC".
  it.each<[string, Permitted[], Permitted, boolean]>([
    ["the same", [ONE], ONE, true],
    ["a wildcard more", [grant(["S3:get*"], ["arn:aws:s3:::acme/*"])], ONE, true],
    ["another bucket", [grant(["s3:GetObject"], ["arn:aws:s3:::acme-next/*"])], ONE, false],
    ["less of the bucket", [ONE], grant(["s3:GetObject"], ["arn:aws:s3:::acme/*"]), false],
    ["a narrower action", [ONE], grant(["s3:Get*"], ["arn:aws:s3:::acme/2027/*"]), false],
    ["one character for all", [grant(["s3:GetObject"], ["arn:aws:s3:::acme/2027/?"])], ONE, false],
    ["a letter case of a key", [grant(["s3:GetObject"], ["arn:aws:s3:::ACME/*"])], ONE, false],
    [
      "a variable",
      [grant(["s3:GetObject"], ["arn:aws:s3:::acme/${*}"])],
      grant(["s3:GetObject"], ["arn:aws:s3:::acme/${x}"]),
      false,
    ],
    [
      "the parts by several",
      [ONE, grant(["s3:PutObject"], ["*"])],
      grant(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::acme/2027/*"]),
      true,
    ],
    [
      "the action on another resource alone",
      [grant(["s3:GetObject"], ["b"]), grant(["s3:PutObject"], ["a"])],
      grant(["s3:GetObject"], ["a"]),
      false,
    ],
    ["a condition that the new one lacks", [grant(["s3:*"], ["*"], { conditions: ["c"] })], ONE, false],
    ["a denial that the new one lacks", [grant(["s3:*"], ["*"], { limits: ["d"] })], ONE, false],
    ["no condition", [ONE], { ...ONE, conditions: ["c"] }, true],
    [
      "the scope above, in another letter case",
      [grant(["a"], ["/subscriptions/S"])],
      grant(["A"], ["/Subscriptions/s/resourceGroups/g"]),
      true,
    ],
    ["a scope that begins alike", [grant(["a"], ["/subscriptions/s"])], grant(["a"], ["/subscriptions/s2"]), false],
    [
      "an operation on data by one that is not",
      [grant(["*"], ["/s"])],
      { ...grant([], ["/s"]), dataActions: ["x"] },
      false,
    ],
    ["a role that is not known by itself", [{ ...ONE, actions: undefined }], { ...ONE, actions: undefined }, true],
    ["a role that is not known by all", [grant(["*"], ["*"])], { ...ONE, actions: undefined }, false],
  ])("give or do not give: %s", (_what, held, wanted, given) => {
    expect(coversService(held, wanted)).toBe(given);
  });

  it("is told in short time for texts that are made to be slow", () => {
    const slow = grant(["a"], [`${"a*".repeat(2_000)}b`]);
    const started = performance.now();

    expect(coversService([slow], grant(["a"], ["a".repeat(4_000)]))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
