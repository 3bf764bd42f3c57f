import { parseCommandLine } from "./command-line";
import { prepare, runCredential } from "./credential-run";
import { PluginFailure } from "./failure";
import { Log } from "./log";
import { print } from "./output";
import { Environment } from "./settings";
import { VERSION } from "./version";
import { loadHelp } from "./load-help";

const INTERNAL_FAULT = 1;
const LEAST_NODE = [20, 9] as const;

async function main(args: readonly string[]): Promise<number> {
  // Without a prototype: a variable may be asked for by any name, "constructor" too.
  const env = Object.assign<object, Environment>(Object.create(null) as object, process.env);
  const invocation = parseCommandLine(args);
  if (invocation.kind === "version" || invocation.kind === "help") {
    print(invocation.kind === "version" ? `${VERSION}\n` : loadHelp(process.argv[1]).help(invocation.subcommand));
    return 0;
  }
  if (invocation.kind === "doctor") return await loadHelp(process.argv[1]).doctor(invocation.args, env);
  const prepared = prepare(invocation.subcommand, invocation.flags, env);
  const { run } = prepared;
  print(`${await runCredential(prepared, args)}\n`, run.deadline);
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
// Else Node.js opens its debugger at this signal.
process.on("SIGUSR1", () => undefined);
// Should nothing be left to wait for, an empty answer must not look like success.
process.exitCode = INTERNAL_FAULT;
process.on("uncaughtException", (error) => process.exit(explain(error)));
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => process.exit(explain(error)),
);
