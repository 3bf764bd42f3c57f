import { Expected, inWords, verdicts } from "./support/ask";
import { services } from "./support/documents";
import { NUMBER, PROJECT } from "./support/google";
import { Case, itAnswersOne } from "./support/rows";

type Objects = Readonly<Record<string, Readonly<Record<string, object>>>>;
const POOL = `iam.googleapis.com/projects/${NUMBER}/locations/global/workloadIdentityPools/${PROJECT}.svc.id.goog`;
const CLUSTER = `https://container.googleapis.com/v1/projects/${PROJECT}/locations/europe-west4/clusters/euro`;
const ME = `principal://${POOL}/subject/ns/deploy/sa/loader`;
const LEGACY = `serviceAccount:${PROJECT}.svc.id.goog[deploy/loader]`;
const EMAIL = `robot@${PROJECT}.iam.gserviceaccount.com`;
const UID = "6f0d5e8e-5e1c-4f7d-9d1c-0f0e0d0c0b0a";
const BUCKET = "//storage.googleapis.com/projects/_/buckets/acme-exports";
const READ = { action: "storage.objects.get", resource: `${BUCKET}/objects/2027/a.csv` };
const VIEWER = "roles/storage.objectViewer";
const on = (member: string, more: object = {}): Objects => ({
  google_storage_bucket_iam_member: { one: { bucket: "acme-exports", role: VIEWER, member, ...more } },
});
const when = (expression: string) => ({ condition: [{ title: "when", expression }] });

/** A use of the bucket by `euro:deploy/loader`, which GKE's own pool knows; by way of the service account where it is asked for. */
function stack(resource: Objects, isImpersonated = false): object {
  const use = {
    source: { cluster: "euro", issuer: CLUSTER, subject: "system:serviceaccount:deploy:loader", uid: UID },
    account: { name: "account-google", cloud: "google", id: PROJECT },
    audience: "",
    principal: isImpersonated ? EMAIL : ME,
    client: { source: "google-metadata", ...(isImpersonated && { "service-account": EMAIL }) },
    grants: [{ words: "read", role: VIEWER, resources: [BUCKET] }],
  };
  return {
    provider: { google: [{ project: PROJECT }] },
    resource: {
      google_storage_bucket: { exports: { name: "acme-exports", location: "EU", project: PROJECT } },
      ...(isImpersonated && { google_service_account: { robot: { project: PROJECT, account_id: "robot" } } }),
      // It tells the project's number.
      google_project_iam_member: {
        number: { project: PROJECT, role: "roles/browser", member: `principalSet://${POOL}/namespace/nobody` },
      },
      ...resource,
    },
    output: { uses: services(use) },
  };
}

/**
 * Members of allow policies.
 *
 * https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#principal-id-examples and
 * https://docs.cloud.google.com/iam/docs/principal-identifiers: one service account by its name, its uid or in the older form; every
 * pod of a namespace, in whatever cluster; every pod of one cluster; the whole pool.
 */
const CASES: readonly Case<Objects>[] = [
  ["the service account", on(ME), "allowed"],
  ["another service account", on(`principal://${POOL}/subject/ns/deploy/sa/other`), "authorization"],
  ["the service account of another namespace", on(`principal://${POOL}/subject/ns/other/sa/loader`), "authorization"],
  ["the service account in another letter case", on(ME.replace("loader", "Loader")), "authorization"],
  [
    "its subject as Kubernetes writes it",
    on(`principal://${POOL}/subject/system:serviceaccount:deploy:loader`),
    "authorization",
  ],
  ["the service account as a set", on(ME.replace("principal:", "principalSet:")), "authorization"],
  ["the pool of another project", on(ME.replaceAll(`${PROJECT}.svc`, "other.svc")), "authorization"],
  ["the pool with another number", on(ME.replace(NUMBER, "999999999999")), "authorization"],
  ["the older form", on(LEGACY), "allowed"],
  ["the older form of another namespace", on(LEGACY.replace("deploy/", "other/")), "authorization"],
  ["the older form of another project", on(LEGACY.replace(PROJECT, "other")), "authorization"],
  ["the older form with a star", on(LEGACY.replace("loader", "*")), "authorization"],
  ["its uid", on(`principal://${POOL}/kubernetes.serviceaccount.uid/${UID}`), "allowed"],
  ["another uid", on(`principal://${POOL}/kubernetes.serviceaccount.uid/${UID.replace("6", "7")}`), "authorization"],
  ["its namespace", on(`principalSet://${POOL}/namespace/deploy`), "allowed"],
  ["another namespace", on(`principalSet://${POOL}/namespace/depl`), "authorization"],
  ["its namespace as a single principal", on(`principal://${POOL}/namespace/deploy`), "authorization"],
  ["its cluster", on(`principalSet://${POOL}/kubernetes.cluster/${CLUSTER}`), "allowed"],
  ["another cluster", on(`principalSet://${POOL}/kubernetes.cluster/${CLUSTER}2`), "authorization"],
  [
    "its cluster in another location",
    on(`principalSet://${POOL}/kubernetes.cluster/${CLUSTER.replace("west4", "west1")}`),
    "authorization",
  ],
  [
    "its cluster without https://",
    on(`principalSet://${POOL}/kubernetes.cluster/${CLUSTER.slice(8)}`),
    "authorization",
  ],
  ["its cluster as a single principal", on(`principal://${POOL}/kubernetes.cluster/${CLUSTER}`), "authorization"],
  ["the whole pool", on(`principalSet://${POOL}/*`), "allowed"],
  ["an attribute, which this pool has not", on(`principalSet://${POOL}/attribute.namespace/deploy`), "authorization"],
  ["a group, which this pool has not", on(`principalSet://${POOL}/group/deploy`), "authorization"],
  [
    "its namespace until a time that is past",
    on(`principalSet://${POOL}/namespace/deploy`, when("request.time < timestamp('2020-01-01T00:00:00Z')")),
    "authorization",
  ],
  ["everyone", on("allUsers"), "allowed"],
  // https://docs.cloud.google.com/iam/docs/principals-overview: allAuthenticatedUsers has no federated identities, and its table of
  // principal types calls GKE's Pods federated
  ["everyone with a Google account", on("allAuthenticatedUsers"), "authorization"],
  // The same page: service accounts of a project are those of Google; an identity of the pool is none of them.
  [
    "every service account of the project",
    on(`principalSet://cloudresourcemanager.googleapis.com/projects/${NUMBER}/type/ServiceAccount`),
    "authorization",
  ],
];

