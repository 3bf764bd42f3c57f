import { blocks, placeOf, Resource, text, texts, unlessUnresolved } from "../../simulator";
import { isStoredMember, ROLE_FORM, WITHOUT_CONDITIONS } from "../../vendor/google/iam-members";
import { Finding, Rule } from "../finding";

const TYPE = /^google_\w+_iam_(member|binding)$/;

/** Members, roles and conditions of Google Cloud that IAM does not store, so that the grant is not made. */
export const refusedMembers: Rule = ({ configuration }) =>
  configuration
    .everyResource()
    .filter(({ type }) => TYPE.test(type))
    .flatMap((resource) => [...membersOf(resource), ...roleOf(resource), ...conditionOf(resource)]);

function membersOf(resource: Resource): readonly Finding[] {
  const argument = resource.type.endsWith("_member") ? "member" : "members";
  const members = unlessUnresolved(() => texts(resource.argument(argument)), undefined);
  if (members === undefined) return [];
  if (members.length === 0) return argument === "member" ? [refused(resource, argument, "member is not set")] : [];
  const strange = members.filter((one) => !isStoredMember(one, resource.type));
  return strange.map((one) => refused(resource, argument, `"${one}" is no member that IAM knows`));
}

function roleOf(resource: Resource): readonly Finding[] {
  const role = unlessUnresolved(() => text(resource.argument("role")) ?? "", undefined);
  if (role === undefined || ROLE_FORM.test(role)) return [];
  return [refused(resource, "role", `role is "${role}", which is no role's name`)];
}

function conditionOf(resource: Resource): readonly Finding[] {
  const of = Object.values(WITHOUT_CONDITIONS).find((type) => type && resource.type.startsWith(`${type}_iam_`));
  const isConditional = unlessUnresolved(() => blocks(resource.argument("condition")).length > 0, true);
  return of && isConditional ? [refused(resource, "condition", `the allow policy of a ${of} takes no condition`)] : [];
}

function refused(resource: Resource, argument: string, fault: string): Finding {
  const reason = `the vendor's API does not store it: ${fault}`;
  const at = { place: placeOf(resource), resource, argument, what: resource.type };
  return { code: "refused-object", severity: "fault", ...at, reason };
}
