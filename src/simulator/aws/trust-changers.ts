import { Edge } from "../edges/edge";
import { FurtherTrust } from "../edges/further-trust";
import { policiesThatMayAllow } from "./allowing-policies";
import { RolePermissions } from "./permissions";
import { AwsWorld } from "./read";
import { Statement } from "./statement";

/** IAM API Reference, "UpdateAssumeRolePolicy": its caller can name any principal in the role's trust policy, its own too. */
const ACTION = "iam:UpdateAssumeRolePolicy";

const ANY_ROLE = "arn:*:iam::*:role/*";

/** A principal of IAM with its policies. */
interface Holder extends RolePermissions {
  readonly who: string;
}

/**
 * Principals, other than the edges' own, whose policies let them rewrite the trust policy of a role. Who may rewrite those of every role
 * administrates the account, so that it is not sure that this role is meant.
 */
export function trustChangers(
  aws: AwsWorld,
  edges: readonly Edge[],
): (role: string) => readonly Omit<FurtherTrust, "isAdopted">[] {
  const own = new Set(edges.map(({ declaration }) => declaration.principal));
  const roles = aws.everyRole.filter(({ arn }) => !own.has(arn));
  const holders: readonly Holder[] = [
    ...roles.map((role) => ({ who: role.arn, ...aws.permissionsOf(role) })),
    ...[...aws.permissionsOfPeople].map(([who, policies]) => ({ who, policies })),
  ];
  const changers = holders.filter((holder) => changing(holder, ANY_ROLE).length > 0);
  return (role) => changers.flatMap((holder) => changing(holder, role));
}

function changing(holder: Holder, role: string): readonly Omit<FurtherTrust, "isAdopted">[] {
  const { who, boundary } = holder;
  const [policy] = policiesThatMayAllow(holder, ACTION, [role]);
  if (!policy) return [];
  const { resource, argument, name } = policy;
  const line = `${name} lets ${who} change the trust policy of ${role} (${ACTION})`;
  const sure = policiesThatMayAllow(holder, ACTION, [role], isAboutFewRoles);
  const isSure = boundary?.unknown === undefined && sure.some(({ unknown }) => unknown === undefined);
  return [{ who, hop: "exchange", because: { resource, argument, line }, ...(isSure ? {} : { isUnsure: true }) }];
}

/** Whether a statement names roles by more than a wildcard for all of them, and has no condition. */
function isAboutFewRoles({ Effect, Resource = "*", NotResource, Condition }: Statement): boolean {
  if (Effect !== "Allow" || NotResource !== undefined || Object.keys(Condition ?? {}).length > 0) return false;
  return [Resource].flat().every((one) => /:role\/.*[^*]/.test(one));
}
