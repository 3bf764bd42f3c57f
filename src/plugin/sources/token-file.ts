import { isAbsolute, resolve } from "node:path";
import { TokenSubject } from "../credential";
import { sourceFailure } from "../failure";
import { lookUp } from "../json";
import { readTextFile, UnreadableFile } from "../read-file";
import { keepSecret } from "../redaction";
import { Source } from "./source";
import { subjectFromToken, TokenNeeds } from "./subject-token";

/** AWS takes tokens up to 20,000 characters, the others less. */
const MAXIMUM_TOKEN_FILE_BYTES = 32 * 1024;

/** The projected service account token that --token-file names. */
export const tokenFile: Source = {
  name: "token-file",
  variables: [],
  read: ({ settings }, { needs }) => subjectFromFile(settings.need("token-file"), "--token-file", needs),
};

/** A token and the file it was read from. */
export interface FileToken {
  readonly token: string;
  readonly file: string;
}

/**
 * Reads a projected token. kubelet renews the file well before the token expires, so it is read at every run.
 *
 * @param told how the path came to be known, for messages: "--token-file"
 * @throws PluginFailure (source) when it cannot be read, is empty or far too large
 */
export function readTokenFile(path: string, told: string): FileToken {
  let file = path;
  let text: string;
  try {
    // An absolute path needs no working directory, which may have been removed.
    file = isAbsolute(path) ? path : resolve(path);
    text = readTextFile(file, MAXIMUM_TOKEN_FILE_BYTES);
  } catch (error) {
    const { code } = error instanceof UnreadableFile ? error : { code: "there is no working directory" };
    throw sourceFailure(`${told} ${file} cannot be read: ${code}.`, lookUp(ADVICE, code), code);
  }
  const token = text.trim();
  if (token === "") {
    throw sourceFailure(`${told} ${file} is empty.`, "Mount a projected serviceAccountToken volume there.");
  }
  return { token: keepSecret(token), file };
}

/** The subject whose token is all that a file holds. */
export function subjectFromFile(path: string, told: string, needs: TokenNeeds): TokenSubject {
  const { token, file } = readTokenFile(path, told);
  // A relative path means another file in another working directory: it may not name the subject later.
  return subjectFromToken(token, needs, { name: file, file: isAbsolute(path) ? file : undefined });
}

const ADVICE: { readonly [code: string]: string } = {
  ENOENT: "Mount a projected serviceAccountToken volume there.",
  EACCES: "Set the pod's fsGroup.",
  EISDIR: "Name the file, not its folder.",
};
