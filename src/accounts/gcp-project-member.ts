import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { TerraformStack } from "cdktf";
import type { GcpProjectObjects } from "./gcp-project-objects";
import { isLiteral } from "../common";

/**
 * Notes a member of a role on the project. Google takes the same one from two stacks, but then removing one of the two
 * takes the access of both away.
 */
export function claimMember(objects: GcpProjectObjects, made: ProjectIamMember, role: string, member: string): void {
  if (!isLiteral(role) || !isLiteral(member)) return;
  const wayOut =
    "Give the clusters of both one GcpProject as their account, or set grantLookupRole to false in one of them";
  objects.claimHere("lookupRole", member, TerraformStack.of(made), wayOut, `${role} of `);
}
