import { Expected } from "./support/ask";
import { NUMBER, PROJECT } from "./support/google";
import { BUCKET, ME, Objects, on, onProject, READ, stack } from "./support/google-services";
import { itAnswers, Row } from "./support/rows";

const CREATE = { ...READ, action: "storage.objects.create" };
const DELETE = { ...READ, action: "storage.objects.delete" };
const bucket = (action: string) => ({ action, resource: BUCKET });
const inProject = (action: string) => ({
  action,
  resource: `//${action.split(".")[0]}.googleapis.com/projects/${PROJECT}`,
});
const secret = (action: string) => ({
  action,
  resource: `//secretmanager.googleapis.com/projects/${PROJECT}/secrets/db`,
});
const KEY = `projects/${PROJECT}/locations/global/keyRings/ring/cryptoKeys/key`;
const key = (action: string) => ({ action, resource: `//cloudkms.googleapis.com/${KEY}` });
const onKey = (role: string): Objects => ({
  google_kms_crypto_key_iam_member: { one: { crypto_key_id: KEY, role, member: ME } },
});
const topic = (action: string, kind = "topics", name = "orders") => ({
  action,
  resource: `//pubsub.googleapis.com/projects/${PROJECT}/${kind}/${name}`,
});
const data = (action: string, rest = "") => ({
  action,
  resource: `//bigquery.googleapis.com/projects/${PROJECT}/datasets/sales${rest}`,
});

/**
 * Roles of Google's own, and what they permit.
 *
 * https://docs.cloud.google.com/iam/docs/roles-permissions ("IAM roles and permissions index") and
 * https://github.com/iann0036/iam-dataset/tree/main/gcp/roles, which has `includedPermissions` of each as the IAM API answers them.
 * What is known of no list is no no: docs/lab.md, "can-i".
 */
const CASES: readonly Row<Objects>[] = [
  // A role of one service may have permissions of another
  ["dataproc.worker reads objects", onProject("roles/dataproc.worker"), READ, "allowed"],
  [
    "dataproc.worker sets who may do what",
    onProject("roles/dataproc.worker"),
    { ...READ, action: "storage.objects.setIamPolicy" },
    "allowed",
  ],
  [
    "dataproc.worker reads no secret",
    onProject("roles/dataproc.worker"),
    secret("secretmanager.versions.access"),
    "authorization 403",
  ],
  ["container.nodeServiceAccount reads objects", onProject("roles/container.nodeServiceAccount"), READ, "allowed"],
  [
    "container.nodeServiceAccount writes none",
    onProject("roles/container.nodeServiceAccount"),
    CREATE,
    "authorization 403",
  ],
  // The usual ones of pods
  ["logging.logWriter reads no objects", onProject("roles/logging.logWriter"), READ, "authorization 403"],
  ["container.admin reads no objects", onProject("roles/container.admin"), READ, "authorization 403"],
  // Of the simulated services
  [
    "storage.bucketViewer looks at buckets",
    onProject("roles/storage.bucketViewer"),
    bucket("storage.buckets.get"),
    "allowed",
  ],
  ["storage.bucketViewer reads no object", onProject("roles/storage.bucketViewer"), READ, "authorization 403"],
  ["storage.legacyBucketOwner deletes", on("roles/storage.legacyBucketOwner"), DELETE, "allowed"],
  [
    "storage.legacyBucketOwner changes who may do what",
    on("roles/storage.legacyBucketOwner"),
    bucket("storage.buckets.setIamPolicy"),
    "allowed",
  ],
  ["storage.legacyBucketOwner does not read", on("roles/storage.legacyBucketOwner"), READ, "authorization 403"],
  ["storage.legacyObjectOwner reads", on("roles/storage.legacyObjectOwner"), READ, "allowed"],
  ["storage.legacyObjectOwner does not delete", on("roles/storage.legacyObjectOwner"), DELETE, "authorization 403"],
  ["storage.hmacKeyAdmin reads no object", onProject("roles/storage.hmacKeyAdmin"), READ, "authorization 403"],
  [
    "storage.objectAdmin and a permission of no list",
    on("roles/storage.objectAdmin"),
    bucket("storage.objects.updateContext"),
    "authorization not simulated",
  ],
  [
    "secretVersionManager adds",
    onProject("roles/secretmanager.secretVersionManager"),
    secret("secretmanager.versions.add"),
    "allowed",
  ],
  [
    "secretVersionManager does not read",
    onProject("roles/secretmanager.secretVersionManager"),
    secret("secretmanager.versions.access"),
    "authorization 403",
  ],
  [
    "secretVersionAdder does not destroy",
    onProject("roles/secretmanager.secretVersionAdder"),
    secret("secretmanager.versions.destroy"),
    "authorization 403",
  ],
  ["cloudkms.signer signs", onKey("roles/cloudkms.signer"), key("cloudkms.cryptoKeyVersions.useToSign"), "allowed"],
  [
    "cloudkms.signer does not decrypt",
    onKey("roles/cloudkms.signer"),
    key("cloudkms.cryptoKeyVersions.useToDecrypt"),
    "authorization 403",
  ],
  [
    "cloudkms.signerVerifier reads the public key",
    onKey("roles/cloudkms.signerVerifier"),
    key("cloudkms.cryptoKeyVersions.viewPublicKey"),
    "allowed",
  ],
  [
    "cloudkms.viewer does not encrypt",
    onKey("roles/cloudkms.viewer"),
    key("cloudkms.cryptoKeyVersions.useToEncrypt"),
    "authorization 403",
  ],
  [
    "cloudkms.admin does not decrypt",
    onKey("roles/cloudkms.admin"),
    key("cloudkms.cryptoKeyVersions.useToDecrypt"),
    "authorization 403",
  ],
  [
    "pubsub.viewer does not publish",
    onProject("roles/pubsub.viewer"),
    topic("pubsub.topics.publish"),
    "authorization 403",
  ],
  ["pubsub.editor publishes", onProject("roles/pubsub.editor"), topic("pubsub.topics.publish"), "allowed"],
  [
    "pubsub.editor does not change who may do what",
    onProject("roles/pubsub.editor"),
    topic("pubsub.topics.setIamPolicy"),
    "authorization not simulated",
  ],
  [
    "pubsub.subscriber takes messages",
    onProject("roles/pubsub.subscriber"),
    topic("pubsub.subscriptions.consume", "subscriptions"),
    "allowed",
  ],
  [
    "bigquery.metadataViewer reads no rows",
    onProject("roles/bigquery.metadataViewer"),
    data("bigquery.tables.getData", "/tables/t"),
    "authorization 403",
  ],
  [
    "bigquery.user reads no rows",
    onProject("roles/bigquery.user"),
    data("bigquery.tables.getData", "/tables/t"),
    "authorization 403",
  ],
  [
    "bigquery.readSessionUser reads no rows by itself",
    onProject("roles/bigquery.readSessionUser"),
    data("bigquery.tables.getData", "/tables/t"),
    "authorization 403",
  ],
  [
    "bigquery.jobUser makes no data set",
    onProject("roles/bigquery.jobUser"),
    data("bigquery.datasets.create"),
    "authorization 403",
  ],
  [
    "a role of the service of which nothing is known",
    onProject("roles/storage.insightsCollectorService"),
    READ,
    "authorization not simulated",
  ],
  [
    "a role of another service of which nothing is known",
    onProject("roles/composer.worker"),
    READ,
    "authorization not simulated",
  ],
  ["the basic role that took the place of owner", onProject("roles/admin"), READ, "authorization not simulated"],
  [
    "a role of which nothing is known, for another",
    onProject("roles/composer.worker", {
      member: `principal://iam.googleapis.com/projects/${NUMBER}/locations/global/workloadIdentityPools/own/subject/x`,
    }),
    READ,
    "authorization 403",
  ],
];

