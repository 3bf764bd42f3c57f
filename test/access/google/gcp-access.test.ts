import { Token } from "cdktf";
import { GcpAccess, GcpResource } from "../../../src";

function problemsOf(access: GcpAccess): string {
  return access._problems().filter(Boolean).join("\n");
}

describe("GcpAccess", () => {
  it.each([
    [GcpAccess.readBucket("acme-exports"), "roles/storage.objectViewer on bucket acme-exports"],
    [GcpAccess.writeBucket("acme-exports"), "roles/storage.objectCreator on bucket acme-exports"],
    [GcpAccess.readSecret("db", "acme-vault"), "roles/secretmanager.secretAccessor on secret db"],
    [GcpAccess.publishToTopic("orders"), "roles/pubsub.publisher on topic orders"],
    [GcpAccess.receiveFromSubscription("orders-a"), "roles/pubsub.subscriber on subscription orders-a"],
    [GcpAccess.readDataset("sales"), "roles/bigquery.dataViewer on dataset sales"],
  ])("grants a role of the product on one resource: %#", (access, words) => {
    expect(problemsOf(access)).toBe("");
    expect(access._risks()).toEqual([]);
    expect(access._condition).toBeUndefined();
    expect(access.describe()).toBe(words);
  });

  it("limits objects and time by the attributes that the overview of IAM Conditions names", () => {
    const access = GcpAccess.readBucket("acme-exports", "2027/").until("2027-02-01T00:00:00Z");

    expect(access._condition).toEqual({
      title: "prefix-and-time",
      expression:
        'resource.name.startsWith("projects/_/buckets/acme-exports/objects/2027/") && request.time < timestamp("2027-02-01T00:00:00Z")',
    });
  });

  it.each([
    [GcpAccess.readBucket("Acme"), 'access bucket: "Acme" is not the name of a bucket'],
    [GcpAccess.readBucket("acme-exports", '") || true || ("'), "access prefix: holds quotes"],
    [GcpAccess.readBucket("acme-exports", "/2027"), "access prefix:"],
    [
      GcpAccess.readBucket("acme-exports", Token.asString({ resolve: () => "x" })),
      "access prefix: is not known at synth",
    ],
    [GcpAccess.useKey("ring/key"), "is not the name of a cryptoKey"],
    [GcpAccess.readSecret("db", "Acme Vault"), "access projectId:"],
    [GcpAccess.role("storage.objectViewer", GcpResource.bucket("acme-exports")), "is not a role's full name"],
    [
      GcpAccess.role("roles/editor", GcpResource.bucket("acme-exports")),
      "roles/editor can be granted on a project only",
    ],
    [
      GcpAccess.role("roles/viewer", GcpResource.project()).until("2027-01-01T00:00:00Z"),
      "is a basic role, and takes no condition",
    ],
    [
      GcpAccess.role("roles/iam.serviceAccountUser", GcpResource.serviceAccount("loader")),
      "is not the name of a serviceAccount",
    ],
    [GcpAccess.readBucket("acme-exports").until("2027-01-01"), 'access until: "2027-01-01" is not a UTC instant'],
  ])("refuses what cannot be meant: %#", (access, message) => {
    expect(problemsOf(access)).toContain(message);
  });

  it.each([
    [
      GcpAccess.role("roles/owner", GcpResource.project()),
      ["basic-role", "project-wide-grant"],
      "roles/owner may do everything in the project",
    ],
    [
      GcpAccess.role("roles/storage.objectViewer", GcpResource.project("acme-data")),
      ["project-wide-grant"],
      "a right on every resource in it",
    ],
    [
      GcpAccess.role("roles/storage.admin", GcpResource.bucket("acme-exports")),
      ["administrator-role"],
      "lets its holder change who has access",
    ],
  ])("tells of what is wider than one resource: %#", (access, codes, message) => {
    expect(problemsOf(access)).toBe("");
    expect(access._risks().map(({ code }) => code)).toEqual(codes);
    expect(access._risks()[0].message).toContain(message);
  });

  // terraform-provider-google: "IAM conditions not allowed on BigQuery Dataset IAM".
  it("refuses an end where the provider refuses conditions", () => {
    expect(problemsOf(GcpAccess.readDataset("sales").until("2027-02-01T00:00:00Z"))).toContain(
      "access until: google_bigquery_dataset_iam_member takes no condition, so the access cannot have an end.",
    );
  });

  it.each([GcpAccess.publishToTopic("orders"), GcpAccess.receiveFromSubscription("orders-a")])(
    "refuses an end where the product's allow policies take no condition: %#",
    (access) => {
      const { kind } = access.resource;

      expect(problemsOf(access.until("2027-02-01T00:00:00Z"))).toBe(
        `access until: the allow policy of a ${kind} takes no condition, so the access cannot have an end. Leave the window out of the access and the trust, or grant the role on the project. [access-unconditional]`,
      );
    },
  );

  it.each([
    ["roles/storage.legacyBucketOwner", "administrator-role"],
    ["roles/bigquery.dataOwner", "administrator-role"],
    ["roles/iam.serviceAccountTokenCreator", "acts-as-others"],
    ["roles/iam.workloadIdentityUser", "acts-as-others"],
  ])("warns of %s", (role, code) => {
    const email = GcpResource.serviceAccount("x@acme-data.iam.gserviceaccount.com");

    expect(GcpAccess.role(role, email)._risks()).toMatchObject([{ code }]);
  });
});
