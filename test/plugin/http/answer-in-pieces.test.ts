import fc from "../../support/property";
import { AnswerReader } from "../../../src/plugin/http/message";

describe("an answer that comes in pieces", () => {
  const HEAD = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n";
  const ANSWERS = [
    `${HEAD}content-length: 11\r\n\r\nhello world`,
    `${HEAD}transfer-encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n6\r\n world\r\n0\r\nx: y\r\n\r\n`,
  ];
  it.each(ANSWERS)("is the same, wherever it is cut: %j", (text) => {
    const bytes = Buffer.from(text, "latin1");
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (cuts) => {
        const reader = new AnswerReader();
        const ends = [...cuts.sort((a, b) => a - b), bytes.length];
        const answers = ends.map((end, i) => reader.take(bytes.subarray(i === 0 ? 0 : ends[i - 1], end), false));
        // Only the last piece makes it whole, and pieces behind that are empty.
        expect(answers.at(-1)).toMatchObject({ status: 200, body: "hello world" });
        expect(answers.slice(0, ends.indexOf(bytes.length))).toEqual(
          new Array(ends.indexOf(bytes.length)).fill(undefined),
        );
      }),
    );
  });

  // The test's own time limit ends it where each piece has all that came before looked at again.
  it.each([
    ["chunks of one byte", "1\r\nb\r\n".repeat(40_000)],
    ["one endless line", `1;${"a".repeat(250_000)}`],
  ])("is read in one pass, however small the pieces are: %s", (_what, body) => {
    const reader = new AnswerReader();
    reader.take(Buffer.from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"), false);
    const all = Buffer.from(body);
    for (let i = 0; i < all.length; i++) reader.take(all.subarray(i, i + 1), false);
    expect(() => reader.take(Buffer.alloc(262_144), false)).toThrow("answered with more than 262144 bytes");
  });
});
