import { Check } from "../check";
import { oidcProviders } from "../support/google-providers";

/** Claims that people choose or give up. */
const MUTABLE = /^assertion\.(email|actor|preferred_username|name|nickname|upn|user_login|user_email|login)$/;

export const subjectMutable: Check = {
  code: "gcp-subject-mutable",
  severity: "medium",
  title: "A subject is mapped from a name that its owner can change",
  gain: "A user who chooses the name, or registers it after its owner gave it up, becomes the principal.",
  fix: "Map google.subject to assertion.sub, or to an id that is never reused.",
  page: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (world) =>
    oidcProviders(world)
      .filter(({ mapping }) => MUTABLE.test(mapping["google.subject"] ?? ""))
      .map(({ resource, mapping }) => ({
        resource,
        argument: "attribute_mapping",
        reason: `maps google.subject to ${mapping["google.subject"]}`,
      })),
};
