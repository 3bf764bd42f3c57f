import { createHash } from "node:crypto";
import { excerpt, keepSecret, redact } from "../../src/plugin/redaction";

// As long and as mixed as a session token of AWS: base64 with characters that every encoding escapes.
const SECRET = keepSecret(`IQoJ+/${scrambled(450, "a session token").toString("base64")}/+==`);
const PASSWORD = keepSecret("p@ss/word+1");
const TOLD = 16;

/** Bytes without a pattern, the same in every run: a letter before a part that is also the secret's goes with the part. */
function scrambled(length: number, seed: string): Buffer {
  return createHash("shake256", { outputLength: length }).update(seed).digest();
}

/** The longest part of a secret that a text holds, white space and escapes aside. */
function shown(text: string, secret: string): number {
  let longest = 0;
  for (let i = 0; i < secret.length; i++) {
    while (i + longest < secret.length && text.includes(secret.slice(i, i + longest + 1))) longest++;
  }
  return longest;
}
const wrap = (secret: string, columns: number, newline: string) =>
  (secret.match(new RegExp(`.{1,${columns}}`, "g")) as string[]).join(newline);

const asXml = (text: string) => text.replace(/[+/=]/g, (c) => `&#${c.charCodeAt(0)};`);
const FORMS: readonly (readonly [string, (secret: string) => string])[] = [
  ["as it is", (secret) => secret],
  ["percent-encoded", encodeURIComponent],
  ["percent-encoded in lower case", (secret) => encodeURIComponent(secret).replace(/%../g, (c) => c.toLowerCase())],
  ["percent-encoded twice", (secret) => encodeURIComponent(encodeURIComponent(secret))],
  ["percent-encoded in every character", (secret) => `%${Buffer.from(secret).toString("hex").match(/../g)?.join("%")}`],
  ["wrapped at 76 columns", (secret) => wrap(secret, 76, "\r\n")],
  ["wrapped with indents", (secret) => wrap(secret, 64, "\n    ")],
  ["wrapped in a JSON string", (secret) => JSON.stringify(wrap(secret, 60, "\n"))],
  ["quoted-printable", (secret) => wrap(secret, 70, "=\r\n")],
  ["with spaces between all characters", (secret) => [...secret].join(" ")],
  ["escaped for JSON", (secret) => secret.replace(/\//g, "\\/").replace(/\+/g, "\\u002b")],
  ["escaped for XML", asXml],
];

describe.each(FORMS)("a secret that is %s", (_name, form) => {
  it.each([SECRET, PASSWORD])("is cut out, and nothing else", (secret) => {
    const clean = redact(`before \u{1f600} '${form(secret)}' after`);
    expect(clean.replace(/["']/g, "")).toBe("before \u{1f600} [redacted] after");
  });
});

it.each([
  ["the beginning", SECRET.slice(0, 300)],
  ["the end", SECRET.slice(-40)],
  ["a part in the middle", SECRET.slice(100, 140)],
  ["a percent-encoded part", encodeURIComponent(SECRET.slice(0, 30))],
])("%s of a secret is cut out too", (_name, part) => {
  expect(redact(`had x-amz-security-token:${part} …`)).toBe("had x-amz-security-token:[redacted] …");
});

it("takes secrets out before it shortens a text", () => {
  for (let before = 380; before < 401; before++) {
    const text = excerpt(`${"x".repeat(before)} ${SECRET} and more`);
    expect(shown(text, SECRET)).toBeLessThan(TOLD);
    expect(text.length).toBeLessThanOrEqual(401);
  }
  expect(shown(excerpt("x".repeat(16_300) + SECRET, 20_000), SECRET)).toBeLessThan(TOLD + 1);
});

describe("a secret that was wrapped as a whole", () => {
  const secret = `${"Zx9_-kq7".repeat(3)}.${"Pw3Lt8Rv".repeat(6)}.${"n5Qe2Yb1".repeat(5)}`;
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  keepSecret(secret);

  it.each([
    ["base64", base64(secret)],
    ["base64url", Buffer.from(secret).toString("base64url")],
    ["base64 behind another text", base64(`Bearer ${secret}`)],
    ["base64 of base64, as in a Secret of Kubernetes", base64(base64(secret))],
    ["base64 in lines", base64(secret).replace(/.{20}/g, "$&\n")],
    ["base64 in percent-encoding", encodeURIComponent(base64(secret))],
    ["hexadecimal digits", Buffer.from(secret).toString("hex")],
    ["colours of a terminal", secret.replace(/.{10}/g, "$&\u001b[31m")],
    ["spaces of no width", secret.replace(/.{10}/g, "$&\u200b")],
    ["hexadecimal digits with colons", secret.replace(/[^]/g, (c) => `${c.charCodeAt(0).toString(16)}:`)],
    ["base64 in quoted pieces", base64(secret).replace(/.{9}/g, '$&", "')],
    ["base64 of UTF-16, as PowerShell has it", Buffer.from(secret, "utf16le").toString("base64")],
    ["hexadecimal digits of UTF-16", Buffer.from(secret, "utf16le").toString("hex")],
    ["elements of a web page", secret.replace(/.{10}/g, '$&<em class="x"></em>')],
    ["full-width letters", secret.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
    ["bold letters", secret.replace(/[A-Z]/g, (c) => String.fromCodePoint(0x1d400 - 0x41 + c.charCodeAt(0)))],
    ["letters with accents", secret.replace(/[a-z]/gi, "$&\u0301")],
    ["upper case", secret.toUpperCase()],
    ["lower case", secret.toLowerCase()],
  ])("is cut out of %s, and the words beside it are not", (_, wrapped) => {
    const clean = redact(`the token is ${wrapped} and was refused`);
    // A few letters at its ends stand for less than what tells a secret.
    expect(clean.replace(/\[redacted\]/g, "").replace(/\s+/g, "").length).toBeLessThan(
      "thetokenisandwasrefused".length + 28,
    );
    expect(clean).toMatch(/^the token is .*\[redacted\].* and was refused$/);
  });

  // As JSON.stringify() writes a Buffer, fmt.Println() a []byte, od and xxd a file, and languages a string.
  const codes = (base: number, digits = 0) =>
    [...Buffer.from(secret)].map((code) => code.toString(base).padStart(digits, "0"));
  it.each([
    ["a Buffer of Node.js", JSON.stringify(Buffer.from(secret))],
    ["bytes of Go", `[${codes(10).join(" ")}]`],
    ["one code a line", codes(10).join("\n")],
    [
      "octal escapes",
      codes(8)
        .map((code) => `\\${code}`)
        .join(""),
    ],
    [
      "octal escapes of three digits",
      codes(8, 3)
        .map((code) => `\\${code}`)
        .join(""),
    ],
    [
      "hexadecimal numbers",
      codes(16)
        .map((code) => `0x${code}`)
        .join(", "),
    ],
    ["binary numbers", codes(2, 8).join(" ")],
    [
      "code points",
      codes(16, 4)
        .map((code) => `U+${code}`)
        .join(" "),
    ],
    [
      "escapes of Perl",
      codes(16)
        .map((code) => `\\x{${code}}`)
        .join(""),
    ],
    [
      "escapes of CSS",
      codes(16, 6)
        .map((code) => `\\${code} `)
        .join(""),
    ],
    [
      "escapes of JavaScript's escape()",
      codes(16, 4)
        .map((code) => `%u${code}`)
        .join(""),
    ],
  ])("is cut out of %s", (_, listed) => {
    expect(redact(`the body was ${listed} and was refused`)).toMatch(
      /^the body was .{0,30}\[redacted\].{0,2} and was refused$/,
    );
  });

  it("is known by its shape when it is a token of somewhere else", () => {
    const token = base64('{"alg":"RS256"}').replace(/=+$/, "");
    expect(redact(`got ${base64(`${token}.${token}.${token}`)}`)).toBe("got [redacted]");
  });
});

describe("a secret in pieces that something visible separates", () => {
  // As long as a token is, in the alphabet of its three parts.
  const token = keepSecret(
    ["eyJ", "", ""].map((start, i) => start + scrambled(90, `part ${i}`).toString("base64url")).join("."),
  );
  const SEPARATORS = [
    ...[" ", ".", ",", ", ", ";", ":", "|", "/", "-", "_", "+", "*", "~", "=", "\u00b7", "\u2026", "...", " - ", " | "],
    ...[
      '"',
      "'",
      '", "',
      "' + '",
      '" . "',
      "`",
      "``",
      "\\",
      "\\n",
      "\\\\n",
      '\\"',
      "\\u200b",
      "%20",
      "%2E",
      "%250A",
      "+%0a",
    ],
    ...["\u200b", "\u00a0", "\u00ad", "\u2060", "\ufeff", "\0", "\t", "\r\n", "\n> ", "\n  # ", "\n// ", "=\r\n"],
    ...["&nbsp;", "&shy;", "&#8203;", "&#x200b;", "<wbr>", "<br/>", "</b><b>", ")(", "][", "\u001b[1m"],
  ];

  it.each(SEPARATORS)("is cut out where that is %j", (separator) => {
    for (const size of [1, 4, 10, 15]) {
      const pieces = token.match(new RegExp(`.{1,${size}}`, "g")) as string[];
      const clean = redact(`the body was: ${pieces.join(separator)} and was refused`);
      // What separates may also stand at its ends.
      expect([size, clean.replace(/[^\w\s[\]:]/g, "")]).toEqual([size, "the body was: [redacted] and was refused"]);
    }
  });

  it("is cut out where each character is an escape", () => {
    for (const escape of ["\\u00$&", "\\u{$&}", "\\x$&", "%$&", "%25$&", "&#x$&;", "&#x0000$&;"]) {
      const escaped = Buffer.from(token).toString("hex").replace(/../g, escape);
      expect(redact(`the body was: ${escaped}.`)).toBe("the body was: [redacted].");
    }
  });
});

it("does not take words for a short secret in pieces", () => {
  keepSecret("o-f t/h.e");
  expect(redact("of the token, of-the token")).toBe("of the token, of-the token");
});

it.each([
  [
    "https://sts.amazonaws.com/?X-Amz-Signature=0123456789abcdef&x=1",
    "https://sts.amazonaws.com/?X-Amz-Signature=[redacted]&x=1",
  ],
  ["x-amz-security-token%3Dabcdef%26 rest", "x-amz-security-token%3D[redacted] rest"],
  ["SignedHeaders=host, Signature=0123456789abcdef", "SignedHeaders=host, Signature=[redacted]"],
])("knows the shape of %s", (text, clean) => {
  expect(redact(text)).toBe(clean);
});

it.each([
  "AccessDenied: User: arn:aws:sts::111122223333:assumed-role/a/b is not authorized to perform: sts:AssumeRole",
  "100% of 50%25 & R&D \\ tail",
  'The subject "system:serviceaccount:argocd:controller" does not match (127 bytes).',
  "at 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5 and fd00:10:20:30:40:50:60:70, fd00:10:20:30:40:50:60:71",
  "Trace ID: 3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b Correlation ID: 7b6a5f4e-3d2c-1b9a-5f4e-4d6c108a2b3f Timestamp: 2026-11-29 20:36:10Z",
  "Zugriff für „Bücher“ verweigert: 拒否されました, 거부되었습니다",
])("leaves a text without secrets as it is: %s", (text) => {
  expect(redact(text)).toBe(text);
});

it("makes one line of it, in which nothing runs backwards or rewrites a terminal", () => {
  expect(redact("a\r\nb\u001b[2J\u202ec\u2066d\u2028e\ufeff")).toBe("a b [2J c d e");
});
