import { gather } from "../gather";
import { serviceOfPermission } from "./full-names";

/**
 * What roles of Google Cloud permit on resources of the services that are simulated: those that accesses grant, and the ones that
 * are most often granted instead. Permissions to look projects and locations of keys up, and those on folders, models, routines and
 * schemas, are left out: no access is about them.
 *
 * Google Cloud documentation: "IAM roles and permissions index", and for Cloud Storage "IAM roles for Cloud Storage"; the rarer ones by
 * the source of `listed-roles.ts`.
 */
const ROLES: Readonly<Record<string, string>> = {
  "roles/storage.objectViewer": "storage.objects.get storage.objects.list",
  "roles/storage.objectCreator": `storage.multipartUploads.abort storage.multipartUploads.create
    storage.multipartUploads.listParts storage.objects.create storage.objects.createContext`,
  "roles/storage.objectUser": `storage.multipartUploads.abort storage.multipartUploads.create storage.multipartUploads.list
    storage.multipartUploads.listParts storage.objects.create storage.objects.delete storage.objects.get
    storage.objects.list storage.objects.move storage.objects.restore storage.objects.update`,
  "roles/storage.objectAdmin": `storage.multipartUploads.abort storage.multipartUploads.create
    storage.multipartUploads.list storage.multipartUploads.listParts storage.objects.create storage.objects.delete
    storage.objects.get storage.objects.getIamPolicy storage.objects.list storage.objects.move
    storage.objects.overrideUnlockedRetention storage.objects.restore storage.objects.setIamPolicy
    storage.objects.setRetention storage.objects.update`,
  "roles/storage.admin": "storage.*",
  "roles/storage.legacyBucketReader": "storage.buckets.get storage.multipartUploads.list storage.objects.list",
  "roles/storage.legacyBucketWriter": `storage.buckets.get storage.multipartUploads.abort storage.multipartUploads.create
    storage.multipartUploads.list storage.multipartUploads.listParts storage.objects.create storage.objects.delete
    storage.objects.list`,
  "roles/storage.legacyBucketOwner": `storage.buckets.createTagBinding storage.buckets.deleteTagBinding
    storage.buckets.enableObjectRetention storage.buckets.get storage.buckets.getIamPolicy storage.buckets.getIpFilter
    storage.buckets.listEffectiveTags storage.buckets.listTagBindings storage.buckets.restore storage.buckets.setIamPolicy
    storage.buckets.setIpFilter storage.buckets.update storage.multipartUploads.abort storage.multipartUploads.create
    storage.multipartUploads.list storage.multipartUploads.listParts storage.objects.create storage.objects.delete
    storage.objects.list storage.objects.restore storage.objects.setRetention`,
  "roles/storage.legacyObjectOwner":
    "storage.objects.get storage.objects.getIamPolicy storage.objects.setIamPolicy storage.objects.update",
  "roles/storage.legacyObjectReader": "storage.objects.get",
  "roles/secretmanager.secretAccessor": "secretmanager.versions.access",
  "roles/secretmanager.secretVersionAdder": "secretmanager.versions.add",
  "roles/secretmanager.secretVersionManager": `secretmanager.versions.add secretmanager.versions.destroy
    secretmanager.versions.disable secretmanager.versions.enable secretmanager.versions.get secretmanager.versions.list`,
  "roles/secretmanager.viewer": `secretmanager.locations.get secretmanager.locations.list secretmanager.secrets.get
    secretmanager.secrets.getIamPolicy secretmanager.secrets.list secretmanager.versions.get secretmanager.versions.list`,
  "roles/secretmanager.admin": "secretmanager.*",
  "roles/cloudkms.cryptoKeyDecrypter": "cloudkms.cryptoKeyVersions.useToDecrypt",
  "roles/cloudkms.cryptoKeyEncrypter": "cloudkms.cryptoKeyVersions.useToEncrypt",
  "roles/cloudkms.cryptoKeyEncrypterDecrypter":
    "cloudkms.cryptoKeyVersions.useToDecrypt cloudkms.cryptoKeyVersions.useToEncrypt",
  "roles/cloudkms.signer": "cloudkms.cryptoKeyVersions.useToSign",
  "roles/cloudkms.signerVerifier": `cloudkms.cryptoKeyVersions.useToSign cloudkms.cryptoKeyVersions.useToVerify
    cloudkms.cryptoKeyVersions.viewPublicKey`,
  "roles/cloudkms.viewer": `cloudkms.cryptoKeyVersions.get cloudkms.cryptoKeyVersions.list cloudkms.cryptoKeys.get
    cloudkms.cryptoKeys.list`,
  "roles/cloudkms.admin": `cloudkms.cryptoKeyVersions.create cloudkms.cryptoKeyVersions.destroy
    cloudkms.cryptoKeyVersions.get cloudkms.cryptoKeyVersions.list cloudkms.cryptoKeyVersions.restore
    cloudkms.cryptoKeyVersions.update cloudkms.cryptoKeyVersions.useToDecryptViaDelegation
    cloudkms.cryptoKeyVersions.useToEncryptViaDelegation cloudkms.cryptoKeys.create cloudkms.cryptoKeys.get
    cloudkms.cryptoKeys.getIamPolicy cloudkms.cryptoKeys.list cloudkms.cryptoKeys.setIamPolicy cloudkms.cryptoKeys.update`,
  "roles/pubsub.publisher": "pubsub.topics.publish",
  "roles/pubsub.subscriber": "pubsub.snapshots.seek pubsub.subscriptions.consume pubsub.topics.attachSubscription",
  "roles/pubsub.viewer": `pubsub.snapshots.get pubsub.snapshots.list pubsub.subscriptions.get pubsub.subscriptions.list
    pubsub.topics.get pubsub.topics.list`,
  "roles/pubsub.editor": `pubsub.snapshots.create pubsub.snapshots.delete pubsub.snapshots.get pubsub.snapshots.list
    pubsub.snapshots.seek pubsub.snapshots.update pubsub.subscriptions.consume pubsub.subscriptions.create
    pubsub.subscriptions.delete pubsub.subscriptions.get pubsub.subscriptions.list pubsub.subscriptions.update
    pubsub.topics.attachSubscription pubsub.topics.create pubsub.topics.delete pubsub.topics.detachSubscription
    pubsub.topics.get pubsub.topics.list pubsub.topics.publish pubsub.topics.update pubsub.topics.updateTag`,
  "roles/pubsub.admin": "pubsub.*",
  "roles/bigquery.dataViewer": `bigquery.datasets.get bigquery.datasets.getIamPolicy bigquery.tables.createSnapshot
    bigquery.tables.export bigquery.tables.get bigquery.tables.getData bigquery.tables.getIamPolicy bigquery.tables.list`,
  "roles/bigquery.dataEditor": `bigquery.datasets.create bigquery.datasets.get bigquery.datasets.getIamPolicy
    bigquery.datasets.updateTag bigquery.tables.create bigquery.tables.createIndex bigquery.tables.createSnapshot
    bigquery.tables.delete bigquery.tables.deleteIndex bigquery.tables.export bigquery.tables.get bigquery.tables.getData
    bigquery.tables.getIamPolicy bigquery.tables.list bigquery.tables.replicateData bigquery.tables.restoreSnapshot
    bigquery.tables.update bigquery.tables.updateData bigquery.tables.updateIndex bigquery.tables.updateTag`,
  "roles/bigquery.metadataViewer": `bigquery.datasets.get bigquery.datasets.getIamPolicy bigquery.tables.get
    bigquery.tables.getIamPolicy bigquery.tables.list`,
  "roles/bigquery.user": `bigquery.datasets.create bigquery.datasets.get bigquery.datasets.getIamPolicy bigquery.jobs.create
    bigquery.jobs.list bigquery.readsessions.create bigquery.readsessions.getData bigquery.readsessions.update
    bigquery.tables.list`,
  "roles/bigquery.readSessionUser":
    "bigquery.readsessions.create bigquery.readsessions.getData bigquery.readsessions.update",
  "roles/bigquery.jobUser": "bigquery.jobs.create",
  "roles/bigquery.admin": "bigquery.*",
  "roles/iam.serviceAccountOpenIdTokenCreator": "iam.serviceAccounts.getOpenIdToken",
  "roles/iam.serviceAccountTokenCreator": `iam.serviceAccounts.get iam.serviceAccounts.getAccessToken
    iam.serviceAccounts.getOpenIdToken iam.serviceAccounts.implicitDelegation iam.serviceAccounts.list
    iam.serviceAccounts.signBlob iam.serviceAccounts.signJwt`,
  "roles/iam.serviceAccountViewer": `iam.serviceAccountKeys.get iam.serviceAccountKeys.list iam.serviceAccounts.get
    iam.serviceAccounts.getIamPolicy iam.serviceAccounts.list`,
  "roles/iam.serviceAccountUser": "iam.serviceAccounts.actAs iam.serviceAccounts.get iam.serviceAccounts.list",
  "roles/iam.workloadIdentityUser": `iam.serviceAccounts.get iam.serviceAccounts.getAccessToken
    iam.serviceAccounts.getOpenIdToken iam.serviceAccounts.list`,
  "roles/owner": "storage.* secretmanager.* cloudkms.* pubsub.* bigquery.*",
};

