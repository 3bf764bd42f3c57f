import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Configuration, readConfiguration, Resource } from "../../src/terraform";
import { ShownStack } from "../../src/terraform/shown";
import { ShownDocument } from "../../src/terraform/shown-document";
import { describeWithTool } from "../support/tool";
import { terraform } from "./support/engine";
import { Folder } from "./support/folder";
import { refusalOf } from "./support/refusal";

const AT_APPLY = "is known only after apply";
const WAY_OUT = "Read the synthesized folder (cdktf.out) or, after the apply, the state";

/** What is read of a document, as a stack "west". */
function west(document: Partial<ShownDocument>): ShownStack {
  return new ShownStack("west", { format_version: "1.0", ...document });
}

/** One managed resource of a state. */
function shown(type: string, name: string, values: Record<string, unknown>, index = "") {
  return { address: `${type}.${name}${index}`, mode: "managed" as const, type, values };
}

describe("a state", () => {
  const state = west({
    values: {
      outputs: { arn: { value: "arn:role" }, nothing: { value: null } },
      root_module: {
        resources: [
          shown("aws_iam_role", "reader", { name: "reader", path: null, arn: "arn:role" }),
          { ...shown("aws_region", "here", { name: "us-west-2" }), mode: "data", address: "data.aws_region.here" },
        ],
        child_modules: [
          { resources: [{ ...shown("aws_iam_role", "x", { name: "x" }), address: "module.m.aws_iam_role.x" }] },
        ],
      },
    },
  });

  it("tells every value of its resources, those of modules as well", () => {
    const [reader, ofModule] = state.all("managed", "aws_iam_role");

    expect([reader.address, ofModule.address]).toEqual(["aws_iam_role.reader", "module.m.aws_iam_role.x"]);
    expect(["name", "arn", "path", "nope"].map((name) => reader.argument(name))).toEqual([
      "reader",
      "arn:role",
      undefined,
      undefined,
    ]);
    expect(reader.attribute("arn")).toBe("arn:role");
    expect([reader.argumentsWith(/arn:/), reader.argumentsWith(/arn:policy/)]).toEqual([["arn"], []]);
    expect([reader.argumentsWith(/arn:/, ["arn"]), reader.argumentsWith(/arn:/, ["name"])]).toEqual([["arn"], []]);
    expect(state.allWith(/arn:role/)).toEqual([reader]);
  });

  it("tells data sources apart, and no providers", () => {
    expect(state.all("data", "aws_region").map(({ address }) => address)).toEqual(["data.aws_region.here"]);
    expect(state.all("managed", "aws_region")).toEqual([]);
    expect(state.providers).toEqual([]);
    expect(state.all("managed", "aws_iam_role")[0].provider).toBeUndefined();
  });

  it("tells its outputs", () => {
    expect(state.outputs.map((output) => [output.name, output.value()])).toEqual([
      ["arn", "arn:role"],
      ["nothing", null],
    ]);
    expect(state.outputs.map((output) => output.matches(/arn:/))).toEqual([true, false]);
  });

  it("may be empty", () => {
    expect(west({}).outputs).toEqual([]);
    expect(west({}).all("managed", "aws_iam_role")).toEqual([]);
  });
});

