import { constants, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTextFile } from "../read-file";

const MAXIMUM_BYTES = 256 * 1024;

/**
 * The text of a file of the cache, or undefined when it is not there or not ours: a symbolic link, another user's, or
 * one that others can read.
 */
export function readPrivateFile(directory: string, name: string): string | undefined {
  try {
    return readTextFile(join(directory, name), MAXIMUM_BYTES, constants.O_NOFOLLOW ?? 0, isPrivate);
  } catch {
    return undefined;
  }
}

/** Whether a file belongs to this user alone. On Windows the profile folder's own permissions hold. */
export function isPrivate({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}

/**
 * Puts a file in place in one step: a reader, or a process killed in between, sees the old one or the new one whole.
 *
 * @returns false when the file system does not let it be written
 */
export function writePrivateFile(directory: string, name: string, text: string): boolean {
  const temporary = join(directory, temporaryName());
  try {
    writeFileSync(temporary, text, { flag: "wx", mode: 0o600 });
    renameSync(temporary, join(directory, name));
    return true;
  } catch {
    removePrivateFile(temporary);
    return false;
  }
}

/** Removes a file; that it is gone already is no fault. */
export function removePrivateFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone, or the file system is read-only: it then was not written either.
  }
}

/** A name that no other process takes: it need not be a secret, since the file is made only if there is none. */
export function temporaryName(): string {
  return `.tmp-${process.pid}-${process.hrtime().join("-")}`;
}