/** Roles on the project, and permissions in it: the same pages. */
const IN_PROJECT: readonly [words: string, role: string, permission: string, expected: Expected][] = [
  ["logging.logWriter writes logs", "roles/logging.logWriter", "logging.logEntries.create", "allowed"],
  ["logging.logWriter reads none", "roles/logging.logWriter", "logging.logEntries.list", "authorization 403"],
  ["monitoring.metricWriter writes series", "roles/monitoring.metricWriter", "monitoring.timeSeries.create", "allowed"],
  [
    "monitoring.metricWriter reads none",
    "roles/monitoring.metricWriter",
    "monitoring.timeSeries.list",
    "authorization 403",
  ],
  ["cloudtrace.agent", "roles/cloudtrace.agent", "cloudtrace.traces.patch", "allowed"],
  ["cloudsql.client connects", "roles/cloudsql.client", "cloudsql.instances.connect", "allowed"],
  ["cloudsql.client does not log in", "roles/cloudsql.client", "cloudsql.instances.login", "authorization 403"],
  ["cloudsql.instanceUser logs in", "roles/cloudsql.instanceUser", "cloudsql.instances.login", "allowed"],
  ["datastore.user writes", "roles/datastore.user", "datastore.entities.create", "allowed"],
  ["datastore.viewer reads", "roles/datastore.viewer", "datastore.entities.get", "allowed"],
  ["datastore.viewer does not write", "roles/datastore.viewer", "datastore.entities.update", "authorization 403"],
  ["spanner.databaseUser writes", "roles/spanner.databaseUser", "spanner.databases.write", "allowed"],
  [
    "spanner.databaseReader does not write",
    "roles/spanner.databaseReader",
    "spanner.databases.write",
    "authorization 403",
  ],
  ["run.invoker", "roles/run.invoker", "run.routes.invoke", "allowed"],
  [
    "artifactregistry.reader pulls",
    "roles/artifactregistry.reader",
    "artifactregistry.repositories.downloadArtifacts",
    "allowed",
  ],
  [
    "artifactregistry.reader does not push",
    "roles/artifactregistry.reader",
    "artifactregistry.repositories.uploadArtifacts",
    "authorization 403",
  ],
  [
    "artifactregistry.writer pushes",
    "roles/artifactregistry.writer",
    "artifactregistry.repositories.uploadArtifacts",
    "allowed",
  ],
  ["bigtable.reader does not write", "roles/bigtable.reader", "bigtable.tables.mutateRows", "authorization 403"],
  ["browser reads the project's policy", "roles/browser", "resourcemanager.projects.getIamPolicy", "allowed"],
  ["container.developer looks clusters up", "roles/container.developer", "container.clusters.get", "allowed"],
  ["storage.hmacKeyAdmin makes keys", "roles/storage.hmacKeyAdmin", "storage.hmacKeys.create", "allowed"],
  ["storage.admin makes no HMAC keys", "roles/storage.admin", "storage.hmacKeys.create", "authorization 403"],
  ["bigquery.user runs queries", "roles/bigquery.user", "bigquery.jobs.create", "allowed"],
];

describe("roles of Google's own", () => {
  itAnswers(CASES, { from: "corp:deploy/deployer" }, (resource) => stack({ resource }));
  itAnswers(
    IN_PROJECT.map(([words, role, permission, expected]) => [words, role, inProject(permission), expected] as const),
    { from: "corp:deploy/deployer" },
    (role) => stack({ resource: onProject(role) }),
  );
});
