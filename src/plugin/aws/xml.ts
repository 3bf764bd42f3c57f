import { lookUp } from "../json";

const ENTITIES: { readonly [name: string]: string } = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * The text of the first element of a name in an answer of AWS's query protocol. Those answers are flat, without
 * attributes on the elements read here and without CDATA, so no XML parser is needed.
 */
export function elementText(xml: string, name: string): string | undefined {
  const match = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml);
  return match?.[1].trim().replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));/g, decodeEntity);
}

function decodeEntity(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return lookUp(ENTITIES, name) ?? whole;
  const point = decimal !== undefined ? Number(decimal) : parseInt(hexadecimal ?? "", 16);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
