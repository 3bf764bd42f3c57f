import fc from "../../support/property";
import { createServer } from "node:http";
import { AddressInfo, connect } from "node:net";
import { readHead, readResponse, requestBytes } from "../../../src/plugin/http/message";
import { TransportFault } from "../../../src/plugin/http/transport-fault";

const bytes = (...lines: string[]) => Buffer.from(lines.join("\r\n"), "latin1");
const read = (text: string, ended = false) => readResponse(Buffer.from(text, "latin1"), ended);

describe("a request", () => {
  it("is for one answer on one connection, and tells the length of what can have a body", () => {
    const text = (method: string, body?: string) =>
      requestBytes({ method, headers: { "x-a": "1" }, body }, "/p?q", "host:1").toString();
    expect(text("GET")).toBe("GET /p?q HTTP/1.1\r\nhost: host:1\r\nconnection: close\r\nx-a: 1\r\n\r\n");
    expect(text("POST", "ä")).toBe(
      "POST /p?q HTTP/1.1\r\nhost: host:1\r\nconnection: close\r\nx-a: 1\r\ncontent-length: 2\r\n\r\nä",
    );
    expect(text("PUT")).toContain("content-length: 0\r\n");
  });

  it("takes a host that was signed", () => {
    const request = { method: "POST", headers: { host: "signed.example" }, body: "" };
    expect(
      requestBytes(request, "/", "other.example")
        .toString()
        .match(/^host: .*$/gim),
    ).toEqual(["host: signed.example"]);
  });

  it.each(["a\r\nx-forged: 1", "a\n", "a\u0000", "ä", "\u{1f600}"])("has no header with %j", (value) => {
    const request = () => requestBytes({ method: "GET", headers: { authorization: value } }, "/", "h");
    expect(request).toThrow('cannot be sent this value of "authorization"');
    let wayOut: string | undefined;
    try {
      request();
    } catch (error) {
      ({ wayOut } = error as TransportFault);
    }
    expect(wayOut).toMatch(/^Correct it: /);
  });
});

