import { UnresolvedValue } from "../../terraform";
import { jsonIn, parsed } from "./json-in-text";
import { TextDocument, yamlIn } from "./yaml-in-text";

/** The documents of a text, and what is not part of any. */
export interface TextDocuments {
  readonly documents: readonly TextDocument[];
  /** Of a text that is neither JSON nor YAML, such as a script: what is left without the objects in it. */
  readonly rest: string;
  /** Why the text is no YAML. */
  readonly fault?: string;
}

/**
 * The documents of a text as its client reads them: JSON, or YAML of one or several documents. A text of another kind, such as
 * a script, has the JSON objects in it.
 *
 * @param isWanted tells of a document's text whether it is read
 * @throws UnresolvedValue for YAML that is too large or too intricate to be read
 */
export function documentsIn(place: string, text: string, isWanted: (text: string) => boolean): TextDocuments {
  const whole = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
  if (whole) return { documents: [{ text, value: whole }], rest: "" };
  const yaml = yamlIn(text, isWanted);
  if ("documents" in yaml) return { documents: yaml.documents, rest: "" };
  const { fault } = yaml;
  if (yaml.isYaml) throw new UnresolvedValue(place, fault, "Write the document out, or as JSON");
  const documents = jsonIn(text).filter((one) => isWanted(one.text));
  return { documents, rest: documents.reduce((left, one) => left.replace(one.text, () => ""), text), fault };
}

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** What a text stands for that was encoded, as binary data and the fields of a manifest's Secret are; undefined for others. */
export function decoded(text: string): string | undefined {
  return BASE64.test(text) ? Buffer.from(text, "base64").toString("utf8") : undefined;
}
