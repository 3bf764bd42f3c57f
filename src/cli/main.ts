import { writeSync } from "node:fs";
import { constants } from "node:os";
import { UnusableFolder } from "../lab";
import { UnreadableConfiguration, UnresolvedValue } from "../simulator";
import { readArguments } from "./arguments";
import { plain } from "./escape";
import { Terminal } from "./terminal";
import { UsageFault } from "./usage-fault";

/** Filled in by the build. */
declare const TRUST_MESH_VERSION: string;

/** What a user can mend; every other error is a fault of the command's. */
const KNOWN = [UsageFault, UnreadableConfiguration, UnresolvedValue, UnusableFolder];
const CANNOT_FOLLOW = 2;
const OWN_FAULT = 70;

/** An interrupt, an end that is asked for, and a terminal that was closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What a signal does: it ends the process as shells tell it, unless a command waits for it. */
const end = (signal: (typeof SIGNALS)[number]) => process.exit(128 + constants.signals[signal]);
let onSignal: (signal: (typeof SIGNALS)[number]) => void = end;
for (const signal of SIGNALS) process.on(signal, () => onSignal(signal));

const PARENT_CHECK_MS = 500;

// npx hands a signal to the shell between it and this process, which ends by it alone: what it started has another parent then.
if (process.env.npm_command === "exec") {
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    onSignal("SIGTERM");
  }, PARENT_CHECK_MS);
  check.unref();
}

/** What a reader leaves unread, such as `head`, is no fault; what a full disk does not take is told, and is no verdict. */
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") return;
  tell(`stdout cannot be written (${code}). Send it elsewhere`);
  process.exit(CANNOT_FOLLOW);
});
// Progress and warnings have nowhere else to go.
process.stderr.on("error", () => undefined);

/** Says on stderr why the command ends, where stderr takes it. */
function tell(text: string): void {
  try {
    writeSync(2, `trust-mesh: ${text}\n`);
  } catch {
    // The exit code says it.
  }
}

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  columns: process.stdout.columns,
  isInteractive: Boolean(process.stderr.isTTY),
  untilInterrupted: () =>
    new Promise((resolve) => {
      onSignal = () => {
        onSignal = end;
        resolve();
      };
    }),
};

async function main(): Promise<number> {
  const run = readArguments(process.argv.slice(2), TRUST_MESH_VERSION);
  return await run(terminal, TRUST_MESH_VERSION);
}

main().then(
  (code) => {
    // All that was written is out before the process ends; what could not be written has ended it.
    process.stdout.write("", () => setImmediate(() => process.exit(code)));
  },
  (error: unknown) => {
    const known = KNOWN.some((kind) => error instanceof kind);
    const text = known
      ? plain((error as Error).message)
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
    tell(text);
    process.exit(known ? CANNOT_FOLLOW : OWN_FAULT);
  },
);
