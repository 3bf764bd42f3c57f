import { Document } from "./run-lab";

export type Args = Record<string, unknown>;

/** The resources of a type whose names match. */
export function named(document: Document, type: string, name: RegExp): Args[] {
  const found = Object.entries(document.resource[type] ?? {}).filter(([one]) => name.test(one));
  if (found.length === 0) throw new Error(`There is no ${type} ${String(name)}.`);
  return found.map(([, args]) => args);
}

/** The only resource of a type. */
export function only(document: Document, type: string): Args {
  const found = named(document, type, /./);
  if (found.length > 1) throw new Error(`There are ${found.length} ${type}.`);
  return found[0];
}

/** Replaces text in an argument, wherever it stands in it. */
export function replace(args: Args, argument: string, from: string | RegExp, to: string): void {
  args[argument] = JSON.parse(
    JSON.stringify(args[argument], (_key, value: unknown) =>
      typeof value === "string" ? value.replace(from, () => to) : value,
    ),
  );
}

/** Adds a resource that nobody of the library's makes. */
export function add(document: Document, type: string, args: Args, name = "added"): void {
  (document.resource[type] ??= {})[name] = args;
}

/** Changes the statements of a policy that stands in an argument as JSON. */
export function statements(args: Args, argument: string, change: (statements: Args[]) => void): void {
  const policy = JSON.parse(args[argument] as string) as { Statement: Args[] };
  change(policy.Statement);
  args[argument] = JSON.stringify(policy);
}

/** The one resource of a type whose name matches, by its reference. */
export function referenceTo(document: Document, type: string, name: RegExp, attribute: string): string {
  const [found] = Object.keys(document.resource[type] ?? {}).filter((one) => name.test(one));
  return `\${${type}.${found}.${attribute}}`;
}
