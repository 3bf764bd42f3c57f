import { bucketAccessLists } from "../../src/findings/rules/bucket-access-lists";
import { SERVICES_ANNOTATION } from "../../src/trust-declaration";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Which buckets a federated principal is let into. */
const PRINCIPAL = "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/s";

function declared(principal: string, bucket = "acme", more: Args = {}): Stack {
  const service = {
    source: { cluster: "hub", issuer: "https://issuer.example", subject: "system:serviceaccount:etl:loader" },
    account: { name: "data", cloud: "google", id: "acme-data" },
    ...{ audience: "a", principal, adopted: [], client: { audience: "//iam.googleapis.com/x" } },
    grants: [
      {
        ...{ words: "read it", role: "roles/storage.objectViewer" },
        resources: [`//storage.googleapis.com/projects/_/buckets/${bucket}`],
      },
    ],
    ...more,
  };
  return { output: { services: { value: JSON.stringify({ [SERVICES_ANNOTATION]: [service] }) } } };
}
const bucket = (args: Args): Stack => ({
  resource: { google_storage_bucket: { acme: { name: "acme", location: "EU", ...args } } },
});
const found = (...stacks: Stack[]) =>
  bucketAccessLists(read(merged(...stacks)), NOW).map(
    ({ severity, code, what }) => `${severity} ${code} ${what ?? ""}`,
  );

describe("a bucket that a federated principal uses", () => {
  // grafana/tempo#3556 and the Cloud Storage FUSE CSI driver's "authentication": uniform bucket-level access is required with Workload
  // Identity Federation. Terraform registry, google_storage_bucket: uniform_bucket_level_access is false unless given.
  it("must have no access control lists", () => {
    expect(found(declared(PRINCIPAL), bucket({ uniform_bucket_level_access: false }))).toEqual([
      "fault missing-grant acme",
    ]);
    expect(found(declared(PRINCIPAL), bucket({ uniform_bucket_level_access: true }))).toEqual([]);
    const set = declared("principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*");
    expect(found(set, bucket({ uniform_bucket_level_access: false }))).toHaveLength(1);
  });

  it("is not known where it does not say", () => {
    expect(found(declared(PRINCIPAL), bucket({}))).toEqual(["gap unseen-grant acme"]);
  });

  it("may have them for a Google service account, for another bucket's principal, and while the trust is suspended", () => {
    const lists = bucket({ uniform_bucket_level_access: false });
    expect(found(declared("serviceAccount:x@acme-data.iam.gserviceaccount.com"), lists)).toEqual([]);
    expect(found(declared(PRINCIPAL, "other"), lists)).toEqual([]);
    expect(found(declared(PRINCIPAL, "acme", { suspended: true }), lists)).toEqual([]);
    expect(found(declared(PRINCIPAL))).toEqual([]);
  });
});
