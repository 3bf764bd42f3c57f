import { celEnv, CelInput, celMethod, CelScalar, isCelError, isCelList, isCelMap, parse, plan } from "@bufbuild/cel";
import { strings } from "@bufbuild/cel/ext";

type CelProgram = ReturnType<typeof plan>;

/** An expression that has no value: a syntax error, or a claim that is not there. */
export class CelFault extends Error {}

/**
 * Google's extension of CEL: the text between what stands before and behind the one `{name}` of a template; nothing where the
 * template does not fit.
 *
 * Google Cloud IAM documentation: "Attribute reference for IAM Conditions", section on extract.
 */
function extract(text: string, template: string): string {
  const [, before, after] = /^([^{]*)\{[^}]*\}(.*)$/s.exec(template) ?? [];
  if (before === undefined) throw new CelFault(`the template "${template}" has no {name}`);
  const start = text.indexOf(before);
  if (start < 0) return "";
  const from = start + before.length;
  const end = after === "" ? text.length : text.indexOf(after, from);
  return end < 0 ? "" : text.slice(from, end);
}

/** Go's `strings.Replace`: an empty text is found before each character and at the end, where the library repeats it. */
function replace(text: string, searched: string, by: string, times = Infinity): string {
  const limit = times < 0 ? Infinity : times;
  const pieces = searched === "" ? ["", ...text] : text.split(searched);
  const places = searched === "" ? pieces.length : pieces.length - 1;
  const replaced = Math.min(limit, places);
  return pieces
    .map((piece, i) => (i < replaced ? `${piece}${by}` : i < places ? `${piece}${searched}` : piece))
    .join("");
}

const { STRING, INT } = CelScalar;
const ENVIRONMENT = celEnv({
  funcs: [
    ...strings.filter(({ name }) => name !== "replace"),
    celMethod("replace", STRING, [STRING, STRING], STRING, function (searched, by) {
      return replace(this, searched, by);
    }),
    celMethod("replace", STRING, [STRING, STRING, INT], STRING, function (searched, by, times) {
      return replace(this, searched, by, Number(times));
    }),
    celMethod("extract", CelScalar.STRING, [CelScalar.STRING], CelScalar.STRING, function (template: string) {
      return extract(this, template);
    }),
  ],
});

const PROGRAMS = new Map<string, CelProgram>();

/**
 * Evaluates an attribute mapping or condition of Workload Identity Federation.
 *
 * @param names what `assertion`, `google` and `attribute` stand for
 * @returns text, truth, a number or a list of texts
 * @throws CelFault
 */
export function evaluateCel(expression: string, names: Readonly<Record<string, unknown>>): unknown {
  try {
    const program = PROGRAMS.get(expression) ?? plan(ENVIRONMENT, parse(expression));
    PROGRAMS.set(expression, program);
    const value = program(names as Record<string, CelInput>);
    if (isCelError(value)) throw new CelFault(value.message);
    return plain(value);
  } catch (error) {
    throw error instanceof CelFault ? error : new CelFault((error as Error).message);
  }
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (isCelList(value)) return [...value].map(plain);
  if (!isCelMap(value)) return value;
  return Object.fromEntries([...value].map(([key, item]) => [String(plain(key)), plain(item)]));
}
