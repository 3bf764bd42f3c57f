import { describeWithTool } from "../support/tool";
import { terraformPlans } from "./support/engine";
import { refusalOf } from "./support/refusal";
import { stackOf } from "./support/stacks";
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
      ["${length(terraform_data.none)}", "terraform_data.none as a whole is not understood"],
      ["${values(terraform_data.each)[*].input}", "terraform_data.each as a whole is not understood"],
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
