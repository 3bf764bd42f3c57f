import { StackDocument } from "../../../src/terraform/synthesized";
import { describeWithTool } from "../../support/tool";
import { Said, terraformSays } from "./engine";
import { refusalOf, STATE } from "./refusal";
import { stacksOf } from "./stacks";

/** Rows of what an output's value may be, and what comes of it. */
export interface Table {
  /** What Terraform and the reader both make of a value. */
  readonly same?: readonly (readonly [written: unknown, value: unknown])[];
  /** What both refuse, and the reader's reason. */
  readonly refused?: readonly (readonly [written: unknown, reason: string])[];
  /** What only the reader refuses, with its reason: it does not know how, and does not guess. */
  readonly stricter?: readonly (readonly [written: unknown, reason: string])[];
  /** What only Terraform refuses: such a stack is never applied, so no cloud has another value. */
  readonly laxer?: readonly (readonly [written: unknown, value: unknown])[];
}

/** What a table's expressions may refer to, unless the table brings its own. */
const LOCALS = {
  text: "hello",
  number: 5,
  nothing: null,
  list: ["a", "b", "c"],
  lists: [["a"], ["b", "c"]],
  map: { k: "v", "0": "zero" },
  maps: [{ a: 1 }, { b: 2 }],
  nested: { a: { b: "c" } },
  objects: [
    { n: "x", l: [1, 2] },
    { n: "y", l: [3, 4] },
  ],
};

/** What the reader makes of the value of an output. */
export function read(written: unknown, document: StackDocument = { locals: LOCALS }): unknown {
  return stacksOf({ table: { ...document, output: { it: { value: written } } } }).table.outputValue("it");
}

/** Tests a table by the reader, and, where it can be had, by Terraform itself. */
export function describeTable(name: string, table: Table, document: StackDocument = { locals: LOCALS }): void {
  const { same = [], refused = [], stricter = [], laxer = [] } = table;
  describe(name, () => {
    each(same, "%j is %j", (written, value) => expect(read(written, document)).toStrictEqual(value));
    each(laxer, "%j is %j, though Terraform refuses it", (written, value) =>
      expect(read(written, document)).toStrictEqual(value),
    );
    each([...refused, ...stricter], "%j is refused: %s", (written, wanted) => {
      const { place, reason, wayOut } = refusalOf(() => read(written, document));

      expect(place).toBe("table: output.it");
      expect(reason).toContain(wanted);
      expect(wayOut).toBe(STATE);
    });

    describeWithTool("terraform", "by Terraform itself", () => {
      let said: ReadonlyMap<unknown, Said>;
      beforeAll(() => {
        const values = [...same, ...refused, ...stricter, ...laxer].map(([written]) => written);
        const answers = terraformSays(values, document);
        said = new Map(values.map((written, row) => [written, answers[row]]));
      });

      each(same, "%j is %j", (written, value) => expect(said.get(written)).toStrictEqual({ value }));
      each([...refused, ...laxer], "%j is refused", (written) => expect(said.get(written)).toHaveProperty("refusal"));
      each(stricter, "%j has a value", (written) => expect(said.get(written)).toHaveProperty("value"));
    });
  });
}

function each<T>(
  rows: readonly (readonly [written: unknown, wanted: T])[],
  name: string,
  test: (written: unknown, wanted: T) => void,
): void {
  if (rows.length > 0) it.each(rows)(name, test);
}
