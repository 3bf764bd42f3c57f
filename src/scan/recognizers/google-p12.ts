import { asn1, hmac, md, pkcs12, util } from "node-forge";
import { Recognized } from "../static-credential";

/** A file of Google's has 3 KB and 2,048 rounds or fewer: a larger one must not cost more. */
const [MOST_BYTES, MOST_ROUNDS] = [16_384, 10_000];

/** By its object identifier: the digest of the integrity check, and the bytes of its key. */
const DIGESTS: Readonly<Record<string, readonly [create: () => md.MessageDigest, bytes: number]>> = {
  "1.3.14.3.2.26": [() => md.sha1.create(), 20],
  "2.16.840.1.101.3.4.2.1": [() => md.sha256.create(), 32],
};

/**
 * A key of a Google service account in the form of PKCS #12, which its fixed password opens: keystores of servers have others.
 *
 * Google Cloud documentation, "Create and delete service account keys": the password is `notasecret`. RFC 7292, section 4.
 */
export function googleP12Key(bytes: Buffer): Recognized | undefined {
  // A SEQUENCE of more than 255 bytes.
  if (bytes.length > MOST_BYTES || bytes[0] !== 0x30 || bytes[1] !== 0x82) return undefined;
  try {
    return isOpenedBy("notasecret", bytes) ? { kind: "google-service-account-key", target: "google" } : undefined;
  } catch {
    // No PKCS #12, or one of another form.
    return undefined;
  }
}

function isOpenedBy(password: string, bytes: Buffer): boolean {
  const [, content, check] = partsOf(asn1.fromDer(util.createBuffer(bytes.toString("binary"))));
  const [digestInfo, salt, rounds] = partsOf(check);
  const [algorithm, digest] = partsOf(digestInfo);
  const known = DIGESTS[asn1.derToOid(textOf(partsOf(algorithm)[0]))];
  const times = rounds === undefined ? 1 : asn1.derToInteger(textOf(rounds));
  if (!known || times > MOST_ROUNDS) return false;
  const [create, length] = known;
  // The generated types lack the digest that the function takes last.
  const derive = (pkcs12 as unknown as { generateKey: Derive }).generateKey;
  const key = derive(password, util.createBuffer(textOf(salt)), 3, times, length, create());
  const code = hmac.create();
  code.start(create(), key);
  code.update(textOf(partsOf(partsOf(content)[1])[0]));
  return code.getMac().getBytes() === textOf(digest);
}

type Derive = (
  password: string,
  salt: util.ByteStringBuffer,
  id: number,
  rounds: number,
  bytes: number,
  digest: md.MessageDigest,
) => util.ByteStringBuffer;

function partsOf(value: asn1.Asn1 | undefined): readonly asn1.Asn1[] {
  return Array.isArray(value?.value) ? value.value : [];
}

function textOf(value: asn1.Asn1 | undefined): string {
  return typeof value?.value === "string" ? value.value : "";
}
