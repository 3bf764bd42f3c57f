import { Check } from "../check";
import { grantsToWorkloads } from "../support/google-grants";

const ABOVE = /^google_(project|folder|organization)_iam_/;
const IMPERSONATION =
  /^roles\/iam\.(workloadIdentityUser|serviceAccountTokenCreator|serviceAccountUser|serviceAccountOpenIdTokenCreator)$/;

export const projectWideImpersonation: Check = {
  code: "gcp-project-wide-impersonation",
  severity: "high",
  title: "Workloads can impersonate every service account of a project",
  gain: "An attacker who controls one pod or pipeline impersonates the most privileged service account of the project, including accounts that are created later.",
  fix: "Grant the role on the single service account: google_service_account_iam_member.",
  page: "https://cloud.google.com/iam/docs/best-practices-service-accounts",
  find: (world) =>
    grantsToWorkloads(world)
      .filter(({ resource, role, member }) => member !== "" && ABOVE.test(resource.type) && IMPERSONATION.test(role))
      .map(({ resource, role, member, argument }) => ({
        resource,
        argument,
        reason: `grants ${role} above a service account to ${member}`,
      })),
};
