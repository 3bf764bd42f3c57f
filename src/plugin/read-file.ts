import { closeSync, constants, fstatSync, openSync, readSync, Stats, statSync } from "node:fs";

/** Why a file cannot be read: the system's code, such as `ENOENT`, or a few words. */
export class UnreadableFile extends Error {
  public constructor(public readonly code: string) {
    super(code);
  }
}

/**
 * The text of a regular file. What is opened by path may be anything: a FIFO or a device, which could keep the run
 * waiting for ever, is refused before it is opened, and so is what is longer than the limit. Windows PowerShell writes
 * UTF-16, which its byte order mark tells.
 *
 * @param flags further flags of the open call
 * @param accept looks at the open file; false refuses it
 * @throws UnreadableFile
 */
export function readTextFile(path: string, limit: number, flags?: number, accept?: (stat: Stats) => boolean): string {
  const bytes = readBytes(path, limit, flags, accept);
  return bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf16le" : "utf8");
}

/**
 * The bytes of a regular file, under the same conditions.
 *
 * @throws UnreadableFile
 */
export function readBytes(
  path: string,
  limit: number,
  flags = 0,
  accept: (stat: Stats) => boolean = () => true,
): Buffer {
  let descriptor: number | undefined;
  try {
    refuseOdd(statSync(path));
    // Without a wait, should a FIFO have taken the file's place meanwhile.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | flags);
    const stat = fstatSync(descriptor);
    refuseOdd(stat);
    if (!accept(stat)) throw new UnreadableFile("it is not the plugin's own");
    const buffer = Buffer.alloc(Math.min(limit, Math.max(stat.size, LEAST_BUFFER)) + 1);
    let size = 0;
    for (let read = -1; read !== 0 && size < buffer.length; size += read) {
      read = readSync(descriptor, buffer, size, buffer.length - size, null);
    }
    if (size === buffer.length) throw new UnreadableFile("EFBIG");
    return buffer.subarray(0, size);
  } catch (error) {
    throw new UnreadableFile((error as NodeJS.ErrnoException).code ?? "unknown error");
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Some file systems tell no size. */
const LEAST_BUFFER = 32 * 1024;

function refuseOdd(stat: Stats): void {
  if (stat.isDirectory()) throw new UnreadableFile("EISDIR");
  if (!stat.isFile()) throw new UnreadableFile(`it is ${stat.isFIFO() ? "a FIFO" : "a device or socket"}, not a file`);
}
