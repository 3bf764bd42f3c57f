import { IConstruct } from "constructs";
import type { GcpProjectObjects } from "./gcp-project-objects";
import { digest, isLiteral } from "../common";

/** When a member has its role. */
export interface MemberCondition {
  readonly title: string;
  readonly expression: string;
}

/** A member of the project's allow policy. */
interface ProjectMember {
  readonly role: string;
  readonly member: string;
  readonly condition?: MemberCondition;
}

/** The part of an address that tells members of one role with different conditions apart, which IAM keeps apart as well. */
export function conditionPart(condition: MemberCondition | undefined): string {
  return condition === undefined ? "" : `_${digest(condition.expression)}`;
}

/**
 * Notes a member of a role on the project. Google takes the same one twice, but then removing one of the two takes the access of
 * both away.
 *
 * @param by what asks for it: the stack, where other checks keep its members apart
 */
export function claimLookup(objects: GcpProjectObjects, by: IConstruct, wanted: ProjectMember): void {
  const { role, member, condition } = wanted;
  if (!isLiteral(role) || !isLiteral(member)) return;
  const wayOut =
    "Give the clusters of both one GcpProject as their account, or set grantLookupRole to false in one of them";
  objects.claimHere("lookupRole", `${member}${conditionPart(condition)}`, by, wayOut, `${role} of `);
}
