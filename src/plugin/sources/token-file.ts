import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { PluginFailure } from "../failure";
import { lookUp } from "../json";
import { keepSecret } from "../redaction";

/** AWS takes tokens up to 20,000 characters, the others less. */
const MAXIMUM_TOKEN_FILE_BYTES = 32 * 1024;

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
  const file = resolve(path);
  let text: string;
  try {
    text = readWithin(file, MAXIMUM_TOKEN_FILE_BYTES);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new PluginFailure("source", `${told} ${file} cannot be read: ${code}.`, lookUp(ADVICE, code), code);
  }
  const token = text.trim();
  if (token === "") {
    throw new PluginFailure(
      "source",
      `${told} ${file} is empty.`,
      "Mount a projected serviceAccountToken volume there.",
    );
  }
  return { token: keepSecret(token), file };
}

const ADVICE: { readonly [code: string]: string } = {
  ENOENT: "Mount a projected serviceAccountToken volume there.",
  EACCES: "Set the pod's fsGroup.",
  EISDIR: "Name the file, not its folder.",
};

function readWithin(file: string, limit: number): string {
  const descriptor = openSync(file, "r");
  try {
    if (fstatSync(descriptor).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    const buffer = Buffer.alloc(limit + 1);
    let size = 0;
    for (let read = -1; read !== 0 && size < buffer.length; size += read) {
      read = readSync(descriptor, buffer, size, buffer.length - size, null);
    }
    if (size > limit) throw Object.assign(new Error(), { code: "EFBIG" });
    return buffer.toString("utf8", 0, size);
  } finally {
    closeSync(descriptor);
  }
}
