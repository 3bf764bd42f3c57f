import fc from "../support/property";
import { elementText } from "../../src/plugin/aws/xml";
import { sessionNameFor } from "../../src/plugin/aws/session-name";
import { SESSION_NAME_FORM } from "../../src/vendor/aws/sts";
import { partitionOf } from "../../src/plugin/aws/partition";
import { publishedExpiry } from "../../src/plugin/credential";
import { isMetadata, isNearby } from "../../src/plugin/http/metadata";
import { isTokenText, jsonObject } from "../../src/plugin/json";
import { keepSecret, redact } from "../../src/plugin/redaction";

it("a session name is always legal, and tells subjects apart", () => {
  const subject = fc.string({ unit: "grapheme", minLength: 1 });
  fc.assert(
    fc.property(subject, subject, (a, b) => {
      expect(sessionNameFor(a)).toMatch(SESSION_NAME_FORM);
      if (a !== b) expect(sessionNameFor(a)).not.toBe(sessionNameFor(b));
    }),
  );
  expect(sessionNameFor("system:serviceaccount:argocd:server")).toBe("argocd.server");
});

it("text of an XML answer comes back as it was escaped", () => {
  const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(elementText(`<a><Code>${escape(text)}</Code></a>`, "Code")).toBe(text.trim());
    }),
  );
  expect(elementText("<Message>a &lt;b&gt; &amp;amp; &quot;c&quot;</Message>", "Message")).toBe('a <b> &amp; "c"');
});

it("a published expiry is early, but never past while the credential is good", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.integer({ min: 0, max: 1_000_000_000 }), (life, now) => {
      const expiry = publishedExpiry(now + life, now);
      expect(expiry).toBeLessThanOrEqual(now + life);
      expect(expiry).toBeGreaterThanOrEqual(now);
      if (life > 60_000) expect(expiry).toBe(now + life - 60_000);
    }),
  );
});

it.each([
  [">HnwPCD1\\", "t+=+/=//++=+===+"],
  ["%", "41abcdefgh"],
  ["&#6", "5;abcdefgh"],
  ["\\u00", "41abcdefghijklmnop"],
  ["=", "\nabcdefghijklmnop"],
])("a secret is found behind what makes an escape of its first letters: %j", (before, secret) => {
  keepSecret(secret);
  expect(redact(`${before}${secret}!`)).not.toContain(secret.trim());
});

it("a secret is found wherever it stands in a text", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w+/=]{8,60}$/), fc.string(), fc.string(), (secret, before, after) => {
      keepSecret(secret);
      expect(redact(`${before}${secret}${after}`)).not.toContain(secret);
    }),
  );
});

it.each([
  ["http://169.254.169.254", true],
  ["http://127.0.0.1:8080/x", true],
  ["http://[fd00:ec2::23]/v1", true],
  ["http://[fe80::1]", true],
  ["http://metadata.google.internal", false],
  ["http://169.254.169.254.evil.example", false],
  ["http://10.0.0.1", false],
  ["http://127.evil.example", false],
  ["http://[::ffff:10.0.0.1]", false],
  ["not a url", false],
  ["xhttp://localhost", false],
  ["ftp://169.254.169.254", false],
])("an address is near or not: %s", (address, near) => {
  expect(isNearby(address)).toBe(near);
  expect(isMetadata(address)).toBe(near || address === "http://metadata.google.internal");
});

it.each([
  ["eu-west-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-east-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eusc-de-east-1", "aws-eusc"],
  ["mx-central-1", "aws"],
])("the region %s is of the partition %s", (region, partition) => {
  expect(partitionOf(region).id).toBe(partition);
});

it("an answer's token is printable and whole, or none", () => {
  expect(isTokenText("a.b-c_~/+=")).toBe(true);
  for (const value of ["", "a b", "a\n", "a\u0000", "é", 7, undefined]) expect(isTokenText(value)).toBe(false);
  expect(jsonObject("[1]")).toBeUndefined();
});
