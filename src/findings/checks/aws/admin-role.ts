import { Check } from "../check";
import { administrating, federatedRoles } from "../support/federated-roles";

/** A role that tokens assume and that may do everything. */
export const adminRole: Check = {
  code: "aws-admin-role",
  severity: "high",
  title: "A federated role has administrator rights in the account",
  gain: "An attacker who controls one pod or pipeline controls the whole account.",
  fix: "Grant the actions and resources that the workload needs; a permissions boundary limits later additions.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  find: (world) =>
    federatedRoles(world).flatMap(({ role, policies, described }) =>
      administrating(policies).map(({ name, resource, argument }) => ({
        resource,
        argument,
        reason: `${name} allows everything to ${role.address}, ${described}`,
      })),
    ),
};
