import { Check } from "../check";
import { googleGrants } from "../support/google-grants";

/** Roles that are granted to the public on purpose: to read public objects, and to call public services. */
const PUBLIC =
  /^roles\/(storage\.(objectViewer|legacyObjectReader)|run\.invoker|cloudfunctions\.invoker|artifactregistry\.reader)$/;

export const publicMember: Check = {
  code: "gcp-public-member",
  severity: "high",
  title: "A role is granted to allUsers or allAuthenticatedUsers",
  gain: "Every user on the internet, or every user with a Google account, has the role.",
  fix: "Name the members; for workloads, use principals or a principal set of a pool.",
  page: "https://cloud.google.com/iam/docs/principals-overview",
  find: (world) =>
    googleGrants(world)
      .filter(
        ({ resource, role, member }) =>
          /^all(Authenticated)?Users$/.test(member) && !PUBLIC.test(role) && resource.type !== "",
      )
      .map(({ resource, role, member, argument }) => ({ resource, argument, reason: `grants ${role} to ${member}` })),
};
