import { parseCommandLine } from "./command-line";
import { prepare, runCredential } from "./credential-run";
import { PluginFailure } from "./failure";
import { Log } from "./log";
import { print } from "./output";
import { VERSION } from "./version";
import { help } from "./help";
import { doctor } from "./doctor";
import { leave } from "./leave";

const INTERNAL_FAULT = 1;
const LEAST_NODE = [20, 9] as const;

async function main(args: readonly string[]): Promise<number> {
  const invocation = parseCommandLine(args);
  if (invocation.kind === "version" || invocation.kind === "help") {
    print(invocation.kind === "version" ? `${VERSION}\n` : help(invocation.subcommand));
    return 0;
  }
  const prepared = prepare(invocation.subcommand, invocation.flags, process.env);
  const { run } = prepared;
  if (invocation.kind === "doctor") {
    return await doctor(prepared, invocation.flags, print);
  }
  print(`${await runCredential(prepared, args)}\n`);
  if (run.clockComplaint) run.log.warn(run.clockComplaint);
  return 0;
}

function explain(error: unknown): number {
  const log = new Log();
  if (error instanceof PluginFailure) {
    log.error(error.message);
    return error.exitCode;
  }
  const { name = "Error", code, stack } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  log.error(`a fault of the plugin itself (${code ?? name}). Run it with --debug and report what that prints.`);
  if (process.argv.includes("--debug")) log.error(`debug: ${stack ?? String(error)}`);
  return INTERNAL_FAULT;
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
  new Log().error(`it needs Node.js ${LEAST_NODE.join(".")} or newer, not ${process.versions.node}.`);
  process.exit(INTERNAL_FAULT);
}
// Node.js's own warnings are about choices that the plugin makes itself, such as the verification of certificates.
process.removeAllListeners("warning");
// Should nothing be left to wait for, an empty answer must not look like success.
process.exitCode = INTERNAL_FAULT;
process.on("uncaughtException", (error) => leave(explain(error)));
main(process.argv.slice(2)).then(leave, (error) => leave(explain(error)));
