import { Configuration, placeOf, texts, unlessUnresolved } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { Edge } from "../edges/edge";
import { controlPolicies } from "./control-policies";
import { AwsWorld } from "./read";

/** Policies of the edges' own roles whose statements are not known, and those of an organization that may deny what edges need. */
export function unseen(aws: AwsWorld, configuration: Configuration, edges: readonly Edge[]): readonly UnseenGrant[] {
  const roles = new Set(edges.map(({ declaration }) => declaration.principal));
  const unread = [...roles].flatMap((arn) => {
    const role = aws.roleOf(arn);
    return (role ? aws.permissionsOf(role).policies : []).flatMap(({ name, resource, unknown }) =>
      unknown === undefined ? [] : [{ place: placeOf(resource), resource, reason: `what ${name} permits ${unknown}` }],
    );
  });
  return [...unread, ...ofUnknownRoles(configuration, roles), ...controlPolicies(configuration, edges)];
}

/** What gives policies to roles, by the argument that says to which. */
const GIVING: Readonly<Record<string, string>> = {
  aws_iam_role_policy: "role",
  aws_iam_role_policy_attachment: "role",
  aws_iam_role_policy_attachments_exclusive: "role_name",
  aws_iam_policy_attachment: "roles",
  awscc_iam_role_policy: "role_name",
  awscc_iam_managed_policy: "roles",
};

/** Policies of roles that cannot be known, so that they may be an edge's. */
function ofUnknownRoles(configuration: Configuration, roles: ReadonlySet<string>): readonly UnseenGrant[] {
  if (![...roles].some((arn) => arn.startsWith("arn:"))) return [];
  return Object.entries(GIVING).flatMap(([type, argument]) =>
    configuration.resources(type).flatMap((resource) => {
      const reason = unlessUnresolved(() => void texts(resource.argument(argument)), "its role cannot be known");
      return reason === undefined
        ? []
        : [{ place: placeOf(resource), resource, reason: `${reason}, so that it may be that of an edge` }];
    }),
  );
}
