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
