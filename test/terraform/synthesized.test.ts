import { describeWithTool } from "../support/tool";
import { terraformPlans } from "./support/engine";
import { Assigned } from "../../src/terraform";
import { refusalOf, STATE } from "./support/refusal";
import { stackOf, stacksOf } from "./support/stacks";
import { describeTable } from "./support/table";

describeTable(
  "references to resources",
  {
    same: [
      ["${terraform_data.one.input.a}", "b"],
      ["${terraform_data.one.input.l[0]}", "p"],
      ["${terraform_data.one[*].input.a}", ["b"]],
      ["${terraform_data.two[1].input.l}", ["p", 1]],
      ["${terraform_data.two.0.input.l.1}", 0],
      [
        "${terraform_data.two[*].input.l}",
        [
          ["p", 0],
          ["p", 1],
        ],
      ],
      ["${terraform_data.two[*].input.l[1]}", [0, 1]],
      ["${terraform_data.two.*.input.l[1]}", ["p", 1]],
      ["${terraform_data.two.*.input.l.1}", [0, 1]],
      ["${terraform_data.none[*].input}", []],
      ["${length(terraform_data.none)}", 0],
      ["${length(terraform_data.each)}", 1],
      ["${keys(terraform_data.each)}", ["k"]],
      ["${values(terraform_data.each)[*].input}", ["k is v"]],
      ["${{ for key, one in terraform_data.each : key => one.input }}", { k: "k is v" }],
      ["${[for one in terraform_data.two : one.input.l[1]]}", [0, 1]],
      ['${terraform_data.each["k"].input}', "k is v"],
      ["${terraform_data.each[local.key].input}", "k is v"],
      ['${terraform_data.two["1"].input.l[1]}', 1],
    ],
    refused: [
      ["${terraform_data.nope.input}", 'terraform_data.nope is not in the stack "table"'],
      ["${terraform_data.two[2].input}", "terraform_data.two has no instance 2"],
      ["${terraform_data.two[-1].input}", "terraform_data.two has no instance -1"],
      ["${terraform_data.none[0].input}", "terraform_data.none has no instance 0"],
      ["${terraform_data.one[0].input}", "terraform_data.one has no instance 0"],
      ['${terraform_data.each["x"].input}', 'terraform_data.each has no instance "x"'],
      ["${terraform_data.each[0].input}", "terraform_data.each has no instance 0"],
      ["${terraform_data.two.input}", "terraform_data.two has count or for_each, so its instances are named by index"],
      [
        "${terraform_data.each.k.input}",
        "terraform_data.each has count or for_each, so its instances are named by index",
      ],
      [
        "${terraform_data.each[*].input}",
        "terraform_data.each is a map of instances, which a splat does not take apart",
      ],
    ],
    stricter: [
      ["${terraform_data.one}", "terraform_data.one as a whole is not understood"],
      ["${terraform_data.two[0]}", "terraform_data.two as a whole is not understood"],
      ["${terraform_data.each}", "a resource as a whole is not understood"],
      ["${jsonencode(terraform_data.each)}", "a resource as a whole is not understood"],
      ["${[for one in terraform_data.two : one]}", "a resource as a whole is not understood"],
    ],
  },
  {
    locals: { key: "k" },
    resource: {
      terraform_data: {
        one: { input: { a: "b", l: ["p"] } },
        two: { count: 2, input: { l: ["p", "${count.index}"] } },
        none: { count: 0, input: "x" },
        each: { for_each: { k: "v" }, input: "${each.key} is ${each.value}" },
      },
    },
  },
);

