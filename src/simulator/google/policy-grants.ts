import { storedMember } from "../../vendor/google/iam-members";
import { block, placeOf, Resource, text, texts, UnresolvedValue } from "../../terraform";
import { Grant } from "./grants";

/** A binding of a whole policy. */
interface PolicyBinding {
  readonly role: string;
  readonly members?: readonly string[];
  readonly condition?: unknown;
}

/** The grants that a resource makes: a member, the members of a role, or a whole policy. @throws UnresolvedValue */
export function grantsIn(resource: Resource): Grant[] {
  const granted = (member: string) => ({ member: storedMember(member, resource.type), resource });
  const data = text(resource.argument("policy_data"));
  if (data !== undefined) {
    return bindingsIn(resource, data).flatMap(({ role, members = [], condition }) =>
      members.map((member) => ({ ...granted(member), role, ...conditionOf(condition) })),
    );
  }
  const role = text(resource.argument("role")) ?? "";
  const members = texts(resource.argument("member") ?? resource.argument("members"));
  return members.map((member) => ({ ...granted(member), role, ...conditionOf(resource.argument("condition")) }));
}

/** @throws UnresolvedValue for what is no policy */
function bindingsIn(resource: Resource, data: string): readonly PolicyBinding[] {
  try {
    const { bindings } = JSON.parse(data) as { bindings?: readonly PolicyBinding[] };
    return bindings ?? [];
  } catch {
    throw new UnresolvedValue(`${placeOf(resource)}.policy_data`, "is no JSON", "Write it with data.google_iam_policy");
  }
}

/** The condition of a grant, in CEL. */
export function conditionOf(written: unknown): Pick<Grant, "condition"> {
  const expression = text(block(written).expression);
  return expression ? { condition: expression } : {};
}
