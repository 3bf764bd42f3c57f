import { HelmValues } from "../../../src/simulator/webhooks/helm-values";
import { Args, read } from "../support/stack";

/** What a release sets, as Helm merges it: files in their order, and single values over them. */
function valuesOf(args: Args): HelmValues | undefined {
  const [release] = read({ resource: { helm_release: { one: args } } }).configuration.resources("helm_release");
  return HelmValues.of(release);
}

describe("the values of a Helm release", () => {
  it("are those of the last file that sets them, and single values win over files", () => {
    const values = valuesOf({
      values: ["a: {b: first, c: kept}\nlist: [1]", JSON.stringify({ a: { b: "second" }, list: [] })],
      set: [{ name: "a.d", value: "single" }],
      set_sensitive: [{ name: "a.c", value: "over" }],
    });

    expect(["a.b", "a.c", "a.d", "a", "x.y"].map((path) => values?.text(path))).toEqual([
      ...["second", "over", "single"],
      ...[undefined, undefined],
    ]);
    expect(values?.sets("list")).toBe(false);
    expect(values?.object("a")).toEqual({ b: "second", c: "over", d: "single" });
  });

  it("have dots in names where Helm's backslash says so, and lists where an index does", () => {
    const values = valuesOf({
      set: [
        { name: "podAnnotations.eks\\.amazonaws\\.com/role-arn", value: "x" },
        { name: "args[0].name", value: "y" },
      ],
    });

    expect(values?.object("podAnnotations")).toEqual({ "eks.amazonaws.com/role-arn": "x" });
    expect(values?.sets("args")).toBe(true);
  });

  it("are blocks of the provider's earlier versions, too", () => {
    expect(valuesOf({ set: { name: "azureTenantID", value: "t" } })?.text("azureTenantID")).toBe("t");
  });

  it.each([["values", ["${var.missing}"]] as const, ["set", [{ name: "a", value: "${var.missing}" }]] as const])(
    "are not known where a part of %s is not",
    (name, value) => {
      expect(valuesOf({ [name]: value })).toBeUndefined();
    },
  );

  it("do not reach into the objects of the language", () => {
    const values = valuesOf({ set: [{ name: "__proto__.polluted", value: "1" }] });

    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(values?.text("toString")).toBeUndefined();
  });
});
