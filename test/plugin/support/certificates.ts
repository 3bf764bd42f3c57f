import { createHash, generateKeyPairSync, KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import { bits, der, integer, octets, oid, sequence, set, text, time, yes } from "./der";

/** A key and its certificate, in PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const DAY_MS = 86_400_000;

/** A certificate authority that lives for one test run. */
export class TestAuthority {
  private readonly pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  private readonly name = `Test Authority ${randomBytes(4).toString("hex")}`;
  /** The authority's own certificate, in PEM. */
  public readonly cert: string;

  /** @param further what else stands in its certificate, such as `onlyNamesUnder()` */
  public constructor(...further: readonly Buffer[]) {
    this.cert = certificate(
      { issuer: this.name, subject: this.name, publicKey: this.pair.publicKey, authority: true, names: [], further },
      this.pair.privateKey,
    );
  }

  /** The name under which OpenSSL looks for this authority in SSL_CERT_DIR (`openssl rehash`). */
  public get hashedName(): string {
    const canonical = set(sequence(oid(COMMON_NAME), text(this.name.toLowerCase())));
    return `${createHash("sha1").update(canonical).digest().readUInt32LE(0).toString(16).padStart(8, "0")}.0`;
  }

  /** A server's key and certificate for some names and addresses, valid now or expired yesterday. */
  public issue(names: readonly string[], expired = false, ...further: readonly Buffer[]): Identity {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const end = new Date(Date.now() + (expired ? -DAY_MS : DAY_MS));
    const cert = certificate(
      { issuer: this.name, subject: names[0], publicKey, authority: false, names, end, further },
      this.pair.privateKey,
    );
    return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert };
  }
}

/** Lets an authority issue certificates for names under a domain alone (RFC 5280, section 4.2.1.10). */
export function onlyNamesUnder(domain: string): Buffer {
  const permitted = der(0xa0, sequence(der(0x82, Buffer.from(domain))));
  return critical("2.5.29.30", sequence(permitted));
}

/** A critical extension: a client that does not know it must refuse the certificate (RFC 5280, section 4.2). */
export function critical(id: string, value: Buffer): Buffer {
  return sequence(oid(id), yes(), octets(value));
}

interface Contents {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly authority: boolean;
  readonly names: readonly string[];
  readonly end?: Date;
  readonly further: readonly Buffer[];
}

function certificate(contents: Contents, signer: KeyObject): string {
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const toSign = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(contents.issuer),
    sequence(time(new Date(Date.now() - 10 * DAY_MS)), time(contents.end ?? new Date(Date.now() + DAY_MS))),
    commonName(contents.subject),
    contents.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions(contents))),
  );
  const whole = sequence(toSign, algorithm, bits(sign("sha256", toSign, signer)));
  const lines = whole.toString("base64").match(/.{1,64}/g) as string[];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function extensions({ authority, names, further }: Contents): Buffer[] {
  const basicConstraints = critical("2.5.29.19", sequence(...(authority ? [yes()] : [])));
  if (authority) return [basicConstraints, ...further];
  const alternatives = names.map((name) =>
    isIP(name) ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name)),
  );
  return [basicConstraints, sequence(oid("2.5.29.17"), octets(sequence(...alternatives))), ...further];
}

function commonName(value: string): Buffer {
  return sequence(set(sequence(oid(COMMON_NAME), text(value))));
}
