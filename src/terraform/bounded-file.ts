import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from "node:fs";
import { Readable } from "node:stream";

/** A file that holds more than is read of one. */
export class TooLarge extends Error {
  /** @param bytes how many it holds, as far as that was found out */
  public constructor(public readonly bytes: number) {
    super(`more than ${bytes - 1} bytes`);
  }
}

const [CHUNK, STDIN] = [1024 * 1024, 0];

/**
 * A file's bytes. What tells no size, such as a pipe or a device, is read up to the bound and no further.
 *
 * @param file `-` for stdin
 * @throws TooLarge, or the system's own error
 */
export function boundedBytes(file: string, most: number): Buffer {
  const descriptor = file === "-" ? STDIN : openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    if (size > most) throw new TooLarge(size);
    const chunks: Buffer[] = [];
    for (let all = 0; ;) {
      const chunk = Buffer.allocUnsafe(Math.min(most + 1 - all, chunks.length === 0 ? size + 1 : CHUNK));
      const read = readSync(descriptor, chunk, 0, chunk.length, null);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, read));
      all += read;
      if (all > most) throw new TooLarge(all);
    }
  } finally {
    if (descriptor !== STDIN) closeSync(descriptor);
  }
}

/** The same as text. @throws TooLarge, or the system's own error */
export function boundedText(file: string, most: number): string {
  return boundedBytes(file, most).toString("utf8");
}

/**
 * A file's bytes as they come, so that a pipe is answered before it ends; up to the bound and no further.
 *
 * @param file `-` for stdin
 * @throws TooLarge, before the first byte where the file tells its size; or the system's own error
 */
export async function* boundedChunks(file: string, most: number): AsyncGenerator<Buffer> {
  const size = file === "-" ? 0 : statSync(file).size;
  if (size > most) throw new TooLarge(size);
  const input: Readable = file === "-" ? process.stdin : createReadStream(file);
  let all = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk as Buffer | string);
    all += bytes.length;
    if (all > most) throw new TooLarge(all);
    yield bytes;
  }
}
