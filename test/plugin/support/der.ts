/** The little of ASN.1 DER (ITU-T X.690) that an X.509 certificate needs. */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...header]), content]);
}

export const sequence = (...items: readonly Buffer[]) => der(0x30, ...items);
export const set = (...items: readonly Buffer[]) => der(0x31, ...items);
export const octets = (content: Buffer) => der(0x04, content);
export const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content);
export const text = (value: string) => der(0x0c, Buffer.from(value));
export const yes = () => der(0x01, Buffer.from([0xff]));
export const integer = (bytes: Buffer) => der(0x02, bytes[0] & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
export const time = (value: Date) => der(0x18, Buffer.from(value.toISOString().replace(/[-:T]|\.\d+/g, "")));

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}
