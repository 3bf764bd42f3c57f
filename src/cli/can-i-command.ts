import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { readWorld, UnresolvedValue, World } from "../simulator";
import { CanIArguments } from "./arguments";
import { answer, CanIVerdict } from "./can-i/answer";
import { CAN_I_VERSION, MalformedRequest, questionOf } from "./can-i/request";
import { jsonLine } from "./escape";
import { Terminal } from "./terminal";
import { UsageFault } from "./usage-fault";

const [ALLOWED, REFUSED, CANNOT_FOLLOW] = [0, 1, 2];

/**
 * `trust-mesh can-i`: answers one request of the flags, or each line of a file, by one line of JSON.
 *
 * @returns the exit code
 * @throws UsageFault, UnreadableConfiguration, UnresolvedValue
 */
export async function canICommand(args: CanIArguments, terminal: Terminal): Promise<number> {
  const world = readWorld(args.paths);
  const now = Math.floor(Date.now() / 1000);
  if (args.requests === undefined) return single(world, args, now, terminal);
  let code = ALLOWED;
  for await (const line of linesOf(args.requests)) {
    if (line.trim() === "") continue;
    const answered = answerLine(world, line, now);
    if ("error" in answered) code = CANNOT_FOLLOW;
    terminal.out(jsonLine(answered));
  }
  return code;
}

function single(world: World, args: CanIArguments, now: number, terminal: Terminal): number {
  const { from, to, verb, resource, namespace, name } = args;
  const request = { from, to, verb, resource, namespace, name };
  try {
    const verdict = answer(world, questionOf(request), now);
    terminal.out(jsonLine(verdict));
    return verdict.allowed ? ALLOWED : REFUSED;
  } catch (error) {
    if (error instanceof MalformedRequest) throw new UsageFault(`--${error.message}`);
    throw error;
  }
}

/** What is answered to a request that cannot be followed. */
interface Fault {
  readonly version: typeof CAN_I_VERSION;
  readonly id?: unknown;
  readonly error: { readonly code: string; readonly message: string };
}

function answerLine(world: World, line: string, now: number): CanIVerdict | Fault {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fault(undefined, "malformed", "the line is not JSON. Give one object a line");
  }
  try {
    return answer(world, questionOf(value), now);
  } catch (error) {
    const { id } = (value ?? {}) as { id?: unknown };
    if (error instanceof MalformedRequest) return fault(id, error.code, error.message);
    if (error instanceof UnresolvedValue) return fault(id, "unresolved", error.message);
    throw error;
  }
}

function fault(id: unknown, code: string, message: string): Fault {
  return { version: CAN_I_VERSION, ...(id === undefined ? {} : { id }), error: { code, message } };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input: Readable = file === "-" ? process.stdin : createReadStream(file, "utf8");
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) yield line;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageFault(`--requests ${file} cannot be read (${code}). Correct it`);
  }
}
