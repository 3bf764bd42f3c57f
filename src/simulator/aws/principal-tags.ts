import { block, Resource, text, unlessUnresolved } from "../../terraform";

/**
 * A role's tags as condition keys, those of its provider's `default_tags` among them; undefined where one cannot be known.
 *
 * AWS IAM documentation: "AWS global condition context keys", aws:PrincipalTag.
 */
export function principalTags(role: Resource | undefined): ReadonlyMap<string, string> | undefined {
  if (!role) return undefined;
  return unlessUnresolved(() => {
    const common = block(block(role.provider?.argument("default_tags")).tags);
    const all = { ...common, ...block(role.argument("tags")) };
    return new Map(
      Object.entries(all).map(([name, value]) => [`aws:principaltag/${name.toLowerCase()}`, text(value) ?? ""]),
    );
  }, undefined);
}
