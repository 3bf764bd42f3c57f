import { refusedMembers } from "../../src/findings/rules/refused-members";
import { granting, PRINCIPAL } from "../simulator/support/google";
import { Args, read } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Google Cloud IAM documentation: "Principal identifiers". */
const found = (type: string, args: Args) =>
  refusedMembers(read(granting(type, { project: "acme-euro", role: "roles/viewer", ...args })), NOW).map(
    ({ severity, place, argument }) => `${severity} ${place} ${argument ?? ""}`,
  );

it.each([
  ...[
    "*",
    "",
    "alice@example.com",
    "USER:alice@example.com",
    "user:alice",
    PRINCIPAL.replace("principal", "Principal"),
  ],
  ...["principal:/iam.googleapis.com/x", "serviceAccount:x"],
])("IAM stores no member %j", (member) => {
  expect(found("google_project_iam_member", { member })).toEqual([
    "fault mesh: google_project_iam_member.grant member",
  ]);
  expect(found("google_project_iam_binding", { members: ["allUsers", member] })).toEqual([
    "fault mesh: google_project_iam_binding.grant members",
  ]);
});

it.each([
  ...["user:alice@example.com", "group:ops@example.com", "domain:example.com", "allUsers", "allAuthenticatedUsers"],
  ...["serviceAccount:ci@acme-euro.iam.gserviceaccount.com", "serviceAccount:acme-euro.svc.id.goog[ns/sa]"],
  ...["projectViewer:acme-euro", "deleted:user:alice@example.com?uid=1", PRINCIPAL],
  ...["principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/west/*"],
  "principalSet://cloudresourcemanager.googleapis.com/projects/1/type/ServiceAccount",
])("IAM stores the member %j", (member) => {
  expect(found("google_project_iam_member", { member })).toEqual([]);
});

it("BigQuery stores members of its own", () => {
  const args = { dataset_id: "d", member: `iamMember:${PRINCIPAL}` };
  expect(found("google_bigquery_dataset_iam_member", args)).toEqual([]);
  expect(found("google_bigquery_dataset_iam_member", { ...args, member: "x" })).toHaveLength(1);
  // https://github.com/hashicorp/terraform-provider-google/issues/26087
  expect(found("google_bigquery_dataset_iam_member", { ...args, member: PRINCIPAL })).toHaveLength(1);
});

it.each(["", "viewer", "roles/*", "roles/"])("IAM knows no role %j", (role) => {
  expect(found("google_project_iam_member", { role, member: "allUsers" })).toEqual([
    "fault mesh: google_project_iam_member.grant role",
  ]);
});
it.each(["roles/container.viewer", "projects/acme-euro/roles/own.one", "organizations/1/roles/own"])(
  "IAM knows the form of %j",
  (role) => {
    expect(found("google_project_iam_member", { role, member: "allUsers" })).toEqual([]);
  },
);

/** IAM documentation: "Services that allow conditional role bindings". */
it("Pub/Sub stores no condition, and Cloud Storage does", () => {
  const condition = { title: "time", expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' };
  const args = { topic: "t", subscription: "s", bucket: "b", member: PRINCIPAL, condition };

  for (const type of ["google_pubsub_topic_iam_member", "google_pubsub_subscription_iam_member"]) {
    expect(found(type, args)).toEqual([`fault mesh: ${type}.grant condition`]);
    expect(found(type, { ...args, condition: undefined })).toEqual([]);
  }
  expect(found("google_storage_bucket_iam_member", args)).toEqual([]);
});
