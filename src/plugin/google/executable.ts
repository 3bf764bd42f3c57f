import { PluginFailure, sourceFailure } from "../failure";
import { asOthersSeeIt } from "../http/secure-context";
import { isTokenText, JsonObject, jsonObject } from "../json";
import { load } from "../node-modules";
import { readTextFile } from "../read-file";
import { excerpt, keepSecret } from "../redaction";
import { Run } from "../run";
import { ExternalAccount, refuserOf, TOKEN_TYPES } from "./external-account";

const VARIABLE = "GOOGLE_EXTERNAL_ACCOUNT_";
/** Google's own libraries run nothing either unless this variable is 1. */
const PERMISSION = `${VARIABLE}ALLOW_EXECUTABLES`;
const DEFAULT_TIMEOUT_MS = 30_000;
const TIMEOUT_BOUNDS_MS = [5_000, 120_000] as const;
const MAXIMUM_ANSWER_BYTES = 64 * 1024;
/** Until what a command has printed before its end is read. */
const REST_MS = 100;

/**
 * The token that a credential file's executable prints, or that its last run left in the output file ("Executable-sourced
 * credentials", AIP-4117). It is started without a shell.
 *
 * @throws PluginFailure (usage) when it may not be run or is wrongly described, (source) when it gives no token
 */
export async function runExecutable(run: Run, account: ExternalAccount, settings: JsonObject): Promise<string> {
  const { command, timeout_millis: timeout = DEFAULT_TIMEOUT_MS, output_file: outputFile } = settings;
  const refuse = refuserOf(account.path);
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
    ...asOthersSeeIt(run.env),
    [`${VARIABLE}AUDIENCE`]: account.audience,
    [`${VARIABLE}TOKEN_TYPE`]: account.tokenType,
    [`${VARIABLE}INTERACTIVE`]: "0",
    ...(account.serviceAccount ? { [`${VARIABLE}IMPERSONATED_EMAIL`]: account.serviceAccount } : {}),
    ...(hasOutputFile ? { [`${VARIABLE}OUTPUT_FILE`]: outputFile } : {}),
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

/**
 * What a command prints within a time; it is ended after it. What it leaves behind may keep its stdout open, and what it
 * says on stderr is for no one.
 */
async function printed([command, ...args]: readonly string[], env: NodeJS.ProcessEnv, limit: number): Promise<string> {
  return await new Promise((resolve, reject) => {
    let text = "";
    const child = load.childProcess().spawn(command, args, { env, stdio: ["ignore", "pipe", "ignore"] });
    const end = (fault?: string) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      child.stdout.destroy();
      // Told in its own words where it has any.
      if (!fault || jsonObject(text)?.success === false) resolve(text);
      else reject(fails(fault));
    };
    const ended = (code: number | null, signal: string | null) => end(code === 0 ? "" : `ends with ${code ?? signal}`);
    const timer = setTimeout(() => end("does not end in time"), limit);
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.length > MAXIMUM_ANSWER_BYTES) end("prints too much");
    });
    child.once("error", ({ code }: NodeJS.ErrnoException) => end(`ends with ${code}`));
    child.once("exit", (code, signal) => setTimeout(() => ended(code, signal), REST_MS));
    child.once("close", ended);
  });
}

/** @param what the rest of the sentence */
function fails(what: string): PluginFailure {
  return sourceFailure(`the credential_source's executable ${what}.`, "Run it by hand (AIP-4117).");
}
