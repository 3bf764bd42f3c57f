import { Configuration, placeOf } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { Edge } from "../edges/edge";
import { AwsWorld } from "./read";

/** Policies of the edges' own roles whose statements are not known. */
export function unseen(aws: AwsWorld, _configuration: Configuration, edges: readonly Edge[]): readonly UnseenGrant[] {
  const roles = new Set(edges.map(({ declaration }) => declaration.principal));
  return [...roles].flatMap((arn) => {
    const role = aws.roleOf(arn);
    return (role ? aws.permissionsOf(role).policies : []).flatMap(({ name, resource, unknown }) =>
      unknown === undefined ? [] : [{ place: placeOf(resource), resource, reason: `what ${name} permits ${unknown}` }],
    );
  });
}
