import { CallFault } from "./convert";
import { Instance } from "./instances";
import { KnownStep } from "./scope";

/** A part that is not there, for which `try` takes the next expression. */
export class MissingPart extends CallFault {}

/** What steps lead to. In a resource, the only block of a kind may be written without a list. */
export function follow(value: unknown, steps: readonly KnownStep[], ofResource = false): unknown {
  const [step, ...rest] = steps;
  if (!step) return value;
  if (step.kind === "each") {
    const items = Array.isArray(value) ? (value as unknown[]) : value === null ? [] : [value];
    const inner = items.map((item) => follow(item, step.steps, ofResource));
    return follow(inner, rest, ofResource);
  }
  const key = step.kind === "name" ? step.name : step.index;
  if (value instanceof Instance) {
    if (step.kind !== "name") throw new CallFault("a resource as a whole is not understood");
    return follow(value.attribute(step.name), rest, true);
  }
  if (value === null || value === undefined) throw new MissingPart(`null has no "${key}"`);
  if (Array.isArray(value)) return follow(elementOf(value, step), rest, ofResource);
  if (typeof value === "object" && Object.hasOwn(value, key)) {
    return follow((value as Record<string, unknown>)[key], rest, ofResource);
  }
  if (typeof value === "object" && key === 0 && ofResource) return follow(value, rest, ofResource);
  throw new MissingPart(typeof key === "number" ? `there is no element ${key}` : `there is no "${key}"`);
}

function elementOf(items: readonly unknown[], step: Exclude<KnownStep, { kind: "each" }>): unknown {
  if (step.kind === "name") throw new MissingPart(`there is no "${step.name}"`);
  const { index } = step;
  if (/^\d+$/.test(String(index)) && Number(index) < items.length) return items[Number(index)];
  throw new MissingPart(typeof index === "number" ? `there is no element ${index}` : `there is no "${index}"`);
}
