import { NUMBER, principal, principalSet, PROJECT } from "./support/google";
import { BUCKET, ME, on, onProject, Parts, READ, rule, stack, VIEWER, when } from "./support/google-services";
import { itAnswers, Row } from "./support/rows";

const NAME = "projects/_/buckets/acme-exports/objects/";

/** Google Cloud: "IAM roles for Cloud Storage", "Attribute reference for IAM Conditions", "Understanding allow policies", "Deny policies". */
const CASES: readonly Row<Parts>[] = [
  ["objectViewer on the bucket", { resource: on(VIEWER) }, READ, "allowed"],
  ["objectViewer, a list", { resource: on(VIEWER) }, { action: "storage.objects.list", resource: BUCKET }, "allowed"],
  [
    "objectViewer, the bucket",
    { resource: on(VIEWER) },
    { action: "storage.buckets.get", resource: BUCKET },
    "authorization",
  ],
  ["objectViewer, a write", { resource: on(VIEWER) }, { ...READ, action: "storage.objects.create" }, "authorization"],
  ["objectCreator does not read", { resource: on("roles/storage.objectCreator") }, READ, "authorization"],
  [
    "objectUser deletes",
    { resource: on("roles/storage.objectUser") },
    { ...READ, action: "storage.objects.delete" },
    "allowed",
  ],
  [
    "objectAdmin",
    { resource: on("roles/storage.objectAdmin") },
    { ...READ, action: "storage.objects.delete" },
    "allowed",
  ],
  [
    "storage.admin",
    { resource: on("roles/storage.admin") },
    { action: "storage.buckets.delete", resource: BUCKET },
    "allowed",
  ],
  [
    "legacyBucketReader lists and does not read",
    { resource: on("roles/storage.legacyBucketReader") },
    READ,
    "authorization",
  ],
  [
    "legacyBucketReader, a list",
    { resource: on("roles/storage.legacyBucketReader") },
    { action: "storage.objects.list", resource: BUCKET },
    "allowed",
  ],
  [
    "legacyObjectReader reads and does not list",
    { resource: on("roles/storage.legacyObjectReader") },
    { action: "storage.objects.list", resource: BUCKET },
    "authorization",
  ],
  ["a role on another bucket", { resource: on(VIEWER, { bucket: "acme-exports-2" }) }, READ, "authorization"],
  ["objectViewer on the project", { resource: onProject(VIEWER) }, READ, "allowed"],
  [
    "a binding of the bucket",
    {
      resource: {
        google_storage_bucket_iam_binding: { one: { bucket: "acme-exports", role: VIEWER, members: ["allUsers", ME] } },
      },
    },
    READ,
    "allowed",
  ],
  [
    "a policy of the bucket",
    {
      data: { google_iam_policy: { p: { binding: [{ role: VIEWER, members: [ME] }] } } },
      resource: {
        google_storage_bucket_iam_policy: {
          one: { bucket: "acme-exports", policy_data: "${data.google_iam_policy.p.policy_data}" },
        },
      },
    },
    READ,
    "allowed",
  ],
  ["allUsers", { resource: on(VIEWER, { member: "allUsers" }) }, READ, "allowed"],
  ["the whole pool", { resource: on(VIEWER, { member: principalSet("own", "*") }) }, READ, "allowed"],
  [
    "the name of the bucket's resource",
    { resource: on(VIEWER, { bucket: "${google_storage_bucket.exports.name}" }) },
    READ,
    "allowed",
  ],
  ["the bucket with b/ before it", { resource: on(VIEWER, { bucket: "b/acme-exports" }) }, READ, "allowed"],
  // Conditions
  [
    "the object's name begins",
    { resource: on(VIEWER, when(`resource.name.startsWith('${NAME}2027/')`)) },
    READ,
    "allowed",
  ],
  [
    "the object's name begins otherwise",
    { resource: on(VIEWER, when(`resource.name.startsWith('${NAME}2026/')`)) },
    READ,
    "authorization",
  ],
  [
    "a list by a condition on objects",
    { resource: on(VIEWER, when(`resource.name.startsWith('${NAME}2027/')`)) },
    { action: "storage.objects.list", resource: BUCKET },
    "authorization",
  ],
  [
    "the type of an object",
    { resource: on(VIEWER, when("resource.type == 'storage.googleapis.com/Object'")) },
    READ,
    "allowed",
  ],
  [
    "the type of a bucket",
    { resource: on(VIEWER, when("resource.type == 'storage.googleapis.com/Bucket'")) },
    READ,
    "authorization",
  ],
  ["the service", { resource: on(VIEWER, when("resource.service == 'storage.googleapis.com'")) }, READ, "allowed"],
  [
    "a time that is past",
    { resource: on(VIEWER, when("request.time < timestamp('2020-01-01T00:00:00Z')")) },
    READ,
    "authorization",
  ],
  [
    "either of two",
    {
      resource: on(
        VIEWER,
        when(`resource.name == '${NAME}2027/a.csv' || request.time < timestamp('2020-01-01T00:00:00Z')`),
      ),
    },
    READ,
    "allowed",
  ],
  [
    "extract of the name",
    { resource: on(VIEWER, when(`resource.name.extract('/objects/{year}/') == '2027'`)) },
    READ,
    "allowed",
  ],
  // A deny policy comes before every role
  [
    "denied",
    {
      resource: {
        ...on(VIEWER),
        google_iam_deny_policy: {
          no: {
            parent: `cloudresourcemanager.googleapis.com%2Fprojects%2F${PROJECT}`,
            name: "no",
            rules: [
              { deny_rule: [{ denied_principals: [ME], denied_permissions: ["storage.googleapis.com/objects.get"] }] },
            ],
          },
        },
      },
    },
    READ,
    "authorization",
  ],
  [
    "denied by the project's number",
    {
      resource: {
        ...on(VIEWER),
        google_iam_deny_policy: {
          no: {
            parent: `cloudresourcemanager.googleapis.com%2Fprojects%2F${NUMBER}`,
            name: "no",
            rules: [
              {
                deny_rule: [
                  {
                    denied_principals: ["principalSet://goog/public:all"],
                    denied_permissions: ["storage.googleapis.com/objects.get"],
                  },
                ],
              },
            ],
          },
        },
      },
    },
    READ,
    "authorization",
  ],
  [
    "denied in another project",
    {
      resource: {
        ...on(VIEWER),
        google_iam_deny_policy: {
          no: {
            parent: "cloudresourcemanager.googleapis.com%2Fprojects%2Fother",
            name: "no",
            rules: [
              { deny_rule: [{ denied_principals: [ME], denied_permissions: ["storage.googleapis.com/objects.get"] }] },
            ],
          },
        },
      },
    },
    READ,
    "allowed",
  ],
  [
    "denied, but for the permission",
    {
      resource: {
        ...on(VIEWER),
        google_iam_deny_policy: {
          no: {
            parent: `cloudresourcemanager.googleapis.com%2Fprojects%2F${PROJECT}`,
            name: "no",
            rules: [
              {
                deny_rule: [
                  {
                    denied_principals: [ME],
                    denied_permissions: ["storage.googleapis.com/*.*"],
                    exception_permissions: ["storage.googleapis.com/objects.get"],
                  },
                ],
              },
            ],
          },
        },
      },
    },
    READ,
    "allowed",
  ],
  // https://docs.cloud.google.com/iam/docs/deny-overview: a rule with a condition denies where it is true, and it asks for tags; rules of
  // folders and organizations are inherited. What nothing here tells is no yes: docs/lab.md, "can-i"
  [
    "denied under a condition",
    { resource: { ...on(VIEWER), ...rule({}, "resource.matchTag('1/env', 'prod')") } },
    READ,
    "authorization not simulated",
  ],
  [
    "another denied under a condition",
    {
      resource: {
        ...on(VIEWER),
        ...rule({ denied_principals: [principal("own", "x")] }, "resource.matchTag('1/env', 'prod')"),
      },
    },
    READ,
    "allowed",
  ],
  [
    "denied another permission under a condition",
    {
      resource: {
        ...on(VIEWER),
        ...rule(
          { denied_permissions: ["storage.googleapis.com/objects.delete"] },
          "resource.matchTag('1/env', 'prod')",
        ),
      },
    },
    READ,
    "allowed",
  ],
  [
    "denied under a condition, but for itself",
    { resource: { ...on(VIEWER), ...rule({ exception_principals: [ME] }, "resource.matchTag('1/env', 'prod')") } },
    READ,
    "allowed",
  ],
  [
    "denied in a folder",
    { resource: { ...on(VIEWER), ...rule({}, undefined, "folders%2F1") } },
    READ,
    "authorization not simulated",
  ],
  [
    "denied in the organization",
    { resource: { ...on(VIEWER), ...rule({}, undefined, "organizations%2F1") } },
    READ,
    "authorization not simulated",
  ],
  [
    "denied every permission of the service",
    { resource: { ...on(VIEWER), ...rule({ denied_permissions: ["storage.googleapis.com/objects.*"] }) } },
    READ,
    "authorization",
  ],
  [
    "denied to the pool, but for another",
    {
      resource: {
        ...on(VIEWER),
        ...rule({ denied_principals: [principalSet("own", "*")], exception_principals: [principal("own", "x")] }),
      },
    },
    READ,
    "authorization",
  ],
  // https://docs.cloud.google.com/iam/docs/conditions-attribute-reference
  ["a name in a list", { resource: on(VIEWER, when(`resource.name in ['x', '${NAME}2027/a.csv']`)) }, READ, "allowed"],
  [
    "a name's end",
    { resource: on(VIEWER, when("resource.name.endsWith('.csv') && !resource.name.endsWith('a.csv')")) },
    READ,
    "authorization",
  ],
  [
    "another service",
    { resource: on(VIEWER, when("resource.service != 'storage.googleapis.com'")) },
    READ,
    "authorization",
  ],
  [
    "between two times",
    {
      resource: on(
        VIEWER,
        when("request.time > timestamp('2020-01-01T00:00:00Z') && request.time < timestamp('2120-01-01T00:00:00Z')"),
      ),
    },
    READ,
    "allowed",
  ],
  ["a year", { resource: on(VIEWER, when("request.time.getFullYear('Europe/Berlin') < 2020")) }, READ, "authorization"],
  [
    "a tag of the resource, which is not known",
    { resource: on(VIEWER, when("resource.matchTag('acme/env', 'prod')")) },
    READ,
    "authorization not simulated",
  ],
  [
    "two members of one role, one with a condition that is past",
    {
      resource: {
        google_storage_bucket_iam_member: {
          ...on(VIEWER, when("request.time < timestamp('2020-01-01T00:00:00Z')")).google_storage_bucket_iam_member,
          two: { bucket: "acme-exports", role: VIEWER, member: ME },
        },
      },
    },
    READ,
    "allowed",
  ],
  [
    "a role of the project's own that is disabled",
    {
      resource: {
        google_project_iam_custom_role: {
          own: {
            project: PROJECT,
            role_id: "reads",
            title: "r",
            permissions: ["storage.objects.get"],
            stage: "DISABLED",
          },
        },
        ...on(`projects/${PROJECT}/roles/reads`),
      },
    },
    READ,
    "authorization",
  ],
  [
    "a role of the project's own",
    {
      resource: {
        google_project_iam_custom_role: {
          own: { project: PROJECT, role_id: "reads", title: "r", permissions: ["storage.objects.get"] },
        },
        ...on("${google_project_iam_custom_role.own.name}"),
      },
    },
    READ,
    "allowed",
  ],
  [
    "secretAccessor on the secret",
    {
      resource: {
        google_secret_manager_secret_iam_member: {
          one: { project: PROJECT, secret_id: "db", role: "roles/secretmanager.secretAccessor", member: ME },
        },
      },
    },
    {
      action: "secretmanager.versions.access",
      resource: `//secretmanager.googleapis.com/projects/${PROJECT}/secrets/db/versions/latest`,
    },
    "allowed",
  ],
  [
    "secretAccessor of another secret",
    {
      resource: {
        google_secret_manager_secret_iam_member: {
          one: {
            project: PROJECT,
            secret_id: `projects/${PROJECT}/secrets/db2`,
            role: "roles/secretmanager.secretAccessor",
            member: ME,
          },
        },
      },
    },
    {
      action: "secretmanager.versions.access",
      resource: `//secretmanager.googleapis.com/projects/${PROJECT}/secrets/db/versions/latest`,
    },
    "authorization",
  ],
  [
    "secretmanager.viewer does not read",
    {
      resource: {
        google_secret_manager_secret_iam_member: {
          one: { project: PROJECT, secret_id: "db", role: "roles/secretmanager.viewer", member: ME },
        },
      },
    },
    {
      action: "secretmanager.versions.access",
      resource: `//secretmanager.googleapis.com/projects/${PROJECT}/secrets/db/versions/latest`,
    },
    "authorization",
  ],
];

describe("policies of Google Cloud's services", () => {
  itAnswers(CASES, { from: "corp:deploy/deployer" }, stack);
});
