import { isInJson, spaced } from "./is-written";
import { Body } from "./synthesized-resource";

interface Named {
  readonly locals?: Body;
  readonly variable?: Readonly<Record<string, Body>>;
}

/** The texts that a stack gives names: its local values and variables. */
export class NamedTexts {
  /** The names that a pattern finds, by its source. */
  private readonly found = new Map<string, ReadonlySet<string>>();
  private known: ReadonlyMap<string, string> | undefined;

  public constructor(private readonly document: Named) {}

  /** Whether a value refers to a name whose text a pattern matches: `local.kubeconfig`. */
  public refersToMatch(pattern: RegExp, value: unknown): boolean {
    return this.namesWith(pattern).size > 0 && this.refersToMatchIn(pattern, JSON.stringify(value) ?? "");
  }

  /** The same of a value's JSON. */
  public refersToMatchIn(pattern: RegExp, text: string): boolean {
    const names = this.namesWith(pattern);
    return names.size > 0 && refersTo(text, names);
  }

  /** The names whose text a pattern matches, or that refer to such. */
  private namesWith(pattern: RegExp): ReadonlySet<string> {
    const known = this.found.get(pattern.source);
    if (known) return known;
    const texts = (this.known ??= textsOf(this.document));
    const found = new Set<string>();
    this.found.set(pattern.source, found);
    let size: number;
    do {
      size = found.size;
      for (const [name, text] of texts) if (isInJson(pattern, text) || refersTo(text, found)) found.add(name);
    } while (found.size > size);
    return found;
  }
}

function textsOf({ locals = {}, variable = {} }: Named): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(locals).map(([name, value]) => [`local.${name}`, JSON.stringify(value) ?? ""] as const),
    ...Object.entries(variable).map(([name, body]) => [`var.${name}`, JSON.stringify(body)] as const),
  ]);
}

function refersTo(text: string, names: ReadonlySet<string>): boolean {
  return (spaced(text).match(/\b(?:local|var)\.[\w-]+/g) ?? []).some((name) => names.has(name));
}
