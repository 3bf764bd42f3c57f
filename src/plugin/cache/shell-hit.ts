import { isAbsolute } from "node:path";
import { PLUGIN_FLAGS } from "../../exec-contract";
import { Subject } from "../credential";
import { Environment } from "../settings";
import { VERSION } from "../version";
import { KeptCredential } from "./entry";
import { fileNameOf } from "./file-name";
import { writePrivateFile } from "./private-file";
import { SOURCES } from "../sources/registry";
import { AWS_DUAL_STACK, AWS_FIPS, AWS_SESSION_NAME } from "../variables";

/**
 * Variables that matter beside those of flags and sources. Proxies and certificates are not among them: they change the
 * way to a credential, not the credential. The last two decide nothing here; a pod in which they change was moved to
 * another cloud, and asks anew.
 */
const FURTHER_VARIABLES = [
  "KUBERNETES_EXEC_INFO",
  AWS_SESSION_NAME,
  AWS_FIPS,
  AWS_DUAL_STACK,
  "AZURE_AUTHORITY_HOST",
  "GOOGLE_CLOUD_UNIVERSE_DOMAIN",
] as const;

/** Every variable that a stored answer is bound to, in the order in which the shell part joins them. */
export const BOUND_VARIABLES: readonly string[] = [
  ...new Set([
    ...FURTHER_VARIABLES,
    ...SOURCES.flatMap(({ variables }) => variables),
    ...Object.values(PLUGIN_FLAGS).flatMap((flags) => flags.flatMap(({ variables }) => variables ?? [])),
  ]),
].sort();

/** The last line of a stored answer: without it the file is not whole. */
const END_MARK = "end";
/** An answer is handed out by the shell only while it is good for so long (seconds). */
const LEAST_LIFE_SECONDS = 10;
/** A longer key would cost the shell more time to read than it saves. */
const MAXIMUM_KEY_BYTES = 8192;

/**
 * The command line and environment as the shell joins them, or undefined when they hold a tab, a newline or a character
 * that was not valid UTF-8: only without those is the joined text unambiguous.
 */
export function shellKey(args: readonly string[], env: Environment): string | undefined {
  const parts = [...args, ...BOUND_VARIABLES.map((name) => env[name] ?? "")];
  if (parts.some((part) => /[\t\n\0\ufffd]/.test(part))) return undefined;
  // With the number of arguments in front, a tab in a shell's variable can only make another key, never this one.
  const key = [VERSION, args.length, ...parts].join("\t");
  return Buffer.byteLength(key) <= MAXIMUM_KEY_BYTES ? key : undefined;
}

/**
 * Stores an answer for the shell part of the executable, which hands it out to the very same command line, environment
 * and token without starting Node.js. Of the token it stores the header and claims, without the signature: enough to
 * compare with, and worth nothing to a thief. Only subjects from a file are stored, since a shell can compare a file.
 */
export function storeForShell(
  directory: string,
  args: readonly string[],
  env: Environment,
  subject: Subject,
  kept: KeptCredential,
  answer: string,
  now: number = Date.now(),
): void {
  if (subject.kind !== "token" || subject.file === undefined || !isAbsolute(directory)) return;
  const key = shellKey(args, env);
  // Of the shell's own commands only echo is everywhere, and some read a backslash as the beginning of an escape.
  if (key === undefined || /[\t\n]/.test(subject.file) || /[\\\n]/.test(answer)) return;
  const name = `hit-${args[0]}-${Buffer.byteLength(key)}-${fileNameOf(key)}`;
  const lines = [
    subject.file,
    key,
    String(Math.floor(now / 1000)),
    String(Math.floor(Math.min(kept.expires, kept.end) / 1000) - LEAST_LIFE_SECONDS),
    subject.token.slice(0, subject.token.lastIndexOf(".")),
    answer,
    END_MARK,
    "",
  ];
  writePrivateFile(directory, name, lines.join("\n"));
}
