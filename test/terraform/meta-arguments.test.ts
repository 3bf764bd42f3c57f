import { Configuration, readConfiguration } from "../../src/terraform";
import { Folder } from "./support/folder";

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const read = (document: object): Configuration =>
  readConfiguration([folder.write("app/cdk.tf.json", { terraform: {}, ...document })], () => undefined);
const roles = (document: object) =>
  read(document)
    .resources("aws_iam_role")
    .map(({ address }) => address);

// https://opentofu.org/docs/language/meta-arguments/enabled: "When enabled is false, the resource is not created and evaluates to null."
describe("lifecycle.enabled of OpenTofu", () => {
  const role = (lifecycle: unknown) => ({
    resource: { aws_iam_role: { a: { name: "a", lifecycle } } },
    variable: { on: { type: "bool", default: false }, open: { type: "bool" } },
  });

  it.each<[string, unknown, string[]]>([
    ["false", { enabled: false }, []],
    ["false in a list of blocks", [{ enabled: false }], []],
    ["false as text", { enabled: "false" }, []],
    ["an expression", { enabled: "${var.on}" }, []],
    ["its negation", { enabled: "${!var.on}" }, ["aws_iam_role.a"]],
    ["true", { enabled: true }, ["aws_iam_role.a"]],
    ["nothing", { prevent_destroy: true }, ["aws_iam_role.a"]],
  ])("of %s decides whether there is a resource", (_words, lifecycle, expected) => {
    expect(roles(role(lifecycle))).toEqual(expected);
  });

  it("of a value that is not known is refused with its place", () => {
    expect(() => roles(role({ enabled: "${var.open}" }))).toThrow("var.open: has no default");
    expect(() => roles(role({ enabled: "maybe" }))).toThrow(
      "aws_iam_role.a.lifecycle.enabled: a value that is neither true nor false",
    );
  });
});

// https://opentofu.org/docs/language/meta-arguments/resource-provider: a provider with for_each has an instance for each key, which a resource
// names as `aws.by_region[each.key]`.
describe("a provider with for_each of OpenTofu", () => {
  const document = {
    provider: {
      aws: [
        { region: "us-east-1" },
        { alias: "by_region", for_each: '${toset(["eu-west-1", "us-west-2"])}', region: "${each.key}" },
        { alias: "by_name", for_each: "${local.names}", region: "${each.value}" },
      ],
    },
    locals: { names: { west: "us-west-2", 'a]b"c': "eu-west-1" }, home: "west" },
  };
  const regions = (...bodies: object[]) =>
    read({ ...document, resource: { aws_iam_role: { ...bodies } } })
      .resources("aws_iam_role")
      .map(({ provider }) => provider?.argument("region"));

  it.each<[string, object, string[]]>([
    ["a literal key", { provider: 'aws.by_region["eu-west-1"]' }, ["eu-west-1"]],
    ["a key by an expression", { provider: "aws.by_name[local.home]" }, ["us-west-2"]],
    ["a key with a bracket and a quote", { provider: 'aws.by_name["a]b\\"c"]' }, ["eu-west-1"]],
    [
      "each instance's own",
      { for_each: '${toset(["eu-west-1", "us-west-2"])}', provider: "aws.by_region[each.key]" },
      ["eu-west-1", "us-west-2"],
    ],
    ["the default one", {}, ["us-east-1"]],
  ])("is found by %s", (_words, body, expected) => {
    expect(regions(body)).toEqual(expected);
  });

  it("has no instance of another key", () => {
    const { provider, namedProvider } = read({
      ...document,
      resource: { aws_iam_role: { a: { provider: 'aws.by_region["eu-north-1"]' } } },
    }).resources("aws_iam_role")[0];

    expect([provider, namedProvider]).toEqual([undefined, 'aws.by_region["eu-north-1"]']);
  });

  it("of a key that is no expression is refused with its place", () => {
    expect(() => regions({ provider: "aws.by_region[1 +]" })).toThrow("provider aws.by_region[1 +]");
  });
});
