import { CallFault, string } from "./convert";
import { byBytes } from "./text";

/** Where Terraform breaks a line of quoted text: at the first space after so many characters. */
const WIDTH = 80;

/**
 * YAML as Terraform writes it: block style, keys sorted, every text in double quotes, texts of several lines as literal blocks.
 *
 * Terraform documentation: "yamlencode Function".
 */
export function yamlencode(value: unknown): string {
  if (typeof value !== "string" && (typeof value !== "object" || value === null)) {
    throw new CallFault("yamlencode() of what is neither text, a list nor a map is not understood");
  }
  return `${lines(value, 0).join("\n")}\n`;
}

/** @param column at which the value begins */
function lines(value: unknown, column: number): string[] {
  if (typeof value !== "object" || value === null) return scalar(value, column);
  if (Array.isArray(value)) {
    return value.length === 0 ? ["[]"] : value.flatMap((item) => listed(lines(item, column + 2)));
  }
  const entries = Object.entries(value).sort(([a], [b]) => byBytes(a, b));
  if (entries.length === 0) return ["{}"];
  return entries.flatMap(([key, item]) => {
    const name = `${quoted(key)}:`;
    // A list stands below its key without an indent.
    if (isFilled(item)) {
      return [name, ...(Array.isArray(item) ? lines(item, column) : indented(lines(item, column + 2)))];
    }
    const [first, ...rest] = lines(item, column + name.length + 1);
    return [`${name} ${first}`, ...rest];
  });
}

function isFilled(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function indented(all: readonly string[]): string[] {
  return all.map((line) => `  ${line}`);
}

function listed([first, ...rest]: readonly string[]): string[] {
  if (first.startsWith("|")) throw new CallFault("yamlencode() of a list of texts of several lines is not understood");
  return [`- ${first}`, ...indented(rest)];
}

function scalar(value: unknown, column: number): string[] {
  if (value === null || value === undefined) return ["null"];
  if (typeof value !== "string") return [string(value)];
  if (value.includes("\n")) return literal(value);
  const text = quoted(value);
  if (column + text.lastIndexOf(" ") >= WIDTH - 2) throw new CallFault("yamlencode() of a long text is not understood");
  return [text];
}

/** A literal block, which has the text as it is. */
function literal(text: string): string[] {
  const plain = /^[\x21-\x7e\xa0-\ud7ff][\n\x20-\x7e\xa0-\ud7ff]*$/.test(text) && !/[ \t]\n|\n\n|\n | $/.test(text);
  if (!plain) throw new CallFault("yamlencode() of this text of several lines is not understood");
  const all = text.replace(/\n$/, "").split("\n");
  return [text.endsWith("\n") ? "|" : "|-", ...all.map((line) => `  ${line}`)];
}

function quoted(text: string): string {
  if (/[^\x20-\x7e\xa1-\ud7ff\t]/.test(text)) throw new CallFault("yamlencode() of this text is not understood");
  return `"${text.replace(/["\\]/g, "\\$&").replace(/\t/g, "\\t")}"`;
}
