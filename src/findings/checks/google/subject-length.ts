import { Check } from "../check";
import { hasUnknown } from "../../../simulator";
import { MAX_SUBJECT_BYTES } from "../../../vendor/google/federation";
import { googleGrants } from "../support/google-grants";

/** Beyond this share of the limit it is told. */
const HEADROOM = 0.9;

export const subjectLength: Check = {
  code: "gcp-subject-length",
  severity: "low",
  title: "A subject is close to Google Cloud's limit of 127 bytes",
  gain: "No direct gain. Google refuses a longer namespace or service account name, and a hurried fix is often a wider mapping.",
  fix: "Map google.subject to the service account's uid, or shorten the names.",
  page: "https://cloud.google.com/iam/docs/workload-identity-federation",
  find: (world) =>
    googleGrants(world).flatMap(({ resource, member, argument }) => {
      const [, subject = ""] = /^principal:\/\/.*\/workloadIdentityPools\/[^/]+\/subject\/(.*)$/s.exec(member) ?? [];
      const bytes = hasUnknown(subject) ? 0 : Buffer.byteLength(subject);
      if (bytes < MAX_SUBJECT_BYTES * HEADROOM) return [];
      return [
        {
          resource,
          argument,
          reason: `names a subject of ${bytes} bytes, and google.subject has at most ${MAX_SUBJECT_BYTES}`,
        },
      ];
    }),
};
