/** A nested block: written as one object, as a list of one, or not at all. */
export type Block = Readonly<Record<string, unknown>>;

/** The blocks of an argument; what is no block, which Terraform refuses, is left out. */
export function blocks(value: unknown): readonly Block[] {
  return [value].flat().filter((one): one is Block => typeof one === "object" && one !== null);
}

/** The first block of an argument; an empty one where there is none. */
export function block(value: unknown): Block {
  return blocks(value)[0] ?? {};
}

/** A list of texts; empty where there is none. */
export function texts(value: unknown): readonly string[] {
  return value === undefined || value === null ? [] : [value].flat().map((item) => text(item) ?? "");
}

/** A text; undefined where there is none. */
export function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

/** Whether an argument of the type bool is on: Terraform takes it as a text, too. */
export function isOn(value: unknown): boolean {
  return ["true", "1"].includes(text(value) ?? "");
}
