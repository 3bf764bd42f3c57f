import { CallFault } from "./convert";

/** An instance of a resource where an expression goes through all of them: what it is asked for is an attribute. */
export class Instance {
  public constructor(private readonly resource: { attribute(name: string): unknown }) {}

  public attribute(name: string): unknown {
    return this.resource.attribute(name);
  }
}

/** Whether a value is a map or a list of instances, or one of them. */
function isOfInstances(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Instance) return true;
  const members = value as Readonly<Record<string, unknown>>;
  // What holds one instance holds nothing else; most values are asked about, so nothing is copied.
  for (const name in members) return members[name] instanceof Instance;
  return false;
}

/**
 * A value that is used as it is, which a whole resource cannot be: not all of its attributes are known.
 *
 * @throws CallFault
 */
export function withoutInstances(value: unknown): unknown {
  if (isOfInstances(value)) throw new CallFault("a resource as a whole is not understood");
  return value;
}
