import { blocks, Configuration, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { RolePolicy } from "./permissions";

/** A policy that one resource gives to a role, and another takes away at its next apply. */
export interface TakenPolicy {
  readonly resource: Resource;
  readonly argument: string;
  readonly policy: RolePolicy;
}

/** A list of all policies of one kind that a role, or all roles that a policy, may have. */
interface Exclusive {
  readonly resource: Resource;
  readonly argument: string;
  readonly keeps: (policy: RolePolicy) => boolean;
}

const INLINE = "aws_iam_role_policy";
const ATTACHED = ["aws_iam_role_policy_attachment", "aws_iam_policy_attachment"];

/**
 * The policies of a role that lists of all its policies, or of all roles of a policy, leave out.
 *
 * Terraform registry: "aws_iam_role", managed_policy_arns and inline_policy; "aws_iam_role_policies_exclusive";
 * "aws_iam_role_policy_attachments_exclusive"; "aws_iam_policy_attachment".
 */
export function takenPolicies(
  configuration: Configuration,
  role: { readonly name: string; readonly resource?: Resource },
  policies: readonly RolePolicy[],
): readonly TakenPolicy[] {
  const lists = exclusives(configuration, role);
  return policies.flatMap((policy) => {
    const list = lists.find(({ resource, keeps }) => resource !== policy.resource && !keeps(policy));
    return list ? [{ resource: list.resource, argument: list.argument, policy }] : [];
  });
}

function exclusives(
  configuration: Configuration,
  { name, resource: role }: { readonly name: string; readonly resource?: Resource },
): readonly Exclusive[] {
  const told = (one: Resource, argument: string) =>
    unlessUnresolved(() => {
      const value = one.argument(argument);
      return value === undefined || value === null ? undefined : texts(value);
    }, undefined);
  const isOfRole = (one: Resource) => unlessUnresolved(() => text(one.argument("role_name")), undefined) === name;
  const inline = (one: Resource, argument: string, names: readonly string[]): Exclusive => ({
    ...{ resource: one, argument },
    keeps: (policy) => policy.resource.type !== INLINE || names.includes(policy.name),
  });
  const attached = (one: Resource, argument: string, arns: readonly string[]): Exclusive => ({
    ...{ resource: one, argument },
    keeps: ({ resource }) =>
      !ATTACHED.includes(resource.type) || arns.includes(told(resource, "policy_arn")?.[0] ?? ""),
  });
  const found: Exclusive[] = [];
  // A plan and a state show what the role had at the last reading in the place of what was not written.
  const isWritten = role !== undefined && "has" in role;
  if (isWritten) {
    const names = unlessUnresolved(
      () => blocks(role.argument("inline_policy")).map((one) => text(one.name) ?? ""),
      undefined,
    );
    if (names && names.length > 0) found.push(inline(role, "inline_policy", names));
  }
  const managed = isWritten ? told(role, "managed_policy_arns") : undefined;
  if (isWritten && managed) found.push(attached(role, "managed_policy_arns", managed));
  for (const one of configuration.resources("aws_iam_role_policies_exclusive")) {
    const names = isOfRole(one) ? told(one, "policy_names") : undefined;
    if (names) found.push(inline(one, "policy_names", names));
  }
  for (const one of configuration.resources("aws_iam_role_policy_attachments_exclusive")) {
    const arns = isOfRole(one) ? told(one, "policy_arns") : undefined;
    if (arns) found.push(attached(one, "policy_arns", arns));
  }
  for (const one of configuration.resources("aws_iam_policy_attachment")) {
    const [arn] = told(one, "policy_arn") ?? [];
    const roles = told(one, "roles") ?? [];
    if (arn === undefined || roles.includes(name)) continue;
    found.push({
      ...{ resource: one, argument: "roles" },
      keeps: ({ resource }) => !ATTACHED.includes(resource.type) || told(resource, "policy_arn")?.[0] !== arn,
    });
  }
  return found;
}
