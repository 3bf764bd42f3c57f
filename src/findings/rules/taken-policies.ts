import { flagOf, placeOf, takenPolicies } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Lists of all policies of a role, or of all roles of a policy, that leave out what something else gives to an edge's role: it has its
 * right until the next apply at most.
 *
 * Terraform registry: "aws_iam_role_policies_exclusive".
 */
export const takenPoliciesRule: Rule = ({ aws, configuration, everyEdge }) => {
  const roles = new Map(
    everyEdge
      .filter(({ request }) => request.subcommand === "eks")
      .flatMap((edge) => {
        const arns = [edge.declaration.principal, flagOf(edge.request, "role-arn") ?? ""];
        return arns.map((arn) => [arn, edge] as const);
      }),
  );
  return [...roles].flatMap(([arn, edge]) => {
    const role = aws.roleOf(arn);
    if (!role) return [];
    const taken = takenPolicies(configuration, role, aws.permissionsOf(role).policies);
    return taken.map(({ resource, argument, policy }): Finding => {
      const at = {
        place: placeOf(resource),
        resource,
        argument,
        edge,
        hop: "authorization",
        what: policy.name,
      } as const;
      const reason = `leaves out ${policy.name}, which ${placeOf(policy.resource)} gives to the role of an edge, and so takes it away`;
      return { code: "missing-grant", severity: "fault", ...at, reason };
    });
  });
};
