import { verdicts } from "./support/ask";
import { gke, NUMBER, PROJECT } from "./support/google";
import { BUCKET, ME, Objects, on, onProject, READ, stack, VIEWER, when } from "./support/google-services";
import { member, Parts, PODS } from "./support/gke";
import { Case, itAnswers, itAnswersOne, Row } from "./support/rows";

const NAME = "projects/_/buckets/acme-exports";
const LIST = { action: "storage.objects.list", resource: BUCKET };
const SECRET = `//secretmanager.googleapis.com/projects/${PROJECT}/secrets/db`;
const ACCESS = { action: "secretmanager.versions.access", resource: `${SECRET}/versions/3` };
const LATEST = { ...ACCESS, resource: `${SECRET}/versions/latest` };
const BY_NUMBER = { ...ACCESS, resource: ACCESS.resource.replace(PROJECT, NUMBER) };
const ACCESSOR = "roles/secretmanager.secretAccessor";
const onSecret = (more: object = {}): Objects => ({
  google_secret_manager_secret: { db: { project: PROJECT, secret_id: "db" } },
  google_secret_manager_secret_iam_member: {
    one: { project: PROJECT, secret_id: "db", role: ACCESSOR, member: ME, ...more },
  },
});
const PUBLISH = {
  action: "pubsub.topics.publish",
  resource: `//pubsub.googleapis.com/projects/${PROJECT}/topics/orders`,
};
const KEY = `projects/${PROJECT}/locations/global/keyRings/ring/cryptoKeys/key`;
const DECRYPT = { action: "cloudkms.cryptoKeyVersions.useToDecrypt", resource: `//cloudkms.googleapis.com/${KEY}` };
const ROBOT = `//iam.googleapis.com/projects/-/serviceAccounts/robot@${PROJECT}.iam.gserviceaccount.com`;

/**
 * Conditions of allow policies.
 *
 * https://docs.cloud.google.com/iam/docs/conditions-attribute-reference and
 * https://docs.cloud.google.com/iam/docs/conditions-resource-attributes, whose table "Resource name format" has Secret Manager's names with the
 * project's number and others' with its id, and which says that services and types that it does not list, as Pub/Sub and service accounts,
 * recognize no resource attributes. A secret's version is compared as it was asked for. What was not read is no yes: docs/lab.md, "can-i".
 */
