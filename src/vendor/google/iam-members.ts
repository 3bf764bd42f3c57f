/**
 * Forms that IAM stores of members and of roles; the letter case of what stands before the colon counts.
 *
 * Google Cloud IAM documentation: "Principal identifiers"; IAM reference: "Policy", `bindings[]`.
 */
const MEMBER_FORMS: readonly RegExp[] = [
  /^all(Authenticated)?Users$/,
  /^(user|group):[^\s@*]+@[^\s@*]+$/,
  /^serviceAccount:[^\s@*]+@[^\s@*]+$/,
  /^serviceAccount:[a-z0-9.:-]+\.svc\.id\.goog\[[a-z0-9-]+\/[a-z0-9.-]+\]$/,
  /^domain:[^\s@*]+$/,
  /^project(Owner|Editor|Viewer):[a-z0-9.:-]+$/,
  /^principal:\/\/(iam\.[a-z0-9.-]+|goog)\/.+$/,
  /^principalSet:\/\/([a-z]+\.[a-z0-9.-]+|goog)\/.+$/,
  /^deleted:.+$/,
];

/** BigQuery writes further ones into the access of data sets. */
const DATASET_FORMS: readonly RegExp[] = [/^iamMember:.+$/, /^project(Owners|Readers|Writers)$/, /^specialGroup:.+$/];

/** Whether IAM stores a member. @param type of the resource that writes it */
export function isStoredMember(member: string, type: string): boolean {
  const forms = type.startsWith("google_bigquery_dataset_") ? [...MEMBER_FORMS, ...DATASET_FORMS] : MEMBER_FORMS;
  return forms.some((form) => form.test(member));
}

/** The form of a role's name: one of Google's, or one of a project or an organization. */
export const ROLE_FORM = /^((projects|organizations)\/[^/\s*]+\/)?roles\/[A-Za-z0-9_.]+$/;

/**
 * Resources whose allow policies take no conditional role bindings, by their kind, with the types that make them.
 *
 * IAM documentation: "Services that allow conditional role bindings", which Pub/Sub is not among.
 *
 * @see https://cloud.google.com/iam/docs/resource-types-with-conditional-roles
 */
export const WITHOUT_CONDITIONS: Readonly<Record<string, string | undefined>> = {
  subscription: "google_pubsub_subscription",
  topic: "google_pubsub_topic",
};
