import { boundedChunks, TooLarge } from "../../terraform";
import { UsageFault } from "../usage-fault";
import { MalformedRequest } from "./request";

/** A line of a file of requests, by its number, counted from 1. */
export interface RequestLine {
  readonly number: number;
  /** @throws MalformedRequest for bytes that are no UTF-8, and for a line that is too long */
  readonly text: () => string;
}

/** A request has some hundred characters, and a token's claims some thousand. */
const MAX_LINE_BYTES = 1024 * 1024;
/** A million requests have less. */
const MAX_MEBIBYTES = 512;
const [NEWLINE, CARRIAGE_RETURN] = [0x0a, 0x0d];
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines of a file that are not blank, one at a time: with `\n` or `\r\n` between them, and with a byte order mark before the
 * first or without.
 *
 * @param file `-` for stdin
 * @throws UsageFault for a file that cannot be read, or has no end
 */
export async function* requestLines(file: string): AsyncGenerator<RequestLine> {
  let number = 0;
  for await (const { bytes, isTooLong } of lines(file)) {
    number++;
    const start = number === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    const line = bytes.subarray(start, end);
    if (line.every((byte) => byte === 0x20 || byte === 0x09)) continue;
    yield { number, text: () => textOf(line, isTooLong) };
  }
}

function textOf(line: Buffer, isTooLong: boolean): string {
  if (isTooLong) {
    throw new MalformedRequest(`the line is longer than ${MAX_LINE_BYTES} bytes. Give one request a line`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(line);
  } catch {
    throw new MalformedRequest("the line is not UTF-8. Write the file in UTF-8");
  }
}

/** A line, or as much of it as is kept. */
interface Line {
  readonly bytes: Buffer;
  readonly isTooLong: boolean;
}

/** Of a line that is too long, the rest is passed over. */
async function* lines(file: string): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (part: Buffer) => {
    if (length <= MAX_LINE_BYTES) parts.push(part);
    length += part.length;
  };
  const whole = (): Line => {
    const line = { bytes: Buffer.concat(parts), isTooLong: length > MAX_LINE_BYTES };
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks(file)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      yield whole();
      start = end + 1;
    }
    take(chunk.subarray(start));
  }
  if (length > 0) yield whole();
}

async function* chunks(file: string): AsyncGenerator<Buffer> {
  try {
    yield* boundedChunks(file, MAX_MEBIBYTES * 1024 * 1024);
  } catch (error) {
    if (error instanceof TooLarge) {
      throw new UsageFault(`--requests ${file} has more than ${MAX_MEBIBYTES} MiB. Give fewer requests at a time`);
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageFault(`--requests ${file} cannot be read (${code}). Correct it`);
  }
}
