import { at, changed, inWords, Json, Mutant, objectsOf, parsed, Step } from "./mutate";

type Change = (operator: string, steps: readonly Step[], value: Json, changesNothing?: string) => void;

/** Conditions and statements that say the opposite, or the same by other words: policies of AWS, CEL of Google Cloud, subjects of RBAC. */
export function negationsOf(document: Json): readonly Mutant[] {
  const found: Mutant[] = [];
  for (const [address, root] of objectsOf(document)) {
    if (root[0] !== "resource") continue;
    visit(at(document, root), [], (operator, steps, value, changesNothing) =>
      found.push({
        ...{ operator, address, path: inWords(steps), to: JSON.stringify(value).slice(0, 80) },
        ...(changesNothing === undefined ? {} : { changesNothing }),
        make: () => changed(document, [...root, ...steps], value),
      }),
    );
  }
  return found;
}

function visit(value: Json, steps: readonly Step[], change: Change): void {
  if (typeof value === "string") {
    if (steps.at(-1) === "attribute_condition" || steps.at(-1) === "expression") {
      return conditions(value, steps, change);
    }
    const inside = parsed(value);
    if (inside !== undefined) visit(inside, [...steps, { json: true }], change);
    return;
  }
  if (Array.isArray(value)) return value.forEach((one, index) => visit(one, [...steps, index], change));
  if (typeof value !== "object" || value === null) return;
  if (typeof value.Effect === "string") statement(value, steps, change);
  if (typeof value.kind === "string" && typeof value.name === "string") kinds(value, value.kind, steps, change);
  for (const [name, one] of Object.entries(value)) if (name !== "//") visit(one, [...steps, name], change);
}

/** AWS IAM documentation: "IAM JSON policy elements reference", "IAM JSON policy elements: Condition operators". */
function statement(value: Readonly<Record<string, Json>>, steps: readonly Step[], change: Change): void {
  change("negated", [...steps, "Effect"], value.Effect === "Allow" ? "Deny" : "Allow");
  for (const name of ["Action", "Resource", "Principal"]) {
    if (value[name] === undefined) continue;
    const { [name]: one, ...others } = value;
    change("negated", steps, { ...others, [`Not${name}`]: one });
  }
  const operators = value.Condition as Readonly<Record<string, Json>> | undefined;
  const { StringEquals, ...others } = operators ?? {};
  if (StringEquals === undefined) return;
  const as = (operator: string) => ({ ...others, [operator]: StringEquals });
  const at = [...steps, "Condition"];
  change("negated", at, as("StringNotEquals"));
  change("negated", at, as("Null"));
  const keys = Object.keys(StringEquals as object);
  if (!keys.every((key) => /:(sub|aud)$/.test(key))) return;
  change("same condition", at, as("StringEqualsIfExists"), "every token has a subject and an audience");
  if (/[*?]/.test(JSON.stringify(StringEquals))) return;
  change("same condition", at, as("StringLike"), "a pattern without a wildcard is a text");
}

/** Common Expression Language. */
function conditions(value: string, steps: readonly Step[], change: Change): void {
  change("negated", steps, `!(${value})`);
  change("negated", steps, `true || (${value})`);
  if (value.includes("==")) change("negated", steps, value.replace("==", "!="));
  change("same condition", steps, `(${value}) && true`, "what is true besides changes nothing");
}

/** Kubernetes documentation: "Using RBAC Authorization": kinds of roles and of subjects. */
function kinds(value: Readonly<Record<string, Json>>, kind: string, steps: readonly Step[], change: Change): void {
  const others = ["User", "Group"].includes(kind)
    ? ["User", "Group", "ServiceAccount"]
    : ["Role", "ClusterRole"].includes(kind)
      ? ["Role", "ClusterRole"]
      : [];
  for (const other of others.filter((one) => one !== kind)) change("other kind", steps, { ...value, kind: other });
}
