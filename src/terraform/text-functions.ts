import { createHash } from "node:crypto";
import { CallFault, list, string, whole } from "./convert";
import { MissingPart } from "./follow";
import { matchesOf } from "./regular-expression";

/** Terraform's functions of text, beside those of `functions.ts`. */
export const TEXT_FUNCTIONS = {
  chomp: (text: unknown) => string(text).replace(/(?:\r?\n|\r)+$/, ""),
  chunklist: (items: unknown, size: unknown) => {
    const [all, length] = [list(items), whole(size)];
    if (length < 1) throw new CallFault("chunklist() with a size below 1 is not understood");
    return Array.from({ length: Math.ceil(all.length / length) }, (_, i) => all.slice(i * length, (i + 1) * length));
  },
  indent: (spaces: unknown, text: unknown) => string(text).replaceAll("\n", `\n${" ".repeat(whole(spaces))}`),
  md5: (text: unknown) => createHash("md5").update(string(text)).digest("hex"),
  regex: (pattern: unknown, text: unknown) => {
    const [first] = matchesOf("regex", string(pattern), string(text));
    if (first === undefined) throw new MissingPart("the pattern of regex() matches nothing");
    return first;
  },
  regexall: (pattern: unknown, text: unknown) => matchesOf("regexall", string(pattern), string(text)),
  sha512: (text: unknown) => createHash("sha512").update(string(text)).digest("hex"),
  strcontains: (text: unknown, part: unknown) => string(text).includes(string(part)),
  title: (text: unknown) => {
    if (!/^[\w -]*$/.test(string(text))) throw new CallFault("title() of this text is not understood");
    return string(text).replace(/(^|[ -])[a-z]/g, (letter) => letter.toUpperCase());
  },
  trim: (text: unknown, letters: unknown) => {
    const [all, cut] = [Array.from(string(text)), Array.from(string(letters))];
    const first = all.findIndex((letter) => !cut.includes(letter));
    if (first < 0) return "";
    const after = [...all].reverse().findIndex((letter) => !cut.includes(letter));
    return all.slice(first, all.length - after).join("");
  },
};
