import { PluginFailure } from "../failure";
import { isTokenText, JsonObject, jsonObject } from "../json";
import { load } from "../node-modules";
import { readTextFile } from "../read-file";
import { excerpt, keepSecret } from "../redaction";
import { Run } from "../run";
import { ExternalAccount, TOKEN_TYPES } from "./external-account";

/** Google's own libraries run nothing either unless this variable is 1. */
const PERMISSION = "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES";
const DEFAULT_TIMEOUT_MS = 30_000;
const TIMEOUT_BOUNDS_MS = [5_000, 120_000] as const;
const MAXIMUM_ANSWER_BYTES = 64 * 1024;

/**
 * The token that a credential file's executable prints, or that its last run left in the output file ("Executable-sourced
 * credentials", AIP-4117). It is started without a shell.
 *
 * @throws PluginFailure (usage) when it may not be run or is wrongly described, (source) when it gives no token
 */
export async function runExecutable(run: Run, account: ExternalAccount, settings: JsonObject): Promise<string> {
  const { command, timeout_millis: timeout = DEFAULT_TIMEOUT_MS, output_file: outputFile } = settings;
  const refuse = (what: string, wayOut: string) =>
    new PluginFailure("usage", `the credential file ${account.path} ${what}.`, wayOut);
  if (run.env[PERMISSION] !== "1") {
    throw refuse(
      "names an executable, which is not run",
      `Set ${PERMISSION}=1 if it is trusted, or pass --token-file.`,
    );
  }
  // As Google's libraries divide it: at spaces, unless in double quotes.
  const words = typeof command === "string" ? (command.match(/(?:[^\s"]+|"[^"]*")+/g) ?? []) : [];
  const [least, most] = TIMEOUT_BOUNDS_MS;
  if (words.length === 0 || typeof timeout !== "number" || !(timeout >= least && timeout <= most)) {
    throw refuse("has an executable without a command, or a timeout_millis out of bounds", `Use ${least} to ${most}.`);
  }
  const hasOutputFile = typeof outputFile === "string" && outputFile !== "";
  const earlier = hasOutputFile ? cachedAnswer(outputFile) : undefined;
  if (earlier !== undefined && isFresh(earlier)) return tokenIn(earlier);
  const env = {
    ...run.env,
    GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE: account.audience,
    GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE: account.tokenType,
    GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE: "0",
    ...(account.serviceAccount ? { GOOGLE_EXTERNAL_ACCOUNT_IMPERSONATED_EMAIL: account.serviceAccount } : {}),
    ...(hasOutputFile ? { GOOGLE_EXTERNAL_ACCOUNT_OUTPUT_FILE: outputFile } : {}),
  };
  const unquoted = words.map((word) => (/^".*"$/s.test(word) ? word.slice(1, -1) : word));
  // Node.js takes whole milliseconds alone, and 0 as no limit.
  const limit = Math.max(1, Math.floor(Math.min(timeout, run.deadline.remaining)));
  const answer = jsonObject(await printed(unquoted, env, limit));
  if (!answer) throw fails("prints no JSON object");
  return tokenIn(answer);
}

function cachedAnswer(file: string): JsonObject | undefined {
  try {
    return jsonObject(readTextFile(file, MAXIMUM_ANSWER_BYTES));
  } catch {
    return undefined; // It is the executable that makes the file.
  }
}

function isFresh({ success, expiration_time: end }: JsonObject): boolean {
  return success === true && typeof end === "number" && end > Date.now() / 1000;
}

function tokenIn(answer: JsonObject): string {
  const { version, success, token_type: type, id_token: token, expiration_time: end, code, message } = answer;
  if (version !== 1) throw fails("answers in another version than 1");
  if (success !== true) {
    const told = [code, message].filter((part) => typeof part === "string").join(": ");
    throw fails(`gives no token: ${excerpt(told)}`);
  }
  if (typeof type !== "string" || !TOKEN_TYPES.includes(type)) {
    throw fails("gives another token than a JSON Web Token");
  }
  if (typeof end === "number" && end <= Date.now() / 1000) throw fails("gives a token that has expired");
  if (!isTokenText(token)) throw fails("gives no id_token");
  return keepSecret(token);
}

/** What a command prints within a time; it is ended after it. */
async function printed(
  [command, ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  timeout: number,
): Promise<string> {
  const options = { env, timeout, killSignal: "SIGKILL", maxBuffer: MAXIMUM_ANSWER_BYTES } as const;
  return await new Promise((resolve, reject) => {
    load.childProcess().execFile(command, args, options, (error, stdout) => {
      // Told in its own words where it has any.
      if (!error || jsonObject(stdout)?.success === false) resolve(stdout);
      else if (error.killed) reject(fails("does not end in time, or prints too much"));
      else reject(fails(`ends with ${error.code ?? error.signal}`));
    });
  });
}

/** @param what the rest of the sentence */
function fails(what: string): PluginFailure {
  return new PluginFailure("source", `the credential_source's executable ${what}.`, "Run it by hand (AIP-4117).");
}
