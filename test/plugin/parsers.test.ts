import fc from "../support/property";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CacheEntry } from "../../src/plugin/cache/entry";
import { readExternalAccount } from "../../src/plugin/google/external-account";
import { readClaims } from "../../src/plugin/jwt";
import { readTokenFile } from "../../src/plugin/sources/token-file";
import { answersOrRefuses, anyText } from "./support/parsers";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-fuzz-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("tokens", () => {
  it("are read whatever they hold, or found to be none", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.json().map((payload) => `e30.${Buffer.from(payload).toString("base64url")}.e30`),
        ),
        (text) => {
          const claims = readClaims(text);
          if (claims) expect(typeof claims.sub).toBe("string");
        },
      ),
    );
  });

  it("are read to the very claims that were written", () => {
    const claims = fc.record({
      iss: fc.string({ unit: "binary" }),
      sub: fc.string({ unit: "binary" }),
      aud: fc.array(fc.string()),
      exp: fc.integer(),
    });
    fc.assert(
      fc.property(claims, (written) => {
        const read = readClaims(`e30.${base64url(written)}.e30`);
        // JSON cannot hold half of a character, so what was written is what JSON makes of it
        expect(read).toMatchObject(JSON.parse(Buffer.from(base64url(written), "base64url").toString()) as object);
      }),
    );
  });
});

describe("files", () => {
  it("of a token give its text without spaces around it, or a refusal", () => {
    const path = join(folder, "token");
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ minLength: 33_000, maxLength: 34_000 })), (text) => {
        writeFileSync(path, text);
        const read = answersOrRefuses(() => readTokenFile(path, "--token-file").token);
        if (read !== undefined) expect(read).toBe(Buffer.from(text).toString().trim());
      }),
    );
  });

  it("of an external account never lead outside the universe", () => {
    const path = join(folder, "account.json");
    const host = fc.constantFrom(
      "sts.googleapis.com",
      "sts.googleapis.com.evil.example",
      "evil.example",
      "x@sts.googleapis.com",
    );
    const content = fc.record({
      type: fc.constantFrom("external_account", "service_account"),
      audience: fc.oneof(fc.string(), fc.integer()),
      subject_token_type: fc.constant("urn:ietf:params:oauth:token-type:jwt"),
      token_url: fc
        .tuple(fc.constantFrom("https://", "http://", ""), host, fc.constantFrom("/v1/token", ":444/", ""))
        .map((parts) => parts.join("")),
      credential_source: fc.oneof(fc.anything(), fc.record({ file: fc.string() })),
      service_account_impersonation_url: fc.option(fc.webUrl(), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          content.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          writeFileSync(path, text);
          const read = answersOrRefuses(() => readExternalAccount(path, "googleapis.com"));
          if (read) {
            const { token_url: url } = JSON.parse(text) as { token_url: string };
            expect(url).toMatch(/^https:\/\/sts\.googleapis\.com(\/|$)/);
          }
        },
      ),
    );
  });

  it("of the cache give the credential that was kept for this identity, or none", () => {
    fc.assert(
      fc.property(anyText, anyText, fc.stringMatching(/^[\x21-\x7e]{1,50}$/), (identity, other, token) => {
        const made = Date.now();
        const kept = { token, expires: made + 60_000, made, end: made + 60_000 };
        new CacheEntry(folder, identity).keep(kept);
        expect(new CacheEntry(folder, identity).credential()).toEqual(kept);
        if (other !== identity) expect(new CacheEntry(folder, other).credential()?.token).not.toBe(`${token}x`);
        expect(new CacheEntry(folder, `${identity}${other}x`).credential()).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});