describe("an answer", () => {
  it("has the length that it tells", () => {
    const text = "HTTP/1.1 200 OK\r\nContent-Length:  5 \r\nDate: now\r\n\r\nhello";
    expect(read(`${text} and more`)).toEqual({
      status: 200,
      headers: { "content-length": "5", date: "now" },
      body: "hello",
    });
    for (let end = 0; end < text.length; end++) expect(read(text.slice(0, end), true)).toBeUndefined();
  });

  it("comes in chunks, with fields before and behind", () => {
    const text =
      "HTTP/1.1 201 Created\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n00A;x=y\r\n, 12345678\r\n0\r\nx: y\r\n\r\n";
    expect(read(text)).toMatchObject({ status: 201, body: "hello, 12345678" });
    for (let end = 0; end < text.length; end++) expect(read(text.slice(0, end), true)).toBeUndefined();
  });

  it("counts its chunks, whatever length it tells beside", () => {
    const text = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
    expect(read(text)?.body).toBe("ab");
  });

  it("else ends with the connection", () => {
    const text = "HTTP/1.0 200\r\n\r\nhello";
    expect(read(text)).toBeUndefined();
    expect(read(text, true)?.body).toBe("hello");
  });

  it("has no body after 204 and 304", () => {
    expect(read("HTTP/1.1 204 No Content\r\n\r\n")?.body).toBe("");
    expect(read("HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n")?.body).toBe("");
  });

  it("comes behind announcements of it", () => {
    const early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
    expect(read(early, true)).toBeUndefined();
    expect(read(`${early}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`)).toEqual({
      status: 200,
      headers: { "content-length": "2" },
      body: "ok",
    });
    expect(readHead(bytes("HTTP/1.1 101 Switching Protocols", "", ""))?.status).toBe(101);
  });

  it.each([
    ["SSH-2.0-OpenSSH_9.6\r\n\r\n"],
    ["HTTP/2 200 OK\r\n\r\n"],
    ["HTTP/1.1 20 OK\r\n\r\n"],
    ["HTTP/1.1 2000 OK\r\n\r\n"],
    ["HTTP/1.1 200 OK\r\nno colon\r\n\r\n"],
    ["HTTP/1.1 200 OK\r\n: no name\r\n\r\n"],
    ["HTTP/1.1 200 OK\r\na: b\r\n c: folded\r\n\r\n"],
    ["HTTP/1.1 200 OK\r\ncontent-length : 5\r\n\r\nhello"],
    ["HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello"],
    ["HTTP/1.1 200 OK\r\ncontent-length: 0x5\r\n\r\nhello"],
    ["HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello"],
    ["HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
    ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx\r\n\r\n"],
    ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n\r\n"],
    ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"],
    ["x".repeat(17 * 1024)],
  ])("is none: %j", (text) => {
    expect(() => read(text)).toThrow("answered with something that is not HTTP");
  });

  it.each([
    [`HTTP/1.1 200 OK\r\ncontent-length: ${256 * 1024 + 1}\r\n\r\n`],
    [`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(256 * 1024 + 1)}`],
    [`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${"x".repeat(256 * 1024 + 1)}`],
  ])("is too long: %.60j", (text) => {
    expect(() => read(text)).toThrow("answered with more than 262144 bytes");
  });

  it.each(["", "\r\n\r\n"])("has too long a head: %j", (end) => {
    const text = `HTTP/1.1 200 OK\r\na: ${"x".repeat(17 * 1024)}${end}`;
    expect(() => read(text)).toThrow("answered with more than 16384 bytes before its content");
  });

  it("whatever comes in, is an answer, none yet, or a fault that names the reason", () => {
    const piece = fc.constantFrom(
      "HTTP/1.1 200 OK",
      "content-length: 3",
      "transfer-encoding: chunked",
      "",
      "3",
      "abc",
      "0",
    );
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.oneof(piece, fc.string())).map((all) => all.join("\r\n")),
    );
    fc.assert(
      fc.property(anything, fc.boolean(), (text, ended) => {
        try {
          read(text, ended);
        } catch (error) {
          expect(error).toBeInstanceOf(TransportFault);
        }
      }),
    );
  });
});

it("reads what Node.js's own server writes, and not before it is whole", async () => {
  // GIVEN a server that answers as it is told
  let told: Told = { status: 200, pieces: [], length: false };
  const server = createServer((_request, response) => {
    const length = Buffer.byteLength(told.pieces.join(""));
    response.writeHead(told.status, { "x-a": "b", ...(told.length ? { "content-length": length } : {}) });
    for (const piece of told.pieces) response.write(piece);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const answerBytes = () =>
    new Promise<Buffer>((resolve, reject) => {
      const chunks: Buffer[] = [];
      connect(port, "127.0.0.1")
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", () => resolve(Buffer.concat(chunks)))
        .on("error", reject)
        .write(requestBytes({ method: "GET" }, "/", "localhost"));
    });
  try {
    const anyTold = fc.record({
      status: fc.constantFrom(200, 201, 400, 404, 500, 599),
      pieces: fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }), { maxLength: 5 }),
      length: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(anyTold, fc.double({ min: 0, max: 1, noNaN: true }), async (next, share) => {
        told = next;
        const whole = await answerBytes();
        const part = whole.subarray(0, Math.floor(whole.length * share));
        // THEN the parts are waited for, and the whole is the very text
        if (part.length < whole.length) expect(readResponse(part, true)).toBeUndefined();
        const response = readResponse(whole, false);
        expect(response).toMatchObject({ status: next.status, body: next.pieces.join("") });
        expect(response?.headers["x-a"]).toBe("b");
      }),
    );
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Told {
  readonly status: number;
  readonly pieces: readonly string[];
  readonly length: boolean;
}
