const BLOCK = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;
/** DER's mark of a sequence, which each certificate is (RFC 5280, section 4.1). */
const SEQUENCE = 0x30;

/**
 * The certificates in a text, each in the strict form of RFC 7468, which OpenSSL reads. Whatever stands around them, an
 * indent, other line ends and blocks that are no certificates are passed over.
 */
export function certificatesIn(text: string): string[] {
  // Without the zeros, UTF-16 is read as well.
  return [...text.replace(/\0/g, "").matchAll(BLOCK)].flatMap(([, body]) => strict(body) ?? []);
}

function strict(body: string): string | undefined {
  const base64 = body.replace(/\s+|\\[nr]/g, "");
  if (!/^[\w+/]+=*$/.test(base64)) return undefined;
  const der = Buffer.from(base64, "base64");
  const size = sizeOf(der);
  if (size === undefined || size > der.length) return undefined;
  // Behind a certificate that is "TRUSTED" stands what OpenSSL notes of it.
  const lines = der.toString("base64", 0, size).match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** The bytes of the sequence at the beginning (X.690, section 8.1.3). */
function sizeOf(der: Buffer): number | undefined {
  if (der.length < 4 || der[0] !== SEQUENCE) return undefined;
  const first = der[1];
  if (first < 0x80) return 2 + first;
  const bytes = first - 0x80;
  return bytes === 0 || bytes > 3 || der.length < 2 + bytes ? undefined : 2 + bytes + der.readUIntBE(2, bytes);
}
