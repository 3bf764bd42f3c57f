import { generateKeyPair, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { promisify } from "node:util";
import { md, pki } from "node-forge";

/** A key and its certificate, in PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

/** A certificate authority that lives as long as the lab: nothing outside of it is asked to trust it. */
export class CertificateAuthority {
  /** Makes an authority with a key of its own. */
  public static async create(): Promise<CertificateAuthority> {
    return new CertificateAuthority(await newKey());
  }

  /** The authority's own certificate, in PEM. */
  public readonly cert: string;
  private readonly name = [{ name: "commonName", value: `trust-mesh lab ${randomBytes(4).toString("hex")}` }];

  private constructor(private readonly key: string) {
    this.cert = this.sign(key, this.name, [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, critical: true },
    ]);
  }

  /** A server's key and certificate for hosts and addresses, for the next day. */
  public async issue(hosts: readonly string[]): Promise<Identity> {
    const key = await newKey();
    const altNames = hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }));
    const subject = [{ name: "commonName", value: hosts[0] }];
    const extensions = [
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames },
    ];
    return { key, cert: this.sign(key, subject, extensions) };
  }

  private sign(key: string, subject: pki.CertificateField[], extensions: object[]): string {
    const certificate = pki.createCertificate();
    certificate.publicKey = pki.setRsaPublicKey(pki.privateKeyFromPem(key).n, pki.privateKeyFromPem(key).e);
    certificate.serialNumber = `01${randomBytes(15).toString("hex")}`;
    certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
    certificate.validity.notAfter = new Date(Date.now() + DAY_MS);
    certificate.setSubject(subject);
    certificate.setIssuer(this.name);
    certificate.setExtensions(extensions);
    certificate.sign(pki.privateKeyFromPem(this.key), md.sha256.create());
    return pki.certificateToPem(certificate);
  }
}

async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}