const VARIABLES = {
  plain: { default: [1, "a"] },
  nothing: { type: "string", default: null },
  template: { default: "${local.x} $${y}" },
  text: { type: "string", default: 5 },
  number: { type: "number", default: "5" },
  bool: { type: "bool", default: "true" },
  any: { type: "any", default: [1, "a"] },
  list: { type: "list(string)", default: [1, true] },
  anything: { type: "list(any)", default: [1, "a"] },
  set: { type: "set(string)", default: ["b", "a", "b"] },
  map: { type: "map(number)", default: { a: "1" } },
  maps: { type: "map(list(string))", default: { a: [1], b: [] } },
  tuple: { type: "tuple([string, number])", default: [1, "2"] },
  object: {
    type: 'object({a = number, b = optional(string, "x"), c = optional(bool), d = optional(number, 1)})',
    default: { a: "1", d: "2", other: true },
  },
  defaults: {
    type: `object({
      a = string
      b = optional(list(string), ["x"])
      c = optional(map(string), { k = "v" })
      d = optional(object({ e = optional(string, "deep"), f = optional(number, -1) }), {})
      g = optional(set(string), [])
      h = optional(bool, true)
      j = optional(list(object({ k = string, l = optional(string, "m") })), [{ k = "n" }])
    })`,
    default: { a: null, h: null, d: { e: null } },
  },
  several: {
    type: 'map(object({ a = optional(set(string), ["z", "y"]), b = any }))',
    default: { one: { b: 1 }, two: { a: ["q"], b: 2 } },
  },
};

describeTable(
  "variables by their defaults",
  {
    same: [
      ["${var.plain}", [1, "a"]],
      ["${var.nothing}", null],
      ["${var.template}", "${local.x} $${y}"],
      ["x${var.template}", "x${local.x} $${y}"],
      ["${var.text}", "5"],
      ["${var.number}", 5],
      ["${var.bool}", true],
      ["${var.any}", [1, "a"]],
      ["${var.list}", ["1", "true"]],
      ["${var.anything}", ["1", "a"]],
      ["${var.set}", ["a", "b"]],
      ["${var.map}", { a: 1 }],
      ["${var.maps}", { a: ["1"], b: [] }],
      ["${var.tuple}", ["1", 2]],
      ["${var.object}", { a: 1, b: "x", c: null, d: 2 }],
      [
        "${var.defaults}",
        {
          ...{ a: null, b: ["x"], c: { k: "v" }, d: { e: "deep", f: -1 }, g: [], h: true },
          j: [{ k: "n", l: "m" }],
        },
      ],
      ["${var.several}", { one: { a: ["y", "z"], b: 1 }, two: { a: ["q"], b: 2 } }],
    ],
  },
  { variable: VARIABLES, locals: { x: 1 } },
);

describe("repeated resources", () => {
  const INSTANCES: [written: object, keys: string[]][] = [
    [{ count: 2 }, ["[0]", "[1]"]],
    [{ count: "2" }, ["[0]", "[1]"]],
    [{ count: "${1 + 1}" }, ["[0]", "[1]"]],
    [{ count: 0 }, []],
    [{ for_each: { b: 1, a: null } }, ['["a"]', '["b"]']],
    [{ for_each: { '${upper("k")}': 1 } }, ['["K"]']],
    [{ for_each: '${toset(["b", "a", "b"])}' }, ['["a"]', '["b"]']],
    [{ for_each: {} }, []],
    [{}, [""]],
  ];
  const REFUSED: [written: object, argument: string, reason: string][] = [
    [{ count: null }, "count", "null stands where a number is needed"],
    [{ count: -1 }, "count", "a negative number of instances is asked for"],
    [{ count: 1.5 }, "count", "a fraction stands where a whole number is needed"],
    [{ count: "x" }, "count", "a string stands where a number is needed"],
    [{ count: true }, "count", "a boolean stands where a number is needed"],
    [{ count: [1] }, "count", "a list stands where a number is needed"],
    [{ for_each: ["a"] }, "for_each", "is a list instead of a set"],
    [{ for_each: null }, "for_each", "null stands where a map is needed"],
    [{ for_each: "x" }, "for_each", "a string stands where a map is needed"],
    [{ for_each: 5 }, "for_each", "a number stands where a map is needed"],
    [{ for_each: "${toset([1])}" }, "for_each", "a number stands in a set where text is needed"],
    [{ for_each: '${toset(["a", null])}' }, "for_each", "null stands in a set where text is needed"],
  ];
  const instancesOf = (repeated: object) =>
    stackOf({ resource: { terraform_data: { it: { input: "x", ...repeated } } } })
      .all("managed", "terraform_data")
      .map(({ address }) => address);

  it.each(INSTANCES)("of %j are %j", (repeated, keys) => {
    expect(instancesOf(repeated).sort()).toEqual(keys.map((key) => `terraform_data.it${key}`));
  });

  it.each(REFUSED)("of %j are refused", (repeated, argument, reason) => {
    expect(refusalOf(() => instancesOf(repeated))).toMatchObject({
      place: `west: terraform_data.it.${argument}`,
      reason,
    });
  });

  describeWithTool("terraform", "by Terraform itself", () => {
    const document = (rows: readonly (readonly [object, ...unknown[]])[]) => ({
      resource: {
        terraform_data: Object.fromEntries(rows.map(([repeated], row) => [`row-${row}`, { input: "x", ...repeated }])),
      },
    });

    it("are those of the table", () => {
      const wanted = INSTANCES.flatMap(([, keys], row) => keys.map((key) => `terraform_data.row-${row}${key}`));
      expect(terraformPlans(document(INSTANCES)).planned.sort()).toEqual(wanted.sort());
    });

    it("are refused where the table says so", () => {
      const wanted = REFUSED.map((_, row) => `resource.terraform_data.row-${row}`);
      expect(terraformPlans(document(REFUSED)).refused.sort()).toEqual(wanted.sort());
    });
  });
});