describe("what a plan knows only after apply", () => {
  const plan = west({
    planned_values: {
      root_module: {
        resources: [
          shown("kubernetes_role_binding_v1", "it", {
            metadata: [{ name: "reader", labels: null }],
            subject: [{ kind: "User" }, { kind: "Group", name: "g" }],
            wait: true,
          }),
        ],
      },
    },
    resource_changes: [
      {
        address: "kubernetes_role_binding_v1.it",
        change: {
          after_unknown: {
            id: true,
            metadata: [{ uid: true, annotations: { x: true } }],
            subject: [{ name: true }, {}],
            role_ref: [{ name: true }],
            empty: {},
          },
        },
      },
    ],
  });
  const [binding] = plan.all("managed", "kubernetes_role_binding_v1");

  it("leaves the known parts of the same block readable", () => {
    const [metadata] = binding.argument("metadata") as [Record<string, unknown>];
    const [user, group] = binding.argument("subject") as [Record<string, unknown>, Record<string, unknown>];

    expect([metadata.name, metadata.labels]).toEqual(["reader", null]);
    expect([user.kind, group.kind, group.name]).toEqual(["User", "Group", "g"]);
    expect([binding.argument("wait"), binding.argument("empty")]).toEqual([true, undefined]);
  });

  it.each<[place: string, look: (value: unknown) => unknown]>([
    ["id", (value) => value],
    ["metadata[0].uid", (value) => (value as [{ uid: string }])[0].uid],
    ["metadata[0].annotations", (value) => (value as [{ annotations: string }])[0].annotations],
    ["metadata[0].uid", (value) => JSON.stringify(value)],
    ["subject[0].name", (value) => (value as [{ name: string }])[0].name],
    ["role_ref", (value) => value],
  ])("is refused with its place: %s", (place, look) => {
    const [argument] = place.split("[");

    expect(refusalOf(() => look(binding.attribute(argument)))).toEqual({
      place: `west: kubernetes_role_binding_v1.it.${place}`,
      reason: AT_APPLY,
      wayOut: WAY_OUT,
    });
  });
});

// Terraform v1.11, internal/command/jsonconfig: of a stack in JSON the text of a template is the constant, beside its references.
describe("what a new object of a plan will be made of", () => {
  const UNKNOWN = {
    id: true,
    principal_arn: true,
    groups: true,
    block: [{ to: true }, { to: true }],
    inline_policy: true,
  };
  const text = (of: string) => ({ constant_value: of, references: ["aws_iam_role.it.arn", "aws_iam_role.it"] });
  const entry = (expressions: object) => {
    const plan = new ShownStack(
      "west",
      {
        format_version: "1.2",
        planned_values: {
          root_module: {
            resources: [
              shown("aws_iam_role", "it", { name: "it" }),
              // Sets have an order of their own.
              shown("aws_eks_access_entry", "it", { block: [{ name: "b" }, { name: "a" }] }),
            ],
          },
        },
        resource_changes: [
          {
            address: "aws_iam_role.it",
            change: { actions: ["create"], after_unknown: { arn: true, ...UNKNOWN, managed_policy_arns: true } },
          },
          { address: "aws_eks_access_entry.it", change: { actions: ["create"], after_unknown: UNKNOWN } },
        ],
        configuration: {
          root_module: {
            resources: [
              { address: "aws_iam_role.it", expressions: { name: { constant_value: "it" } } },
              { address: "aws_eks_access_entry.it", expressions: { ...expressions } },
            ],
          },
        },
      },
      false,
      ({ type, address }, attribute) =>
        type === "aws_iam_role" && attribute === "arn" ? `arn of ${address}` : undefined,
    );
    return {
      plan,
      entry: plan.all("managed", "aws_eks_access_entry")[0],
      role: plan.all("managed", "aws_iam_role")[0],
    };
  };

  it.each([
    ["${aws_iam_role.it.arn}", "arn of aws_iam_role.it"],
    ["${aws_iam_role.it.arn}-other", "arn of aws_iam_role.it-other"],
  ])("is worked out of the text, all of it: %s", (written, expected) => {
    const { plan, entry: made } = entry({ principal_arn: text(written) });

    expect(plan.isAssumed).toBe(false);
    expect(made.argument("principal_arn")).toBe(expected);
    expect(plan.isAssumed).toBe(true);
  });

  it("is looked for in the block that is written for it, in whatever order", () => {
    const block = (name: string) => ({ name: { constant_value: name }, to: text(`${name} \${aws_iam_role.it.arn}`) });
    const { entry: made } = entry({ block: [block("a"), block("b")] });
    const blocks = made.argument("block") as { name: string; to: string }[];

    expect(blocks.map(({ name, to }) => [name, to])).toEqual([
      ["b", "b arn of aws_iam_role.it"],
      ["a", "a arn of aws_iam_role.it"],
    ]);
  });

  it.each<[string, object, string, (value: unknown) => unknown]>([
    ["references alone", { principal_arn: { references: ["aws_iam_role.it.arn"] } }, "principal_arn", (value) => value],
    ["what no cloud assigns", { principal_arn: text("${aws_iam_role.it.id}") }, "principal_arn", (value) => value],
    ["a local value", { principal_arn: text("${local.arn}") }, "principal_arn", (value) => value],
    ["what may be of a dynamic block", {}, "inline_policy", (value) => value],
    [
      "blocks that look alike",
      { block: [{ to: text("1") }, { to: text("2") }] },
      "block",
      (value) => (value as { to: string }[])[0].to,
    ],
  ])("is refused of %s", (_words, expressions, argument, look) => {
    const { entry: made } = entry(expressions);

    expect(refusalOf(() => look(made.argument(argument)))).toMatchObject({ reason: AT_APPLY, wayOut: WAY_OUT });
  });

  it("is nothing where the provider fills in what nobody wrote, and no value to refer to", () => {
    const { role } = entry({});

    expect(role.argument("managed_policy_arns")).toBeUndefined();
    expect(refusalOf(() => role.attribute("managed_policy_arns"))).toMatchObject({ reason: AT_APPLY });
    expect(refusalOf(() => role.argument("inline_policy"))).toMatchObject({ reason: AT_APPLY });
  });
});

