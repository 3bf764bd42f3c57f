import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GcpAccess } from "../../src";
import { permissionsOfRole } from "../../src/simulator";

/** Roles of Google Cloud with their permissions, as IAM itself lists them, and what the library and the lab take them for. */
interface Role {
  readonly role: string;
  readonly permissions: readonly string[];
}
const FILE = join(__dirname, "../fixtures/vendor/google-service-roles.json");
const { roles } = JSON.parse(readFileSync(FILE, "utf8")) as { roles: Role[] };

/** The kinds of resources that no access is about, so that the lab does not play them. */
const LEFT_OUT = [
  ...["storage.folders", "storage.managedFolders"],
  ...["cloudkms.importJobs", "cloudkms.keyRings", "cloudkms.locations"],
  ...["pubsub.messageTransforms", "pubsub.schemas"],
  ...["bigquery.config", "bigquery.models", "bigquery.propertyGraphs", "bigquery.routines"],
];

const KEY = "projects/acme/locations/global/keyRings/ring/cryptoKeys/key";
/** What each verb says that it does, as permissions that its calls need, and ones that it says it has not. */
const VERBS: readonly [verb: string, access: GcpAccess, needs: string[], lacks: string[]][] = [
  [
    "readBucket",
    GcpAccess.readBucket("acme-exports"),
    ["storage.objects.get", "storage.objects.list"],
    ["storage.buckets.get", "storage.objects.create", "storage.objects.delete"],
  ],
  [
    "writeBucket",
    GcpAccess.writeBucket("acme-exports"),
    ["storage.objects.create"],
    ["storage.objects.get", "storage.objects.update", "storage.objects.delete"],
  ],
  [
    "readSecret",
    GcpAccess.readSecret("token"),
    ["secretmanager.versions.access"],
    ["secretmanager.secrets.list", "secretmanager.versions.list", "secretmanager.versions.add"],
  ],
  [
    "useKey",
    GcpAccess.useKey(KEY),
    ["cloudkms.cryptoKeyVersions.useToEncrypt", "cloudkms.cryptoKeyVersions.useToDecrypt"],
    ["cloudkms.cryptoKeys.setIamPolicy", "cloudkms.cryptoKeyVersions.destroy"],
  ],
  [
    "publishToTopic",
    GcpAccess.publishToTopic("orders"),
    ["pubsub.topics.publish"],
    ["pubsub.topics.delete", "pubsub.topics.attachSubscription"],
  ],
  [
    "receiveFromSubscription",
    GcpAccess.receiveFromSubscription("orders"),
    ["pubsub.subscriptions.consume"],
    ["pubsub.topics.publish", "pubsub.subscriptions.delete"],
  ],
  [
    "readDataset",
    GcpAccess.readDataset("sales"),
    ["bigquery.tables.getData", "bigquery.tables.list"],
    ["bigquery.tables.updateData", "bigquery.jobs.create"],
  ],
];

it.each(roles)("$role permits in the lab what IAM lists", ({ role, permissions }) => {
  const isPlayed = (permission: string) => !LEFT_OUT.some((kind) => permission.startsWith(`${kind}.`));
  expect([...(permissionsOfRole(role) ?? [])].sort()).toEqual(permissions.filter(isPlayed).sort());
});

it.each(VERBS)(
  "%s gives a role with what its calls need, and nothing that it denies to have",
  (_verb, access, needs, lacks) => {
    const listed = roles.find(({ role }) => role === access.roleName)?.permissions ?? [];
    expect(needs.filter((permission) => !listed.includes(permission))).toEqual([]);
    expect(lacks.filter((permission) => listed.includes(permission))).toEqual([]);
  },
);

it("no verb is left out", () => {
  const verbs = Object.getOwnPropertyNames(GcpAccess).filter(
    (name) => typeof (GcpAccess as unknown as Record<string, unknown>)[name] === "function",
  );
  expect(verbs.filter((name) => name !== "role").sort()).toEqual(VERBS.map(([verb]) => verb).sort());
});
