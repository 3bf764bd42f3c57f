import { Check } from "../check";
import { grantsToWorkloads } from "../support/google-grants";

/** What a basic role can be granted on. */
const ABOVE = /^google_(project|folder|organization)_iam_/;

export const basicRole: Check = {
  code: "gcp-basic-role",
  severity: "high",
  title: "A basic role on a project is granted to workloads",
  gain: "An attacker who controls one pod or pipeline controls most resources of the project; with roles/owner also its IAM policy.",
  fix: "Grant a predefined role on the single resource that is needed.",
  page: "https://cloud.google.com/iam/docs/roles-overview#basic",
  find: (world) =>
    grantsToWorkloads(world)
      .filter(
        ({ resource, role, member }) =>
          member !== "" && ABOVE.test(resource.type) && /^roles\/(owner|editor)$/.test(role),
      )
      .map(({ resource, role, member, argument }) => ({ resource, argument, reason: `grants ${role} to ${member}` })),
};