const CASES: readonly Row<Objects>[] = [
  // Secret Manager: by the project's number
  [
    "a secret by the project's number",
    onProject(ACCESSOR, when(`resource.name.startsWith('projects/${NUMBER}/secrets/db/')`)),
    ACCESS,
    "allowed",
  ],
  [
    "a secret by the project's id",
    onProject(ACCESSOR, when(`resource.name.startsWith('projects/${PROJECT}/secrets/db/')`)),
    ACCESS,
    "authorization 403",
  ],
  [
    "a secret's version",
    onSecret(when(`resource.name == 'projects/${NUMBER}/secrets/db/versions/3'`)),
    ACCESS,
    "allowed",
  ],
  [
    "a secret's version that is asked for otherwise",
    onSecret(when(`resource.name == 'projects/${NUMBER}/secrets/db/versions/3'`)),
    LATEST,
    "authorization 403",
  ],
  ["a secret's end", onSecret(when("resource.name.endsWith('/versions/latest')")), LATEST, "allowed"],
  [
    "the secrets of another name",
    onProject(ACCESSOR, when("resource.name.extract('/secrets/{name}/') == 'web'")),
    ACCESS,
    "authorization 403",
  ],
  [
    "the type of a version",
    onProject(ACCESSOR, when("resource.type == 'secretmanager.googleapis.com/SecretVersion'")),
    ACCESS,
    "allowed",
  ],
  [
    "the type of a secret, for a version",
    onProject(ACCESSOR, when("resource.type == 'secretmanager.googleapis.com/Secret'")),
    ACCESS,
    "authorization 403",
  ],
  // A request may name the project by its number, and a grant as well
  ["a request by the project's number", onSecret(), BY_NUMBER, "allowed"],
  [
    "a request by the number of another project",
    onSecret(),
    { ...BY_NUMBER, resource: BY_NUMBER.resource.replace(NUMBER, "999999999999") },
    "authorization 403",
  ],
  [
    "a grant by the secret's name, which has the number",
    onSecret({ secret_id: "${google_secret_manager_secret.db.name}" }),
    ACCESS,
    "allowed",
  ],
  [
    "a grant by the secret's id",
    onSecret({ secret_id: "${google_secret_manager_secret.db.id}" }),
    BY_NUMBER,
    "allowed",
  ],
  // Cloud KMS: by the project's id
  [
    "a key by the project's id",
    onProject("roles/cloudkms.cryptoKeyDecrypter", when(`resource.name == '${KEY}'`)),
    DECRYPT,
    "allowed",
  ],
  [
    "a key by the project's number",
    onProject("roles/cloudkms.cryptoKeyDecrypter", when(`resource.name == '${KEY.replace(PROJECT, NUMBER)}'`)),
    DECRYPT,
    "authorization 403",
  ],
  // No resource attributes
  [
    "a topic's name",
    onProject("roles/pubsub.publisher", when(`resource.name == 'projects/${PROJECT}/topics/orders'`)),
    PUBLISH,
    "authorization not simulated",
  ],
  [
    "a topic's type",
    onProject("roles/pubsub.publisher", when("resource.type == 'pubsub.googleapis.com/Topic'")),
    PUBLISH,
    "authorization not simulated",
  ],
  [
    "a time for a topic",
    onProject("roles/pubsub.publisher", when("request.time < timestamp('2120-01-01T00:00:00Z')")),
    PUBLISH,
    "allowed",
  ],
  [
    "a time for a topic or its name",
    onProject(
      "roles/pubsub.publisher",
      when("request.time < timestamp('2120-01-01T00:00:00Z') || resource.name == 'x'"),
    ),
    PUBLISH,
    "allowed",
  ],
  [
    "a time for a topic that is past, and its name",
    onProject(
      "roles/pubsub.publisher",
      when("request.time < timestamp('2020-01-01T00:00:00Z') && resource.name == 'x'"),
    ),
    PUBLISH,
    "authorization 403",
  ],
  [
    "a service account's name",
    onProject(
      "roles/iam.serviceAccountTokenCreator",
      when("resource.name.endsWith('robot@acme-euro.iam.gserviceaccount.com')"),
    ),
    { action: "iam.serviceAccounts.signBlob", resource: ROBOT },
    "authorization not simulated",
  ],
  // Cloud Storage
  ["a bucket's name, for a list", onProject(VIEWER, when(`resource.name.startsWith('${NAME}')`)), LIST, "allowed"],
  [
    "a bucket's name with the project's id",
    onProject(VIEWER, when(`resource.name.startsWith('projects/${PROJECT}/buckets/acme-exports')`)),
    READ,
    "authorization 403",
  ],
  [
    "the bucket or a prefix, for a list",
    onProject(
      VIEWER,
      when(`resource.type == 'storage.googleapis.com/Bucket' || resource.name.startsWith('${NAME}/objects/2026/')`),
    ),
    LIST,
    "allowed",
  ],
  [
    "the bucket or a prefix, for an object elsewhere",
    onProject(
      VIEWER,
      when(`resource.type == 'storage.googleapis.com/Bucket' || resource.name.startsWith('${NAME}/objects/2026/')`),
    ),
    READ,
    "authorization 403",
  ],
  [
    "everything but objects",
    onProject(VIEWER, when("resource.type != 'storage.googleapis.com/Object'")),
    READ,
    "authorization 403",
  ],
  ["no bucket's name at all", onProject(VIEWER, when("resource.name.startsWith('')")), READ, "allowed"],
  [
    "a prefix of listing, for a list",
    on(VIEWER, when("api.getAttribute('storage.googleapis.com/objectListPrefix', '').startsWith('2027/')")),
    LIST,
    "authorization not simulated",
  ],
  // What is known of no request
  [
    "a role that may be given",
    onProject(
      "roles/storage.admin",
      when("api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/storage.objectViewer'])"),
    ),
    { action: "storage.buckets.setIamPolicy", resource: BUCKET },
    "authorization not simulated",
  ],
];