describe("the providers of a plan", () => {
  const plan = west({
    planned_values: {
      root_module: { resources: [shown("aws_iam_role", "a", {}, '["k[0]"]'), shown("aws_iam_role", "b", {})] },
    },
    configuration: {
      provider_config: {
        aws: { name: "aws", expressions: { region: { constant_value: "us-west-2" } } },
        "aws.east": {
          name: "aws",
          alias: "east",
          expressions: {
            allowed_account_ids: { constant_value: ["111122223333"] },
            assume_role: [{ role_arn: { constant_value: "arn:role" } }],
            default_tags: [{ tags: { references: ["local.tags"] } }],
            // As a stack in JSON is shown: the text of expressions beside what they refer to.
            region: { constant_value: "${var.region}", references: ["var.region"] },
            profile: { constant_value: '${upper("x")}' },
            endpoint: {},
          },
        },
      },
      root_module: {
        resources: [
          { address: "aws_iam_role.a", provider_config_key: "aws.east" },
          { address: "aws_iam_role.b", provider_config_key: "aws" },
        ],
      },
    },
  });
  const [a, b] = plan.all("managed", "aws_iam_role");

  it("are known to their resources, and tell constants", () => {
    expect([a.provider?.key, b.provider?.key]).toEqual(["aws.east", "aws"]);
    expect(b.provider?.argument("region")).toBe("us-west-2");
    expect(b.provider?.argument("profile")).toBeUndefined();
    expect(a.provider?.argument("allowed_account_ids")).toEqual(["111122223333"]);
    expect(a.provider?.argument("assume_role")).toEqual([{ role_arn: "arn:role" }]);
  });

  it.each([
    ["region", "region"],
    ["profile", "profile"],
    ["endpoint", "endpoint"],
    ["default_tags", "default_tags.tags"],
  ])("do not tell an expression: %s", (argument, place) => {
    expect(refusalOf(() => a.provider?.argument(argument))).toEqual({
      place: `west: provider.aws.east.${place}`,
      reason: "is an expression, whose value a plan does not show",
      wayOut: WAY_OUT,
    });
  });
});

