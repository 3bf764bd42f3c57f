import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/**
 * The little of Kubernetes' protobuf that kubectl's self reviews need: since 1.32 it sends them in that form and does not
 * fall back to JSON.
 *
 * Kubernetes source: `staging/src/k8s.io/apimachinery/pkg/runtime/generated.proto`, `staging/src/k8s.io/api/authorization/v1/generated.proto`.
 */
const MAGIC = Buffer.from("k8s\0");

type Fields = ReadonlyMap<number, Buffer>;

/** Text in a form that this reader does not know. */
export class UnknownWireForm extends Error {}

/** The object in an envelope; undefined where the body is not in this form. */
export function enveloped(body: Buffer): Buffer | undefined {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const RAW = 2;
  return fieldsOf(body.subarray(MAGIC.length)).get(RAW) ?? Buffer.alloc(0);
}

/** A review's spec as JSON has it, out of its protobuf. */
export function reviewSpec(object: Buffer): object {
  const SPEC = 2;
  const spec = fieldsOf(fieldsOf(object).get(SPEC) ?? Buffer.alloc(0));
  const [resource, path] = [spec.get(1), spec.get(2)];
  if (resource) {
    const names = ["", "namespace", "verb", "group", "version", "resource", "subresource", "name"];
    return { resourceAttributes: named(fieldsOf(resource), names) };
  }
  return path ? { nonResourceAttributes: named(fieldsOf(path), ["", "path", "verb"]) } : {};
}

/** A rules review's namespace. */
export function rulesNamespace(object: Buffer): string {
  return (
    fieldsOf(fieldsOf(object).get(2) ?? Buffer.alloc(0))
      .get(1)
      ?.toString("utf8") ?? ""
  );
}

function named(fields: Fields, names: readonly string[]): object {
  return Object.fromEntries(
    names.flatMap((name, number) => {
      const value = fields.get(number)?.toString("utf8");
      return value ? [[name, value]] : [];
    }),
  );
}

/** A message's fields by number, all of which are texts or messages here; the last of a number counts. */
function fieldsOf(message: Buffer): Fields {
  const fields = new Map<number, Buffer>();
  try {
    const reader = new BinaryReader(message);
    while (reader.pos < reader.len) {
      const [number, type] = reader.tag();
      if (type === WireType.LengthDelimited) fields.set(number, Buffer.from(reader.bytes()));
      else reader.skip(type, number);
    }
  } catch (error) {
    throw new UnknownWireForm((error as Error).message);
  }
  return fields;
}
