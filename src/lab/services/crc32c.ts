/** The polynomial of CRC-32C, mirrored. RFC 3720, section 12.1. */
const POLYNOMIAL = 0x82f63b78;

/** The checksum that Google's clients compare, in base64. */
export function crc32c(text: string): string {
  let sum = ~0;
  for (const byte of Buffer.from(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(~sum >>> 0);
  return bytes.toString("base64");
}
