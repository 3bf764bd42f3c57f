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

/** Types whose members are those of a data set. */
const OF_DATASETS = /^google_bigquery_dataset_/;
/** What stands in front of a federated principal in members of data sets. */
const IAM_MEMBER = "iamMember:";

/** Whether IAM stores a member. @param type of the resource that writes it */
export function isStoredMember(member: string, type: string): boolean {
  if (!OF_DATASETS.test(type)) return MEMBER_FORMS.some((form) => form.test(member));
  // The provider: "Failed to parse BigQuery Dataset IAM member type".
  if (isPrincipal(member)) return false;
  return [...MEMBER_FORMS, ...DATASET_FORMS].some((form) => form.test(member));
}

/**
 * A member as `google_bigquery_dataset_iam_member` takes it: what the provider does not know by its beginning has another one.
 *
 * @see https://github.com/GoogleCloudPlatform/magic-modules/pull/9948 "support iamMember (i.e. for WIF ids) in big query datasets"
 */
export function datasetMember(member: string): string {
  return isPrincipal(member) ? `${IAM_MEMBER}${member}` : member;
}

/** A member as IAM knows it. @param type of the resource that writes it */
export function storedMember(member: string, type: string): string {
  return OF_DATASETS.test(type) && member.startsWith(IAM_MEMBER) ? member.slice(IAM_MEMBER.length) : member;
}

function isPrincipal(member: string): boolean {
  return /^principal(Set)?:/.test(member);
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

/**
 * Resources whose members by Terraform take no condition, by their kind, with what refuses it: those above, and data sets, of which the
 * google provider says "IAM conditions not allowed on BigQuery Dataset IAM".
 */
export const MEMBERS_WITHOUT_CONDITIONS: Readonly<Record<string, string | undefined>> = {
  dataset: "google_bigquery_dataset_iam_member",
  subscription: "the allow policy of a subscription",
  topic: "the allow policy of a topic",
};
