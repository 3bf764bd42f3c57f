/** The content of objects and secrets in the lab before a client writes to them. */
export const LAB_CONTENT = "Played by trust-mesh lab.\n";
/** The object that is in every place. */
const LAB_OBJECT = "lab-object";

/** The objects of buckets and containers: what was written, and one that is everywhere. */
export class Objects {
  private readonly written = new Map<string, Map<string, string>>();

  public put(place: string, name: string, content: string): void {
    const all = this.written.get(place) ?? new Map<string, string>();
    this.written.set(place, all.set(name, content));
  }

  /** Undefined for one that is not there. */
  public get(place: string, name: string): string | undefined {
    return this.written.get(place)?.get(name) ?? (name.endsWith(LAB_OBJECT) ? LAB_CONTENT : undefined);
  }

  /** The names in a place that begin so. */
  public list(place: string, prefix: string): readonly string[] {
    const own = [...(this.written.get(place)?.keys() ?? [])].filter((name) => name.startsWith(prefix));
    return [...new Set([`${prefix}${LAB_OBJECT}`, ...own])].sort();
  }
}

/** Text in XML. */
export function xmlText(text: string): string {
  return text.replace(/[<>&"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