describe("a resource", () => {
  const document = {
    provider: {
      aws: [{ region: "us-west-2" }, { alias: "east", region: "us-${local.side}-1", assume_role: [{ role_arn: "r" }] }],
      http: { alias: "x" },
    },
    locals: { side: "east" },
    resource: {
      aws_iam_role: {
        zebra: { name: "zebra-${local.side}", path: null, description: "${null}" },
        ant: { provider: "aws.east", name: "ant", tags: { team: "x" } },
      },
      google_project: { none: { name: "none" } },
    },
    data: { http: { keys: { url: "https://keys.example" } } },
  };

  it("is found by its type and mode, sorted by its name", () => {
    const stack = stackOf(document);

    expect(stack.all("managed", "aws_iam_role").map(({ address }) => address)).toEqual([
      "aws_iam_role.ant",
      "aws_iam_role.zebra",
    ]);
    expect(stack.all("data", "http").map(({ address }) => address)).toEqual(["data.http.keys"]);
    expect(stack.all("data", "aws_iam_role")).toEqual([]);
    expect(stack.all("managed", "constructor")).toEqual([]);
  });

  it("tells its arguments, and undefined for what is not set", () => {
    const [ant, zebra] = stackOf(document).all("managed", "aws_iam_role");

    expect(zebra.argument("name")).toBe("zebra-east");
    expect(ant.argument("tags")).toEqual({ team: "x" });
    expect(["path", "description", "nope"].map((name) => zebra.argument(name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(["name", "path", "nope"].map((name) => zebra.has(name))).toEqual([true, false, false]);
    expect([zebra.argumentsWith(/zebra-/), zebra.argumentsWith(/zebra-east/)]).toEqual([["name"], []]);
    expect(["name", "tags", "nope"].map((name) => zebra.argumentsWith(/zebra-/, [name]))).toEqual([["name"], [], []]);
  });

  it("is found by its text, and by that of local values and defaults that it refers to", () => {
    const stack = stackOf({
      locals: { word: "a needle", again: "${local.word}!", other: "hay" },
      variable: { word: { default: "needle" } },
      output: { yes: { value: "${upper(local.again)}" }, no: { value: "${local.other}" } },
      resource: {
        b: { local: { x: "${local.again}", y: "${local.other}" }, hay: { x: "${local.words}" } },
        a: { two: { count: 2, x: "needle" }, variable: { z: ["${var.word}"] } },
      },
      data: { a: { read: { x: "needle" } } },
    });

    expect(stack.allWith(/needle/).map((one) => [one.address, one.argumentsWith(/needle/)])).toEqual([
      ["a.two[0]", ["x"]],
      ["a.two[1]", ["x"]],
      ["a.variable", ["z"]],
      ["b.local", ["x"]],
    ]);
    expect(stack.outputs.map((output) => output.matches(/needle/))).toEqual([true, false]);
    // What a pattern matches may depend on where the text begins and ends.
    expect(stack.allWith(/^\{"z":.*\}$/).map(({ address }) => address)).toEqual(["a.variable"]);
    expect(stack.allWith(/(?<!:)\{"x":"\W+local/).map(({ address }) => address)).toEqual(["b.hay", "b.local"]);
  });

  it("is made by the provider that it names, or else by the one of its type without an alias", () => {
    const stack = stackOf(document);
    const [ant, zebra] = stack.all("managed", "aws_iam_role");

    expect(stack.providers.map(({ key }) => key)).toEqual(["aws", "aws.east", "http.x"]);
    expect(zebra.provider?.argument("region")).toBe("us-west-2");
    expect(ant.provider?.argument("region")).toBe("us-east-1");
    expect(ant.provider?.argument("assume_role")).toEqual([{ role_arn: "r" }]);
    expect(ant.provider?.argument("profile")).toBeUndefined();
    expect(stack.all("managed", "google_project")[0].provider).toBeUndefined();
    expect(stack.all("data", "http")[0].provider).toBeUndefined();
  });

  it("has for attributes what clouds assign, else what was asked for", () => {
    // GIVEN
    const asked: string[] = [];
    const assigned: Assigned = (resource, attribute) => {
      asked.push(`${resource.address}.${attribute}`);
      return attribute === "arn" ? `arn:role/${resource.argument("name") as string}` : undefined;
    };
    const stack = stackOf(
      { ...document, output: { arn: { value: "${aws_iam_role.ant.arn}, ${aws_iam_role.ant.arn}" } } },
      assigned,
    );
    const [ant] = stack.all("managed", "aws_iam_role");

    // THEN
    expect(stack.outputValue("arn")).toBe("arn:role/ant, arn:role/ant");
    expect(ant.attribute("name")).toBe("ant");
    expect(refusalOf(() => ant.attribute("unique_id"))).toEqual({
      place: "west: aws_iam_role.ant.unique_id",
      reason: "is known only to the cloud that assigns it",
      wayOut: STATE,
    });
    expect(asked).toEqual(["aws_iam_role.ant.arn", "aws_iam_role.ant.name", "aws_iam_role.ant.unique_id"]);
  });

  it.each([
    ["one object", { mode: "API" }],
    ["a list of one", [{ mode: "API" }]],
  ])("has a nested block that is written as %s", (_how, access_config) => {
    const stack = stackOf({
      resource: { aws_eks_cluster: { west: { access_config } } },
      output: {
        one: { value: "${aws_eks_cluster.west.access_config[0].mode}" },
        all: { value: "${aws_eks_cluster.west.access_config[*].mode}" },
        every: { value: "${aws_eks_cluster.west[*].access_config[0].mode}" },
      },
    });

    expect(["one", "all", "every"].map((name) => stack.outputValue(name))).toEqual(["API", ["API"], ["API"]]);
  });

  // Terraform documentation: "dynamic Blocks"
  it.each<[string, object, string, unknown]>([
    [
      "a list",
      { dynamic: { subject: { for_each: ["a", "b"], content: { name: "${subject.value}" } } } },
      "subject",
      [{ name: "a" }, { name: "b" }],
    ],
    [
      "a map",
      { dynamic: { subject: { for_each: { k: "v" }, content: { name: "${subject.key}-${subject.value}" } } } },
      "subject",
      [{ name: "k-v" }],
    ],
    [
      "another iterator",
      { dynamic: { subject: { for_each: ["a"], iterator: "one", content: { name: "${one.value}" } } } },
      "subject",
      [{ name: "a" }],
    ],
    [
      "beside blocks that are written",
      { subject: [{ name: "w" }], dynamic: { subject: { for_each: ["a"], content: { name: "${subject.value}" } } } },
      "subject",
      [{ name: "w" }, { name: "a" }],
    ],
    ["within a block", { rule: [{ dynamic: { verb: { for_each: [1], content: {} } } }] }, "rule", [{ verb: [{}] }]],
    ["no element", { dynamic: { subject: { for_each: [], content: {} } } }, "subject", undefined],
  ])("makes the blocks of a dynamic block: %s", (_what, body, argument, blocks) => {
    const [binding] = stackOf({ resource: { kubernetes_role: { it: { ...body } } } }).all("managed", "kubernetes_role");

    expect(binding.argument(argument)).toEqual(blocks);
  });

  it("finds a text in what a dynamic block makes by the name of the block", () => {
    const dynamic = { metadata: { for_each: [1], content: { name: "first" } }, other: { for_each: [], content: {} } };
    const [it] = stackOf({ resource: { kubernetes_role: { it: { dynamic, rule: "first" } } } }).all(
      "managed",
      "kubernetes_role",
    );

    expect(it.argumentsWith(/first/)).toEqual(["rule", "metadata"]);
  });

  it.each<[string, unknown, string]>([
    ["is not known", '${file("a")}', "file()"],
    ["is no collection", "a", "is no collection"],
  ])("refuses a dynamic block whose collection %s", (_what, collection, reason) => {
    const body = { dynamic: { subject: { for_each: collection, content: {} } } };
    const [binding] = stackOf({ resource: { kubernetes_role: { it: body } } }).all("managed", "kubernetes_role");
    const refusal = refusalOf(() => binding.argument("subject"));

    expect(refusal).toMatchObject({ place: "west: kubernetes_role.it.subject", wayOut: STATE });
    expect(refusal?.reason).toContain(reason);
  });
});

describe("what cannot be known", () => {
  it.each([
    ["a local value that needs itself", "local.a", { locals: { a: "${local.b}", b: "${local.a}" } }, "${local.a}"],
    [
      "an argument that needs itself",
      "x.it.name",
      { resource: { x: { it: { name: "${x.it.name}" } } } },
      "${x.it.name}",
    ],
  ])("is %s", (_what, place, document, value) => {
    const stack = stackOf({ ...document, output: { it: { value } } });

    expect(refusalOf(() => stack.outputValue("it"))).toEqual({
      place: `west: ${place}`,
      reason: "refers to itself",
      wayOut: STATE,
    });
  });

  it("is an attribute that whoever assigns it needs to assign it", () => {
    const stack = stackOf({ resource: { x: { it: {} } } }, (resource) => resource.attribute("arn"));

    expect(refusalOf(() => stack.all("managed", "x")[0].attribute("arn"))).toEqual({
      place: "west: x.it.arn",
      reason: "refers to itself",
      wayOut: STATE,
    });
  });

  it("is a variable without a default, named where it is declared", () => {
    const stack = stackOf({ variable: { account: { type: "string" } }, output: { it: { value: "${var.account}" } } });

    expect(refusalOf(() => stack.outputValue("it"))).toEqual({
      place: "west: var.account",
      reason: "has no default, so its value is known only to who applies",
      wayOut:
        "Give it by --var, --var-file or TF_VAR_, give the variable a default, or read the plan or the state: `terraform show -json`",
    });
  });

  it.each([
    ["number", "x", "a string stands where a number is needed"],
    ["list(string)", "x", "a string stands where a list is needed"],
    ["object({a = string})", {}, 'its default has no "a"'],
    ["tuple([string])", ["a", "b"], "its type is not understood"],
    ["text", "x", "its type is not understood"],
    ["object({a = optional(list(string), [local.x])})", {}, "its type is not understood"],
  ])("is a variable of type %s with the default %j", (type, value, reason) => {
    const stack = stackOf({ variable: { it: { type, default: value } }, output: { it: { value: "${var.it}" } } });

    expect(refusalOf(() => stack.outputValue("it"))).toEqual({ place: "west: var.it", reason, wayOut: STATE });
  });

  it("is told again at each question, at the place where it stands", () => {
    const stack = stackOf({
      provider: { aws: { region: "${local.nope}" } },
      locals: { bad: "${nope()}" },
      resource: { x: { it: { name: "x-${local.bad}", other: "${local.bad}" } } },
    });
    const [it] = stack.all("managed", "x");
    const bad = { place: "west: local.bad", reason: "the function nope() is not understood", wayOut: STATE };

    expect(refusalOf(() => it.argument("name"))).toEqual(bad);
    expect(refusalOf(() => it.argument("name"))).toEqual(bad);
    expect(refusalOf(() => it.argument("other"))).toEqual(bad);
    expect(refusalOf(() => stack.providers[0].argument("region"))).toEqual({
      place: "west: provider.aws.region",
      reason: 'local.nope is not in the stack "west"',
      wayOut: STATE,
    });
  });

  it("says place, reason and way out in one sentence each", () => {
    const stack = stackOf({ locals: { a: "${local.a}" }, output: { it: { value: "${local.a}" } } });

    expect(() => stack.outputValue("it")).toThrow(
      "west: local.a: refers to itself. Read the state instead: `terraform show -json` after an apply.",
    );
  });
});

describe("the state of another stack", () => {
  const backend = (path: string) => ({ terraform: { backend: { local: { path } } } });
  const state = (name: string, path: string) => ({
    data: { terraform_remote_state: { [name]: { backend: "local", config: { path } } } },
  });
  const reads = (name: string, output: string) => `\${data.terraform_remote_state.${name}.outputs${output}}`;

  it.each([".arn", '["arn"]'])("is found by the name that CDKTF gives it, at %s", (output) => {
    const name = "cross-stack-reference-input-west";
    const { east } = stacksOf({
      west: { locals: { arn: "west's" }, output: { arn: { value: "${local.arn}" } } },
      east: { ...state(name, "elsewhere"), locals: { arn: "east's" }, output: { it: { value: reads(name, output) } } },
    });

    expect(east.outputValue("it")).toBe("west's");
  });

  it("is found by its backend, which decides before the name", () => {
    const name = "cross-stack-reference-input-west";
    const { east } = stacksOf({
      west: { ...backend("west"), output: { it: { value: "of the name" } } },
      "we.st": { ...backend("here"), output: { it: { value: { of: ["the", "backend"] } } } },
      east: { ...state(name, "here"), output: { it: { value: reads(name, ".it.of[1]") } } },
    });

    expect(east.outputValue("it")).toBe("backend");
  });

  it("is of a stack that was not read", () => {
    const { east } = stacksOf({
      west: backend("west"),
      east: { ...state("west", "elsewhere"), output: { it: { value: reads("west", ".arn") } } },
    });

    expect(refusalOf(() => east.outputValue("it"))).toEqual({
      place: "east: data.terraform_remote_state.west",
      reason: "is the state of a stack that was not read",
      wayOut: "Read that stack as well",
    });
  });

  it.each([
    ["", 'the state "west" as a whole is not understood'],
    ["[*]", 'the state "west" as a whole is not understood'],
    [".nope", 'output.nope is not in the stack "west"'],
    [".constructor", 'output.constructor is not in the stack "west"'],
  ])("has no outputs%s", (output, reason) => {
    const { east } = stacksOf({
      west: { ...backend("here"), output: { it: { value: 1 } } },
      east: { ...state("west", "here"), output: { it: { value: reads("west", output) } } },
    });

    expect(refusalOf(() => east.outputValue("it"))).toEqual({ place: "east: output.it", reason, wayOut: STATE });
  });

  it("is refused where two stacks need each other's output", () => {
    const { west } = stacksOf({
      west: { ...backend("w"), ...state("east", "e"), output: { it: { value: reads("east", ".it") } } },
      east: { ...backend("e"), ...state("west", "w"), output: { it: { value: reads("west", ".it") } } },
    });

    expect(refusalOf(() => west.outputValue("it"))).toEqual({
      place: "west: output.it",
      reason: "refers to itself",
      wayOut: STATE,
    });
  });
});
