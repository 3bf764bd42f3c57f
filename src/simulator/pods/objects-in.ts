import { Block, block, text } from "../../terraform";
import { decoded, documentsIn } from "../documents/text-documents";

/** The Kubernetes object that something stands in, as far as it tells where that is. */
export interface Surrounding {
  readonly kind: string;
  readonly namespace?: string;
}

/** Sees an object; what is in it is seen, too, unless the answer is true. */
export type See = (value: Block, around: Surrounding | undefined) => boolean;

/**
 * Shows every object in a value: in blocks, in lists, and in texts that are JSON or YAML, in base64 too.
 *
 * @param isWanted tells of a text whether it is read
 * @param around what the value stands in
 * @throws UnresolvedValue for a text that is too large or too intricate to be read
 */
export function seeObjects(
  place: string,
  value: unknown,
  isWanted: (text: string) => boolean,
  see: See,
  around?: Surrounding,
): void {
  if (typeof value === "string") {
    const inner = isWanted(value) ? value : decoded(value);
    if (inner === undefined || !isWanted(inner)) return;
    for (const { value: document } of documentsIn(place, inner, isWanted).documents) {
      seeObjects(place, document, isWanted, see);
    }
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) seeObjects(place, one, isWanted, see, around);
    return;
  }
  const own = value as Block;
  const here = surroundingOf(own) ?? around;
  if (see(own, here)) return;
  for (const one of Object.values(own)) seeObjects(place, one, isWanted, see, here);
}

/** Kubernetes puts an object without a namespace into "default", unless its client says another one. */
function surroundingOf({ kind, metadata }: Block): Surrounding | undefined {
  if (typeof kind !== "string" || typeof metadata !== "object" || metadata === null) return undefined;
  const namespace = text(block(metadata).namespace);
  return { kind, ...(namespace === undefined ? {} : { namespace }) };
}
