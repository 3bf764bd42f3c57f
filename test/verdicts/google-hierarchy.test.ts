import { Expected, inWords, verdicts } from "./support/ask";
import { audience, gke, principal, PROJECT } from "./support/google";
import { Objects, on, READ, stack, VIEWER, when } from "./support/google-services";
import { bound, EMAIL, impersonated, ME, member, onRobot, Parts, PODS } from "./support/gke";
import { Case, itAnswersOne } from "./support/rows";

const folder = (role: string, more: object = {}): Objects => ({
  google_folder_iam_member: { above: { folder: "folders/1", role, member: ME, ...more } },
});
const organization = (role: string, more: object = {}): Objects => ({
  google_organization_iam_member: { above: { org_id: "7", role, member: ME, ...more } },
});
/** The project, with what it is in. */
const project = (more: object): Objects => ({
  google_project: { own: { project_id: PROJECT, name: "Acme Euro", ...more } },
});
const denied = (parent: string): Objects => ({
  ...on(VIEWER),
  google_iam_deny_policy: {
    no: {
      parent: encodeURIComponent(`cloudresourcemanager.googleapis.com/${parent}`),
      name: "no",
      rules: [{ deny_rule: [{ denied_principals: [ME], denied_permissions: ["storage.googleapis.com/objects.get"] }] }],
    },
  },
});
const EXPIRED = when("request.time < timestamp('2020-01-01T00:00:00Z')");

/**
 * What folders and organizations give to the projects in them.
 *
 * https://docs.cloud.google.com/iam/docs/allow-policies and https://docs.cloud.google.com/iam/docs/deny-overview: policies of folders and
 * organizations are inherited by every project below, and by nothing else. https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project:
 * `folder_id` or `org_id` is what a project is in, and `parent` of `google_folder` likewise. Where neither is read, nothing tells: docs/lab.md, "can-i".
 */
const CASES: readonly [words: string, resource: Objects, expected: Expected, data?: object][] = [
  ["a role in a folder, and nothing tells the project's", folder(VIEWER), "authorization not simulated"],
  ["a role in the project's folder", { ...folder(VIEWER), ...project({ folder_id: "1" }) }, "allowed"],
  [
    "a role in the project's folder, by its name",
    { ...folder(VIEWER), ...project({ folder_id: "folders/1" }) },
    "allowed",
  ],
  [
    "a role in a folder that the grant writes as a number",
    { ...folder(VIEWER, { folder: "1" }), ...project({ folder_id: "1" }) },
    "allowed",
  ],
  [
    "a role in another folder, of which nothing tells the parent",
    { ...folder(VIEWER), ...project({ folder_id: "2" }) },
    "authorization not simulated",
  ],
  [
    "a role in another folder, and the project is in the organization",
    { ...folder(VIEWER), ...project({ org_id: "7" }) },
    "authorization 403",
  ],
  ["a role in the organization", { ...organization(VIEWER), ...project({ org_id: "7" }) }, "allowed"],
  ["a role in another organization", { ...organization(VIEWER), ...project({ org_id: "8" }) }, "authorization 403"],
  ["a role in an organization, and nothing tells the project's", organization(VIEWER), "authorization not simulated"],
  [
    "a role in the folder above the project's",
    {
      ...folder(VIEWER),
      google_folder: { child: { display_name: "child", parent: "folders/1" } },
      ...project({ folder_id: "${google_folder.child.folder_id}" }),
    },
    "allowed",
  ],
  [
    "a role in the organization of the project's folder",
    {
      ...organization(VIEWER),
      google_folder: { child: { display_name: "child", parent: "organizations/7" } },
      ...project({ folder_id: "${google_folder.child.name}" }),
    },
    "allowed",
  ],
  [
    "a role in the folder beside the project's",
    {
      google_folder: {
        child: { display_name: "child", parent: "organizations/7" },
        other: { display_name: "other", parent: "organizations/7" },
      },
      google_folder_iam_member: { above: { folder: "${google_folder.other.name}", role: VIEWER, member: ME } },
      ...project({ folder_id: "${google_folder.child.name}" }),
    },
    "authorization 403",
  ],
  [
    "a role in the project's folder, by a reference",
    {
      google_folder: { child: { display_name: "child", parent: "organizations/7" } },
      google_folder_iam_member: { above: { folder: "${google_folder.child.name}", role: VIEWER, member: ME } },
      ...project({ folder_id: "${google_folder.child.name}" }),
    },
    "allowed",
  ],
  ["a role without the permission in a folder", folder("roles/storage.objectCreator"), "authorization 403"],
  ["a role in a folder until a time that is past", folder(VIEWER, EXPIRED), "authorization 403"],
  ["a role in a folder for another", folder(VIEWER, { member: principal("own", "x") }), "authorization 403"],
  [
    "a binding in the project's folder",
    {
      google_folder_iam_binding: { above: { folder: "folders/1", role: VIEWER, members: ["user:a@b.example", ME] } },
      ...project({ folder_id: "1" }),
    },
    "allowed",
  ],
  [
    "a policy of the organization",
    {
      google_organization_iam_policy: {
        above: { org_id: "7", policy_data: "${data.google_iam_policy.p.policy_data}" },
      },
      ...project({ org_id: "7" }),
    },
    "allowed",
    { google_iam_policy: { p: { binding: [{ role: VIEWER, members: [ME] }] } } },
  ],
  ["a role in a folder, and the same on the bucket", { ...folder(VIEWER), ...on(VIEWER) }, "allowed"],
  ["a denial in the project's folder", { ...denied("folders/1"), ...project({ folder_id: "1" }) }, "authorization 403"],
  ["a denial in the organization", { ...denied("organizations/7"), ...project({ org_id: "7" }) }, "authorization 403"],
  ["a denial in another organization", { ...denied("organizations/8"), ...project({ org_id: "7" }) }, "allowed"],
  [
    "a denial in a folder, and the project is in the organization",
    { ...denied("folders/1"), ...project({ org_id: "7" }) },
    "allowed",
  ],
  [
    "a denial in another folder, of which nothing tells the parent",
    { ...denied("folders/1"), ...project({ folder_id: "2" }) },
    "authorization not simulated",
  ],
];

