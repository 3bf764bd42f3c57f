/**
 * The types of resources that write an allow policy: a member, all members of a role, or all of the policy.
 *
 * @param of what has the policy: `google_project`
 */
export function iamTypes(of: string): readonly string[] {
  return ["member", "binding", "policy"].map((form) => `${of}_iam_${form}`);
}
