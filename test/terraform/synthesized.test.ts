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
    ],
    refused: [
      ["${terraform_data.nope.input}", 'terraform_data.nope is not in the stack "table"'],
      ["${terraform_data.two[2].input}", "terraform_data.two has no instance 2"],
      ["${terraform_data.two[-1].input}", "terraform_data.two has no instance -1"],
      ["${terraform_data.none[0].input}", "terraform_data.none has no instance 0"],
      ["${terraform_data.one[0].input}", "terraform_data.one has no instance 0"],
      ['${terraform_data.each["x"].input}', 'terraform_data.each has no instance "x"'],
      ["${terraform_data.each[0].input}", "terraform_data.each has no instance 0"],
    ],
    stricter: [
      ["${terraform_data.one}", "terraform_data.one as a whole is not understood"],
      ["${terraform_data.two[0]}", "terraform_data.two as a whole is not understood"],
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
