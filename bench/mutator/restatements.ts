import { at, changed, inWords, Json, Mutant, objectsOf, Step } from "./mutate";
import { Objects } from "./with-objects";

/** Lists whose order says nothing. */
const SETS =
  /^(Statement|Action|Resource|NotAction|client_id_list|kubernetes_groups|rule|rules|subject|verbs|api_groups|resources|audience|allowed_audiences|members|sources|volume|volume_mount|env)$/;

/** The same said in another way, by forms that Terraform and the clouds take for the same: nothing must be told of them. */
export function restatementsOf(document: Json): readonly Mutant[] {
  const found: Mutant[] = [];
  for (const [address, root] of objectsOf(document)) {
    if (root[0] !== "resource" && root[0] !== "output") continue;
    const add = (operator: string, steps: readonly Step[], value: Json, changesNothing: string) =>
      found.push({
        ...{ operator, address, path: inWords(steps), to: JSON.stringify(value).slice(0, 80), changesNothing },
        make: () => changed(document, [...root, ...steps], value),
      });
    const state = { turn: found.length };
    visit(at(document, root), [], add, state);
  }
  return [...found, ...renamed(document)];
}

type Add = (operator: string, steps: readonly Step[], value: Json, changesNothing: string) => void;

function visit(value: Json, steps: readonly Step[], add: Add, state: { turn: number }): void {
  const name = steps.at(-1);
  if (typeof value === "string") return ofText(value, steps, add, state);
  if (typeof value === "number") return add("same value by text", steps, String(value), "Terraform converts texts");
  if (typeof value === "boolean") return add("same value by text", steps, String(value), "Terraform converts texts");
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    const isSet = typeof name === "string" && SETS.test(name) && value.length > 1;
    if (isSet) add("reversed", steps, [...value].reverse(), "the order says nothing");
    const [block] = value;
    const isBlock = value.length === 1 && typeof block === "object" && block !== null && steps.length === 1;
    if (isBlock) add("block without a list", steps, block, "Terraform's JSON takes one block for a list of one");
    value.forEach((one, index) => visit(one, [...steps, index], add, state));
    return;
  }
  for (const [key, one] of Object.entries(value)) {
    if (!/^(\/\/|provider|depends_on|lifecycle)$/.test(key)) visit(one, [...steps, key], add, state);
  }
}

/** One form for each text, in turn. */
function ofText(value: string, steps: readonly Step[], add: Add, state: { turn: number }): void {
  if (/^\s*[{[]/.test(value)) {
    const isLiteral = !value.includes("${") && !value.includes("%{");
    if (isLiteral && isJson(value)) {
      add("same text by an expression", steps, `\${jsonencode(${value})}`, "the same document");
      add("indented", steps, JSON.stringify(JSON.parse(value), null, 4), "white space of JSON");
    } else add("indented", steps, `\n${value}\n`, "white space around JSON");
    return;
  }
  if (value === "" || /[$%]\{|["\\\n]/.test(value)) return;
  const forms = [
    `\${"${value}"}`,
    `\${join("", ["${value.slice(0, 2)}", "${value.slice(2)}"])}`,
    `\${format("%s", "${value}")}`,
    `\${coalesce(null, "${value}")}`,
    `\${true ? "${value}" : "other"}`,
    `\${trimspace(" ${value.trim()} ")}`,
    `\${try("${value}", "other")}`,
    `\${lookup({ key = "${value}" }, "key", "other")}`,
    `\${element(["${value}"], 0)}`,
    `%{ if true }${value}%{ else }other%{ endif }`,
  ];
  add("same text by an expression", steps, forms[state.turn++ % forms.length], "the expression is the text");
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/** Resources of another id, to which all references move along. */
function renamed(document: Json): readonly Mutant[] {
  const { resource = {} } = document as { resource?: Objects };
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((name): Mutant => ({
      ...{ operator: "other id", address: `${type}.${name}`, path: "", to: "renamed" },
      changesNothing: "the id of a resource is Terraform's alone",
      make: () => {
        const { [name]: body, ...others } = named;
        const moved = { ...(document as object), resource: { ...resource, [type]: { ...others, renamed: body } } };
        const reference = new RegExp(`(?<![\\w.-])${type}\\.${name}(?![\\w-])`, "g");
        return JSON.parse(JSON.stringify(moved).replace(reference, `${type}.renamed`)) as Json;
      },
    })),
  );
}