describe("policies above a project", () => {
  it.each(CASES.map(([words, resource, expected, data]) => [words, expected, resource, data] as const))(
    "%s: %s",
    async (_words, expected, resource, data) => {
      const [verdict] = await verdicts(stack({ resource, ...(data && { data }) }), [
        { from: "corp:deploy/deployer", ...READ },
      ]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});

const ROBOT: Objects = {
  google_service_account: { robot: { project: PROJECT, account_id: "robot" } },
  ...onRobot("roles/iam.workloadIdentityUser"),
};
const every = (of: string, kind = "ServiceAccount") =>
  on(VIEWER, { member: `principalSet://cloudresourcemanager.googleapis.com/${of}/type/${kind}` });

/**
 * Service accounts of folders and organizations as members.
 *
 * https://docs.cloud.google.com/iam/docs/principal-identifiers: all service accounts in the projects of a folder or an organization.
 */
const MEMBERS: readonly Case<Objects>[] = [
  ["of an organization, and nothing tells the account's", every("organizations/7"), "authorization not simulated"],
  ["of the account's organization", { ...every("organizations/7"), ...project({ org_id: "7" }) }, "allowed"],
  ["of another organization", { ...every("organizations/8"), ...project({ org_id: "7" }) }, "authorization 403"],
  ["of the account's folder", { ...every("folders/1"), ...project({ folder_id: "1" }) }, "allowed"],
  ["of a folder, and nothing tells the account's", every("folders/1"), "authorization not simulated"],
  [
    "service agents of the account's organization",
    { ...every("organizations/7", "ServiceAgent"), ...project({ org_id: "7" }) },
    "authorization 403",
  ],
];

describe("every service account", () => {
  const use = { principal: EMAIL, client: { audience: audience("own"), "service-account": EMAIL } };

  itAnswersOne(MEMBERS, { from: "corp:deploy/deployer", ...READ }, (resource) =>
    stack({ resource: { ...ROBOT, ...resource }, use }),
  );
});

const DNS = "https://gke-0a1b2c.europe-west4.gke.goog";
const USER = "roles/iam.workloadIdentityUser";

/** The same on the way into a cluster: roles of folders count in its clusters, at its DNS-based endpoint, and for its service accounts. */
const CLUSTER: readonly Case<Parts>[] = [
  ["a role in a folder", { resource: folder("roles/container.viewer") }, "authorization not simulated"],
  [
    "a role in the project's folder",
    { resource: { ...folder("roles/container.viewer"), ...project({ folder_id: "1" }) } },
    "allowed",
  ],
  [
    "a role in another organization",
    { resource: { ...organization("roles/container.viewer"), ...project({ org_id: "8" }) } },
    "authorization 403",
  ],
  [
    "a role in a folder that lets nothing be done inside",
    { resource: folder("roles/container.clusterViewer") },
    "authorization 403",
  ],
  ["a role in a folder beside RBAC", { resource: { ...folder("roles/container.viewer"), ...bound(ME) } }, "allowed"],
  [
    "the DNS endpoint by a role in a folder",
    { server: DNS, resource: { ...folder("roles/container.clusterViewer"), ...bound(ME) } },
    "authentication not simulated",
  ],
  [
    "the DNS endpoint by a role in the project's folder",
    {
      server: DNS,
      resource: { ...folder("roles/container.clusterViewer"), ...bound(ME), ...project({ folder_id: "1" }) },
    },
    "allowed",
  ],
  [
    "the DNS endpoint by a role in another organization",
    {
      server: DNS,
      resource: { ...organization("roles/container.clusterViewer"), ...bound(ME), ...project({ org_id: "8" }) },
    },
    "authentication 403",
  ],
  [
    "the DNS endpoint by a role for something else in a folder",
    { server: DNS, resource: { ...folder(VIEWER), ...bound(ME) } },
    "authentication 403",
  ],
  ["a token by a role in a folder", impersonated(folder(USER)), "impersonation not simulated"],
  [
    "a token by a role in the project's folder",
    impersonated({ ...folder(USER), ...project({ folder_id: "1" }) }),
    "allowed",
  ],
  [
    "a token by a role in another organization",
    impersonated({ ...organization(USER), ...project({ org_id: "8" }) }),
    "impersonation PERMISSION_DENIED",
  ],
  [
    "a token by a role in a folder that gives none",
    impersonated(folder("roles/iam.serviceAccountUser")),
    "impersonation PERMISSION_DENIED",
  ],
  [
    "a role on the project that is not known",
    { resource: member("organizations/7/roles/own") },
    "authorization not simulated",
  ],
];

describe("policies above a GKE cluster's project", () => {
  itAnswersOne(CLUSTER, { from: "corp:deploy/deployer", to: "euro", ...PODS }, gke);
});
