import { evaluateCollection, evaluateJson, isFault } from "./evaluate";
import { CallFault } from "./convert";
import { Scope, withNames } from "./scope";
import { unknownText } from "./unknown";
import { UnresolvedValue } from "./unresolved";

type Body = Readonly<Record<string, unknown>>;

/**
 * An argument, or the blocks of a kind, those that dynamic blocks make among them and within them. Of a dynamic block whose
 * collection is not known there is one block, in which the element is not known, where the scope keeps what is unknown.
 *
 * Terraform documentation: "dynamic Blocks".
 */
export function argumentOf(body: Body, name: string, scope: Scope): unknown {
  const made = dynamicOf(body, name).flatMap((dynamic) => blocksOf(dynamic, name, scope));
  const written = body[name];
  if (made.length === 0) return valueOf(written, scope);
  return [...(written === undefined || written === null ? [] : [valueOf(written, scope)].flat()), ...made];
}

/** A value, in which objects may be blocks with dynamic ones in them. */
function valueOf(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => valueOf(item, scope));
  if (typeof value !== "object" || value === null) return evaluateJson(value, scope);
  const body = value as Body;
  const { dynamic } = body;
  if (typeof dynamic !== "object" || dynamic === null) return evaluateJson(value, scope);
  const names = new Set([...Object.keys(body), ...Object.keys(dynamic)]);
  names.delete("dynamic");
  return Object.fromEntries([...names].map((name) => [name, argumentOf(body, name, scope)]));
}

function dynamicOf({ dynamic }: Body, name: string): readonly Body[] {
  const ofKind = typeof dynamic === "object" && dynamic !== null ? (dynamic as Body)[name] : undefined;
  return [ofKind ?? []].flat().filter((one): one is Body => typeof one === "object" && one !== null);
}

function blocksOf({ for_each, iterator, content }: Body, kind: string, scope: Scope): readonly unknown[] {
  const named = typeof iterator === "string" ? iterator.replace(/^\$\{\s*|\s*\}$/g, "") : kind;
  return elementsOf(for_each, named, scope).flatMap((element) => {
    const inner = withNames(scope, (root) => (root === named ? { value: element, taken: 0 } : undefined));
    return [content ?? []].flat().map((one) => valueOf(one, inner));
  });
}

function elementsOf(written: unknown, named: string, scope: Scope): readonly { key: unknown; value: unknown }[] {
  try {
    const all = evaluateCollection(written, scope);
    if (Array.isArray(all)) return (all as unknown[]).map((value, key) => ({ key, value }));
    if (typeof all === "object" && all !== null) {
      return Object.entries(all as Body).map(([key, value]) => ({ key, value }));
    }
  } catch (error) {
    if (!scope.keepsUnknown || (!isFault(error) && !(error instanceof UnresolvedValue))) throw error;
  }
  if (!scope.keepsUnknown) throw new CallFault("the for_each of a dynamic block is no collection");
  return [{ key: unknownText(`${named}.key`), value: unknownText(`${named}.value`) }];
}