const given = (member: string, role = "roles/iam.workloadIdentityUser", more: object = {}): Objects => ({
  ...on(`serviceAccount:${EMAIL}`),
  google_service_account_iam_member: {
    one: { service_account_id: `projects/${PROJECT}/serviceAccounts/${EMAIL}`, role, member, ...more },
  },
});
const EVERY = `principalSet://cloudresourcemanager.googleapis.com/projects/${NUMBER}/type/ServiceAccount`;
const denied = (...denied_principals: string[]): Objects => ({
  ...given(LEGACY),
  google_iam_deny_policy: {
    no: {
      parent: `cloudresourcemanager.googleapis.com%2Fprojects%2F${PROJECT}`,
      name: "no",
      rules: [{ deny_rule: [{ denied_principals, denied_permissions: ["storage.googleapis.com/objects.get"] }] }],
    },
  },
});

/**
 * By a Google service account.
 *
 * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#kubernetes-sa-to-iam: the service account of Kubernetes
 * needs Workload Identity User on the one of Google, whose roles then count.
 */
const IMPERSONATED: readonly [words: string, resource: Objects, expected: Expected][] = [
  ["the older form", given(LEGACY), "allowed"],
  ["the principal", given(ME), "allowed"],
  ["its namespace", given(`principalSet://${POOL}/namespace/deploy`), "allowed"],
  ["its cluster", given(`principalSet://${POOL}/kubernetes.cluster/${CLUSTER}`), "allowed"],
  ["another cluster", given(`principalSet://${POOL}/kubernetes.cluster/${CLUSTER}2`), "impersonation"],
  ["another service account", given(LEGACY.replace("loader", "other")), "impersonation"],
  ["a role that gives no tokens", given(LEGACY, "roles/iam.serviceAccountUser"), "impersonation"],
  ["no role on the account", on(`serviceAccount:${EMAIL}`), "impersonation"],
  ["everyone with a Google account", given("allAuthenticatedUsers"), "impersonation"],
  ["the account among everyone with a Google account", { ...given(LEGACY), ...on("allAuthenticatedUsers") }, "allowed"],
  ["the role of the pool's own principal does not count", { ...given(LEGACY), ...on(ME) }, "authorization"],
  // https://docs.cloud.google.com/iam/docs/principal-identifiers: all service accounts of a project, by its number
  ["every service account of the project", { ...given(LEGACY), ...on(EVERY) }, "allowed"],
  [
    "every service account of another project",
    { ...given(LEGACY), ...on(EVERY.replace(NUMBER, "999999999999")) },
    "authorization",
  ],
  [
    "every service agent of the project",
    { ...given(LEGACY), ...on(EVERY.replace("ServiceAccount", "ServiceAgent")) },
    "authorization",
  ],
  ["denied to every service account of the project", denied(EVERY), "authorization"],
  ["denied to every service account of another project", denied(EVERY.replace(NUMBER, "999999999999")), "allowed"],
  [
    "denied to the account",
    denied(`principal://iam.googleapis.com/projects/-/serviceAccounts/${EMAIL}`),
    "authorization",
  ],
  ["denied to the principal that the account is given to", denied(ME), "allowed"],
];

describe("GKE's own pool", () => {
  itAnswersOne(CASES, { from: "euro:deploy/loader", ...READ }, (resource) => stack(resource));

  it.each(IMPERSONATED.map(([words, resource, expected]) => [words, expected, resource] as const))(
    "by a service account, %s: %s",
    async (_words, expected, resource) => {
      const [verdict] = await verdicts(stack(resource, true), [{ from: "euro:deploy/loader", ...READ }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
