import { Define, PATHS } from "../command";
import { GivenVariables } from "../../terraform";
import { readWorld, UnresolvedValue, World } from "../../simulator";
import { answer, CanIVerdict } from "../can-i/answer";
import { CAN_I_VERSION, MalformedRequest, questionOf } from "../can-i/request";
import { RequestLine, requestLines } from "../can-i/request-lines";
import { parseRequest } from "../can-i/request-text";
import { jsonLine } from "../escape";
import { Terminal } from "../terminal";
import { UsageFault } from "../usage-fault";
import { defineVariables, VariableOptions, variablesOf } from "../variables";

const [ALLOWED, REFUSED, CANNOT_FOLLOW] = [0, 1, 2];

/** What `trust-mesh can-i` was asked for. */
interface CanIArguments {
  readonly paths: readonly string[];
  /** The values of Terraform's variables. */
  readonly variables: GivenVariables;
  /** A file of requests; undefined where the flags hold one. */
  readonly requests?: string;
  readonly from?: string;
  readonly to?: string;
  readonly verb?: string;
  readonly resource?: string;
  /** The action of a cloud's service, in place of a verb. */
  readonly action?: string;
  readonly namespace?: string;
  readonly name?: string;
}

type CanIOptions = Omit<CanIArguments, "paths" | "variables"> & VariableOptions;

/** `trust-mesh can-i`. */
export const canI: Define = (program, chosen) => {
  const command = program
    .command("can-i")
    .summary("answer what one service account may do, or a file of requests")
    .description("Answers from the simulator what a service account may do in a cluster, one verdict a line as JSON.")
    .argument("<path...>", PATHS)
    .option("--from <cluster:namespace/name>", "the service account that acts")
    .option("--to <target>", "the cluster in which it acts, or the account of --action")
    .option("--verb <verb>", "get, list, create, …")
    .option("--resource <resource>", "pods, deployments.apps, pods/exec, …, or a path that begins with /")
    .option("--action <action>", "a cloud's own action on --resource, as s3:GetObject, in place of a verb in a cluster")
    .option("-n, --namespace <namespace>", "where; the whole cluster unless given")
    .option("--name <name>", "the object's name")
    .option("--requests <file>", "a file of requests, one JSON object a line; - for stdin")
    .addHelpText(
      "after",
      "\nExit codes:\n  0 allowed (or all requests were answered), 1 refused, 2 cannot be followed\n",
    )
    .action((paths: string[], options: CanIOptions) => {
      const args = canIArguments(paths, options);
      chosen((terminal) => canICommand(args, terminal));
    });
  defineVariables(command);
};

/** The flags of one request. */
const ONE_REQUEST = ["from", "to", "verb", "resource", "action", "namespace", "name"] as const;

function canIArguments(paths: readonly string[], options: CanIOptions): CanIArguments {
  const variables = variablesOf(options);
  const { requests } = options;
  const one: Partial<Record<(typeof ONE_REQUEST)[number], string>> = Object.fromEntries(
    ONE_REQUEST.flatMap((flag) => (options[flag] === undefined ? [] : [[flag, options[flag]] as const])),
  );
  if (requests !== undefined) {
    const [flag] = Object.keys(one);
    if (flag) throw new UsageFault(`--requests and --${flag} contradict each other. Leave one of them out`);
    return { paths, variables, requests };
  }
  const isService = one.action !== undefined;
  const needed = isService ? (["from", "resource"] as const) : (["from", "to", "verb", "resource"] as const);
  for (const flag of needed) {
    if (one[flag] === undefined) throw new UsageFault(`can-i needs --${flag}, or a file of requests (--requests FILE)`);
  }
  return { paths, variables, ...one };
}

/**
 * `trust-mesh can-i`: answers one request of the flags, or each line of a file, by one line of JSON.
 *
 * @returns the exit code
 * @throws UsageFault, UnreadableConfiguration, UnresolvedValue
 */
async function canICommand(args: CanIArguments, terminal: Terminal): Promise<number> {
  const world = readWorld(args.paths, args.variables);
  const now = Math.floor(Date.now() / 1000);
  if (args.requests === undefined) return single(world, args, now, terminal);
  let code: number | undefined;
  for await (const line of requestLines(args.requests)) {
    const answered = answerLine(world, line, now);
    code = "error" in answered ? CANNOT_FOLLOW : (code ?? ALLOWED);
    terminal.out(jsonLine(answered));
  }
  if (code === undefined) {
    throw new UsageFault(`--requests ${args.requests} has no request. Give one JSON object a line`);
  }
  return code;
}

function single(world: World, args: CanIArguments, now: number, terminal: Terminal): number {
  const { from, to, verb, resource, action, namespace, name } = args;
  const given = { from, to, verb, resource, action, namespace, name };
  const request = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
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
  /** With the number of the request's line, counted from 1. */
  readonly error: { readonly code: string; readonly line: number; readonly message: string };
}

function answerLine(world: World, { number, text }: RequestLine, now: number): CanIVerdict | Fault {
  let value: unknown;
  const fault = (code: string, message: string): Fault => {
    const { id } = (value ?? {}) as { id?: unknown };
    return { version: CAN_I_VERSION, ...(id === undefined ? {} : { id }), error: { code, line: number, message } };
  };
  try {
    value = parseRequest(text());
    return answer(world, questionOf(value), now);
  } catch (error) {
    if (error instanceof MalformedRequest) return fault(error.code, error.message);
    if (error instanceof UnresolvedValue) return fault("unresolved", error.message);
    throw error;
  }
}
