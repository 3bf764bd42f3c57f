import { string } from "./convert";
import { evaluateJson } from "./evaluate";
import { Scope } from "./scope";
import { isObject } from "./shape";

type Body = Readonly<Record<string, unknown>>;

/** A provider that is named with the key of one of its instances: `aws.by_region["us-west-2"]`. */
const OF_INSTANCE = /^([\w-]+(?:\.[\w-]+)?)\[(.*)\]$/s;

/**
 * How a provider's configuration is known: by its kind, its alias and, in OpenTofu, the key of an instance.
 *
 * @param named as a resource names it, whose key may be an expression
 * @param scope the names of the resource
 * @throws SyntaxFault, CallFault, UnresolvedValue
 */
export function providerKey(named: string, scope: Scope): string {
  const [, name, key] = OF_INSTANCE.exec(named) ?? [];
  if (name === undefined) return named;
  return ofInstance(name, string(evaluateJson(`\${${key}}`, scope)));
}

/** @param name kind and alias of a provider with instances */
export function ofInstance(name: string, key: string | number): string {
  return `${name}[${JSON.stringify(String(key))}]`;
}

/** The kind that a resource's type belongs to unless it names a provider. */
export function namedProviderOf(type: string, { provider }: Body): string {
  return typeof provider === "string" ? provider : type.split("_")[0];
}

/** The providers that a call of a module hands down, by their names in the module. */
export function handedDown({ providers }: Body, scope: Scope): ReadonlyMap<string, string> {
  const named: readonly unknown[] = [providers].flat();
  return new Map(
    named.filter(isObject).flatMap((one) =>
      Object.entries(one).map(([name, of]) => {
        const own = String(of).replace(/^\$\{(.*)\}$/s, "$1");
        return [name, providerKey(own, scope)] as const;
      }),
    ),
  );
}