/** Conditions of a role on the bucket, for the read of an object: the same pages. */
const OBJECTS: readonly Case<string>[] = [
  // Cloud Storage
  [
    "a prefix of listing, for an object by its name",
    `api.getAttribute('storage.googleapis.com/objectListPrefix', '').startsWith('2027/') || resource.name.startsWith('${NAME}/objects/2027/')`,
    "allowed",
  ],
  // Times
  [
    "the hour",
    "request.time.getHours('Europe/Berlin') >= 0 && request.time.getHours('Europe/Berlin') <= 23",
    "allowed",
  ],
  ["no such hour", "request.time.getHours() > 23", "authorization 403"],
  [
    "the day of the month",
    "request.time.getDate('Europe/Berlin') >= 1 && request.time.getDayOfMonth() <= 30",
    "allowed",
  ],
  ["the month, which begins with 0", "request.time.getMonth() <= 11", "allowed"],
  ["the day of the year", "request.time.getDayOfYear() < 366", "allowed"],
  ["a time in another zone", "request.time < timestamp('2120-01-01T00:00:00+02:00')", "allowed"],
  ["a time with a duration", "request.time < timestamp('2020-01-01T00:00:00Z') + duration('24h')", "authorization 403"],
  ["a difference of times", "request.time - timestamp('2020-01-01T00:00:00Z') > duration('3600s')", "allowed"],
  // What is known of no request
  ["a tag", "resource.hasTagKey('1/env')", "authorization not simulated"],
  ["a tag by its id", "resource.matchTagId('tagKeys/1', 'tagValues/2')", "authorization not simulated"],
  ["no tag", "!resource.matchTag('1/env', 'prod')", "authorization not simulated"],
  [
    "a tag and a time that is past",
    "resource.matchTag('1/env', 'prod') && request.time < timestamp('2020-01-01T00:00:00Z')",
    "authorization 403",
  ],
  ["a tag or the object", `resource.matchTag('1/env', 'prod') || resource.name.endsWith('.csv')`, "allowed"],
  [
    "an access level",
    "'accessPolicies/1/accessLevels/trusted' in request.auth.access_levels",
    "authorization not simulated",
  ],
  ["an address of the destination", "destination.ip == '10.0.0.1'", "authorization not simulated"],
  ["no expression of CEL", "resource.name.startsWith(", "authorization not simulated"],
  ["true", "true", "allowed"],
  ["false", "false", "authorization 403"],
];

describe("conditions of Google Cloud's services", () => {
  itAnswers(CASES, { from: "corp:deploy/deployer" }, (resource) => stack({ resource }));
  itAnswersOne(OBJECTS, { from: "corp:deploy/deployer", ...READ }, (expression) =>
    stack({ resource: on(VIEWER, when(expression)) }),
  );
});

const viewer = (expression: string): Parts => ({ resource: member("roles/container.viewer", ME, when(expression)) });

/** The same for clusters, which the table names by zone or location. */
const CLUSTER: readonly Case<Parts>[] = [
  ["the cluster", viewer(`resource.name == 'projects/${PROJECT}/locations/europe-west4/clusters/euro'`), "allowed"],
  [
    "another cluster",
    viewer(`resource.name == 'projects/${PROJECT}/locations/europe-west4/clusters/asia'`),
    "authorization 403",
  ],
  [
    "the cluster by the project's number",
    viewer(`resource.name == 'projects/${NUMBER}/locations/europe-west4/clusters/euro'`),
    "authorization 403",
  ],
  ["the type", viewer("resource.type == 'container.googleapis.com/Cluster'"), "allowed"],
  ["the service", viewer("resource.service == 'container.googleapis.com'"), "allowed"],
  ["a tag", viewer("resource.matchTag('1/env', 'prod')"), "authorization not simulated"],
];

describe("conditions in GKE clusters", () => {
  itAnswersOne(CLUSTER, { from: "corp:deploy/deployer", to: "euro", ...PODS }, gke);

  it("name a zonal cluster by its zone", async () => {
    const stack = JSON.stringify(
      gke(viewer(`resource.name == 'projects/${PROJECT}/zones/europe-west4-a/clusters/euro'`)),
    );
    const zonal = JSON.parse(
      stack.replaceAll("locations/europe-west4/clusters", "locations/europe-west4-a/clusters"),
    ) as object;
    const [verdict] = await verdicts(zonal, [{ from: "corp:deploy/deployer", to: "euro", ...PODS }]);
    expect(verdict).toMatchObject({ allowed: true });
  });
});
