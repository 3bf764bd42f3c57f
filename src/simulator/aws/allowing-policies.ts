import { mayAllow } from "./permission-policy";
import { RolePermissions, RolePolicy } from "./permissions";
import { Statement } from "./statement";

/**
 * The policies of a principal that may allow an action which leads to more, as far as its boundary does. A boundary that is not
 * known bounds nothing, and what IAM may not store denies nothing to others.
 *
 * @param counts which statements that allow something count; all unless given
 */
export function policiesThatMayAllow(
  { policies, boundary }: RolePermissions,
  action: string,
  resources: readonly string[],
  counts: (statement: Statement) => boolean = () => true,
): readonly RolePolicy[] {
  const bounds = boundary && leadingStatements(boundary);
  if (bounds && !mayAllow(bounds, action, resources)) return [];
  const denials = policies.filter(({ unknown }) => unknown === undefined).flatMap((one) => denialsOf(one));
  return policies.filter((one) => {
    const allowing = (leadingStatements(one) ?? []).filter(({ Effect }) => Effect === "Allow").filter(counts);
    return mayAllow([...allowing, ...denialsOf(one), ...denials], action, resources);
  });
}

function denialsOf(policy: RolePolicy): readonly Statement[] {
  return (leadingStatements(policy) ?? []).filter(({ Effect }) => Effect === "Deny");
}

/** What a policy says of the actions that lead to more; undefined where that is not known. */
function leadingStatements({ escalating, document }: RolePolicy): readonly Statement[] | undefined {
  return escalating ?? document?.statements;
}
