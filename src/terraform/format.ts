import { CallFault, string, whole } from "./convert";
import { jsonencode } from "./json";

/**
 * Text with values in it, by the verbs that stand for one value each.
 *
 * Terraform documentation: "format Function".
 */
export function format(spec: string, args: readonly unknown[]): string {
  let next = 0;
  const text = spec.replace(/%(.?)/gs, (verb, letter: string) => {
    if (letter === "%") return "%";
    if (!letter || !"sdvq".includes(letter)) throw new CallFault(`format() with ${verb} is not understood`);
    if (next >= args.length) throw new CallFault("format() has too few arguments");
    const value = args[next++];
    if (letter === "d") return string(whole(value));
    return letter === "q" ? jsonencode(string(value)) : string(value);
  });
  if (next < args.length) throw new CallFault("format() has too many arguments");
  return text;
}
