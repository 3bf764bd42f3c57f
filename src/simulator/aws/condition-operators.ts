import { isIP } from "node:net";
import { plain, wildcard } from "../wildcard";

/** Whether a value of the request is one that a policy wants. */
export type Test = (given: string, wanted: string) => boolean;

const numeric =
  (compare: (a: number, b: number) => boolean): Test =>
  (given, wanted) => {
    const [a, b] = [Number(given), Number(wanted)];
    return given !== "" && wanted !== "" && !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };
const dated =
  (compare: (a: number, b: number) => boolean): Test =>
  (given, wanted) => {
    const [a, b] = [instant(given), instant(wanted)];
    return !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };

/** The tests behind the operators, by the operators' names in lower case without "not". */
const TESTS: Readonly<Record<string, Test>> = {
  stringequals: (given, wanted) => given === plain(wanted),
  stringequalsignorecase: (given, wanted) => given.toLowerCase() === plain(wanted).toLowerCase(),
  stringlike: (given, wanted) => wildcard(wanted).test(given),
  arnequals: arnLike,
  arnlike: arnLike,
  ipaddress: inNetwork,
  binaryequals: (given, wanted) => Buffer.from(given, "base64").equals(Buffer.from(wanted, "base64")),
  bool: (given, wanted) => /^(true|false)$/i.test(wanted) && given.toLowerCase() === wanted.toLowerCase(),
  numericequals: numeric((a, b) => a === b),
  numericlessthan: numeric((a, b) => a < b),
  numericlessthanequals: numeric((a, b) => a <= b),
  numericgreaterthan: numeric((a, b) => a > b),
  numericgreaterthanequals: numeric((a, b) => a >= b),
  dateequals: dated((a, b) => a === b),
  datelessthan: dated((a, b) => a < b),
  datelessthanequals: dated((a, b) => a <= b),
  dategreaterthan: dated((a, b) => a > b),
  dategreaterthanequals: dated((a, b) => a >= b),
};
const NEGATED = /^(?:(string|arn|numeric|date)not(equals|equalsignorecase|like)|not(ipaddress))$/;

/** An operator of a condition, as it is written. */
export interface Operator {
  readonly set?: "forallvalues" | "foranyvalue";
  readonly isNull: boolean;
  readonly isNegated: boolean;
  readonly ifExists: boolean;
  /** Whether its values may hold policy variables. */
  readonly takesVariables: boolean;
  readonly test: Test;
}

/** AWS IAM documentation: "IAM policy elements: Variables and tags", on where they can be used; another page adds Bool. */
const TAKES_VARIABLES = /^(string|arn|bool)/;

/** The parts of an operator's name. */
export interface OperatorName {
  readonly set?: "forallvalues" | "foranyvalue";
  /** In lower case, without the parts around it: `stringequals`. */
  readonly name: string;
  readonly ifExists: boolean;
}

/** The parts of an operator's name, whether or not AWS has such an operator. */
export function operatorName(written: string): OperatorName {
  const [, set, name = "", suffix] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/i.exec(written) ?? [];
  return {
    ...(set === undefined ? {} : { set: set.toLowerCase().slice(0, -1) as "forallvalues" | "foranyvalue" }),
    name: name.toLowerCase(),
    ifExists: suffix !== undefined,
  };
}

/**
 * Reads an operator's name; undefined for one that AWS has not.
 *
 * AWS IAM documentation: "IAM JSON policy elements: Condition operators".
 */
export function operatorOf(written: string): Operator | undefined {
  const { name, ...read } = operatorName(written);
  const common = { ...read, takesVariables: TAKES_VARIABLES.test(name) };
  const { ifExists } = common;
  if (name === "null") return ifExists ? undefined : { ...common, isNull: true, isNegated: false, test: () => true };
  const negated = NEGATED.exec(name);
  const positive = negated ? (negated[3] ?? `${negated[1]}${negated[2]}`) : name;
  const test = Object.hasOwn(TESTS, positive) ? TESTS[positive] : undefined;
  return test && { ...common, isNull: false, isNegated: negated !== null, test };
}

/** Each of an ARN's six parts by itself. */
function arnLike(given: string, wanted: string): boolean {
  const parts = (arn: string) => /^(arn):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(arn)?.slice(1);
  const [a, b] = [parts(given), parts(wanted)];
  return a !== undefined && b !== undefined && b.every((pattern, i) => wildcard(pattern).test(a[i]));
}

/** Whether an address is in a network, which may be one address. */
function inNetwork(given: string, wanted: string): boolean {
  const [network, bits] = wanted.split("/");
  const version = isIP(network);
  if (version === 0 || isIP(given) !== version) return false;
  const size = bits === undefined ? (version === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(size) || size < 0 || size > (version === 4 ? 32 : 128)) return false;
  const [a, b] = [given, network].map((address) => bitsOf(address, version).slice(0, size));
  return a === b;
}

/** An address as zeros and ones. */
function bitsOf(address: string, version: number): string {
  const binary = (parts: readonly string[], base: number, width: number) =>
    parts.map((part) => parseInt(part, base).toString(2).padStart(width, "0")).join("");
  if (version === 4) return binary(address.split("."), 10, 8);
  // The last 32 bits may be written as an IPv4 address.
  const hexadecimal = address.replace(/\d+\.\d+\.\d+\.\d+$/, (end) => {
    const [a, b, c, d] = end.split(".").map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head, tail] = hexadecimal.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = tail ? Array.from({ length: 8 - head.length - tail.length }, () => "0") : [];
  return binary([...head, ...zeros, ...(tail ?? [])], 16, 16);
}

function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
