import { Fields, fields, text } from "./json";

/**
 * The objects of what kubectl, jq or the API print: one object, a list of some kind, an array, and any of them in each other.
 *
 * @returns undefined where nothing in it is an object of Kubernetes, although there is something
 */
export function objectsIn(documents: readonly unknown[]): readonly unknown[] | undefined {
  const objects: unknown[] = [];
  let left = 0;
  // A stack: lists may be nested deeper than functions may call each other.
  const open: { readonly value: unknown; readonly kind?: string }[] = documents.map((value) => ({ value })).reverse();
  while (open.length > 0) {
    const { value, kind } = open.pop() as { value: unknown; kind?: string };
    const items = Array.isArray(value) ? (value as readonly unknown[]) : itemsOf(fields(value));
    if (items) {
      const ofItems = Array.isArray(value) ? kind : kindOfItems(fields(value));
      for (let i = items.length - 1; i >= 0; i--) open.push({ value: items[i], ...(ofItems ? { kind: ofItems } : {}) });
      continue;
    }
    const object = fields(value);
    if (isObject(object)) objects.push(kind && object.kind === undefined ? { ...object, kind } : object);
    else left++;
  }
  return objects.length === 0 && left > 0 ? undefined : objects;
}

/** The items of a list; undefined for an object that is none. */
function itemsOf({ kind, items, metadata }: Fields): readonly unknown[] | undefined {
  if (!Array.isArray(items)) return typeof kind === "string" && /List$/.test(kind) ? [] : undefined;
  const isOne = text(fields(metadata).name) !== undefined;
  return (typeof kind === "string" ? /List$/.test(kind) : !isOne) ? items : undefined;
}

/** The items of a `SecretList` say no kind of their own. */
function kindOfItems({ kind }: Fields): string | undefined {
  return /^(.+)List$/.exec(text(kind) ?? "")?.[1];
}

function isObject({ kind, metadata }: Fields): boolean {
  return typeof kind === "string" || (typeof metadata === "object" && metadata !== null);
}

/** JSON documents one behind the other, each in a line or in many; undefined where one of them is not whole. */
export function documentsIn(content: string): readonly unknown[] | undefined {
  const found: unknown[] = [];
  for (let from = 0; from < content.length;) {
    const to = endOfDocument(content, from);
    if (to === undefined) return content.slice(from).trim() === "" ? found : undefined;
    try {
      found.push(JSON.parse(content.slice(from, to)));
    } catch {
      return undefined;
    }
    from = to;
  }
  return found;
}

/** Where the object or array that begins here ends; undefined where it does not. */
function endOfDocument(content: string, from: number): number | undefined {
  const signs = /["{}[\]]/g;
  signs.lastIndex = from;
  let depth = 0;
  for (let sign = signs.exec(content); sign; sign = signs.exec(content)) {
    const at = sign.index;
    if (sign[0] === '"') {
      const end = endOfText(content, at + 1);
      if (end === undefined) return undefined;
      signs.lastIndex = end;
    } else if (sign[0] === "{" || sign[0] === "[") depth++;
    else if (--depth <= 0) return at + 1;
  }
  return undefined;
}

function endOfText(content: string, from: number): number | undefined {
  for (let at = content.indexOf('"', from); at >= 0; at = content.indexOf('"', at + 1)) {
    let slashes = 0;
    while (content[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return undefined;
}
