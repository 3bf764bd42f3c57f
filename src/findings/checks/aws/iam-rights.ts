import { Check } from "../check";
import { administrating, escalating, federatedRoles } from "../support/federated-roles";

/** A federated role that can change IAM. */
export const iamRights: Check = {
  code: "aws-iam-rights",
  severity: "high",
  title: "A federated role can change IAM",
  gain: "An attacker who controls one pod or pipeline grants itself further policies, roles or keys.",
  fix: "Remove the actions, or limit them: name a path of roles in Resource, and require iam:PermissionsBoundary in Condition.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  find: (world) =>
    federatedRoles(world).flatMap(({ role, policies, described }) => {
      const everything = administrating(policies);
      return [...escalating(world, role)]
        .filter(([policy]) => everything.length === 0 || !everything.some(({ name }) => name === policy.name))
        .map(([{ name, resource, argument }, actions]) => ({
          resource,
          argument,
          reason: `${name} allows ${actions.slice(0, 3).join(", ")}${actions.length > 3 ? ", …" : ""} to ${role.address}, ${described}`,
        }));
    }),
};