describeWithTool("terraform", "what Terraform shows of a stack in JSON", () => {
  const ID = "${terraform_data.west.id}";
  const document = {
    resource: {
      terraform_data: {
        west: { input: { name: "west", list: ["a", "b"] } },
        uses: { input: { id: ID, list: ["known", ID], name: "declared in the expression alone" } },
        two: { count: 2, input: "${count.index}" },
      },
    },
    output: {
      known: { value: { name: "west" } },
      nothing: { value: null },
      id: { value: `declared, of ${ID}` },
      part: { value: { id: ID, name: "known" } },
      list: { value: ["known", ID] },
      secret: { value: "secret", sensitive: true },
    },
  };
  let folder: Folder;
  let plan: Configuration;
  let state: Configuration;
  let again: Configuration;
  beforeAll(() => {
    folder = new Folder();
    writeFileSync(join(folder.path, "main.tf.json"), JSON.stringify(document));
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = terraform(folder.path, ...args);
      if (status !== 0) throw new Error(`terraform ${args.join(" ")}: ${stderr}`);
      return stdout;
    };
    const shownAs = (name: string, ...file: string[]) =>
      readConfiguration([folder.write(`${name}.json`, run("show", "-json", ...file))], () => undefined);
    run("plan", "-input=false", "-out=fresh");
    plan = shownAs("west", "fresh");
    run("apply", "-input=false", "fresh");
    state = shownAs("west");
    run("plan", "-input=false", "-out=again");
    again = shownAs("west", "again");
  });
  afterAll(() => folder.remove());

  const resource = (read: Configuration, name: string) =>
    read.resources("terraform_data").find(({ address }) => address === `terraform_data.${name}`) as Resource;
  const output = (read: Configuration, name: string) => {
    const found = read.outputs.find((one) => one.name === name);
    if (!found) throw new Error(`There is no output ${name}.`);
    return found;
  };

  it("before the first apply: the known parts", () => {
    expect(resource(plan, "west").argument("input")).toEqual({ name: "west", list: ["a", "b"] });
    expect((resource(plan, "uses").argument("input") as { name: string }).name).toBe(
      "declared in the expression alone",
    );
    expect(["two[0]", "two[1]"].map((name) => resource(plan, name).argument("input"))).toEqual([0, 1]);
    expect(["known", "nothing", "secret"].map((name) => output(plan, name).value())).toEqual([
      { name: "west" },
      null,
      "secret",
    ]);
    expect((output(plan, "part").value() as { name: string }).name).toBe("known");
  });

  it("before the first apply: no unknown part, wherever it is", () => {
    const refused = (place: string) => ({ place: `west: ${place}`, reason: AT_APPLY, wayOut: WAY_OUT });
    const { id, list } = Object.getOwnPropertyDescriptors(resource(plan, "uses").argument("input"));

    expect(refusalOf(() => resource(plan, "west").attribute("id"))).toEqual(refused("terraform_data.west.id"));
    expect(refusalOf(() => id.get?.())).toEqual(refused("terraform_data.uses.input.id"));
    expect(refusalOf(() => list.get?.())).toEqual(refused("terraform_data.uses.input.list[1]"));
    expect(refusalOf(() => output(plan, "id").value())).toEqual(refused("output.id"));
    expect(refusalOf(() => output(plan, "list").value())).toEqual(refused("output.list[1]"));
    expect(refusalOf(() => JSON.stringify(output(plan, "part").value()))).toEqual(refused("output.part.id"));
  });

  it("before the first apply: a word in what is not known yet", () => {
    expect([output(plan, "id").matches(/declared, of/), output(plan, "id").matches(/other/)]).toEqual([true, false]);
    expect(resource(plan, "uses").argumentsWith(/declared in the expression alone/)).toEqual(["input"]);
  });

  it("after the apply: every value, in the state as in a plan without a change", () => {
    const id = resource(state, "west").attribute("id") as string;

    expect(id).toMatch(/^[\da-f-]{36}$/);
    for (const read of [state, again]) {
      expect(resource(read, "west").attribute("id")).toBe(id);
      expect(resource(read, "uses").argument("input")).toEqual({
        id,
        list: ["known", id],
        name: "declared in the expression alone",
      });
      expect(["known", "id", "part", "list", "secret"].map((name) => output(read, name).value())).toEqual([
        { name: "west" },
        `declared, of ${id}`,
        { id, name: "known" },
        ["known", id],
        "secret",
      ]);
    }
  });
});
