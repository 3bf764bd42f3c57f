import { Check } from "../check";
import { grantsToWorkloads } from "../support/google-grants";

/** Roles that hold setIamPolicy of projects and above, or make keys, roles and pools. */
const ADMIN =
  /^roles\/(resourcemanager\.(projectIamAdmin|folderAdmin|folderIamAdmin|organizationAdmin)|iam\.(securityAdmin|roleAdmin|organizationRoleAdmin|serviceAccountAdmin|serviceAccountKeyAdmin|workloadIdentityPoolAdmin))$/;

export const iamAdminRole: Check = {
  code: "gcp-iam-admin-role",
  severity: "high",
  title: "Workloads can change IAM policies",
  gain: "An attacker who controls one pod or pipeline grants itself further roles, or creates service account keys.",
  fix: "Grant the role only to a reviewed pipeline, and limit it with a condition on modifiedGrantsByRole.",
  page: "https://cloud.google.com/iam/docs/best-practices-service-accounts",
  find: (world) =>
    grantsToWorkloads(world)
      .filter(({ resource, role, member }) => resource.type !== "" && member !== "" && ADMIN.test(role))
      .map(({ resource, role, member, argument }) => ({ resource, argument, reason: `grants ${role} to ${member}` })),
};