/** Permissions of services that requests ask for, beside those of roles: what must not come with an access. */
const FURTHER = [
  ...["storage.buckets.get", "storage.buckets.list", "storage.buckets.setIamPolicy", "storage.buckets.delete"],
  ...["storage.objects.delete", "storage.objects.update"],
  ...["secretmanager.secrets.get", "secretmanager.secrets.list", "secretmanager.secrets.setIamPolicy"],
  ...["secretmanager.versions.add", "secretmanager.versions.destroy"],
  ...["bigquery.tables.updateData", "pubsub.topics.delete", "pubsub.subscriptions.delete"],
  ...["iam.serviceAccounts.setIamPolicy", "iam.serviceAccounts.delete"],
];

const PERMISSIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(ROLES).map(([role, words]) => [role, words.split(/\s+/)] as const),
);

/** Every permission of the services that is known by its own name. */
export const EVERY_PERMISSION: readonly string[] = [
  ...new Set([...FURTHER, ...[...PERMISSIONS.values()].flat()].filter((one) => !one.endsWith("*"))),
].sort();

const BY_SERVICE: ReadonlyMap<string, readonly string[]> = EVERY_PERMISSION.reduce((all, one) => {
  gather(all, serviceOfPermission(one), one);
  return all;
}, new Map<string, string[]>());

const SPELLED_OUT: ReadonlyMap<string, readonly string[]> = new Map(
  [...PERMISSIONS].map(([role, words]) => [
    role,
    words.flatMap((one) => (one.endsWith("*") ? permissionsOfService(one.slice(0, -2)) : [one])),
  ]),
);

/** The permissions of a role, patterns spelled out; undefined for a role that is not known here. */
export function permissionsOfRole(role: string): readonly string[] | undefined {
  return SPELLED_OUT.get(role);
}

/** The known permissions of a service. */
export function permissionsOfService(service: string): readonly string[] {
  return BY_SERVICE.get(service) ?? [];
}
