import { Check } from "../check";
import { grantsToWorkloads } from "../support/google-grants";

export const poolWideGrant: Check = {
  code: "gcp-pool-wide-grant",
  severity: "high",
  title: "A role is granted to a whole pool",
  gain: "Every token that any provider of the pool accepts has the role, including providers that are added later.",
  fix: "Grant the role to principal://…/subject/SUBJECT, or to a principal set of one attribute.",
  page: "https://cloud.google.com/iam/docs/principal-identifiers",
  find: (world) =>
    grantsToWorkloads(world)
      .filter(
        ({ resource, role, member }) =>
          resource.type !== "" && role !== "" && /\/workloadIdentityPools\/[^/]+\/\*$/.test(member),
      )
      .map(({ resource, role, member, argument }) => ({ resource, argument, reason: `grants ${role} to ${member}` })),
};
