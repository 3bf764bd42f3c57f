import { Expected, inWords, verdicts } from "./support/ask";
import { audience, NUMBER, principal, principalSet, PROJECT } from "./support/google";
import { BUCKET, ME, Objects, on, onProject, READ, stack, VIEWER } from "./support/google-services";
import { EMAIL, onRobot } from "./support/gke";

const ROBOT: Objects = {
  google_service_account: { robot: { project: PROJECT, account_id: "robot" } },
  ...onRobot("roles/iam.workloadIdentityUser"),
};
const AS_ROBOT = { principal: EMAIL, client: { audience: audience("own"), "service-account": EMAIL } };
const toGroup = on(VIEWER, { member: "group:readers@acme.example" });
const inGroup = (id: string): Objects => ({
  google_cloud_identity_group_membership: {
    one: { group: "groups/0a1b2c", preferred_member_key: [{ id }], roles: [{ name: "MEMBER" }] },
  },
});
const POOL = `//iam.googleapis.com/projects/${NUMBER}/locations/global/workloadIdentityPools/own`;
/** A principal access boundary that leaves these resources to a set of principals. */
const boundary = (set: string, resources: readonly string[], more: object = {}): Objects => ({
  ...on(VIEWER),
  google_iam_principal_access_boundary_policy: {
    pab: {
      ...{ organization: "7", location: "global", principal_access_boundary_policy_id: "pab" },
      details: [{ rules: [{ effect: "ALLOW", resources }], enforcement_version: "1" }],
    },
  },
  google_iam_projects_policy_binding: {
    one: {
      ...{ project: PROJECT, location: "global", policy_binding_id: "one", policy_kind: "PRINCIPAL_ACCESS_BOUNDARY" },
      policy: "${google_iam_principal_access_boundary_policy.pab.name}",
      target: [{ principal_set: set }],
      ...more,
    },
  },
});
const HERE = `//cloudresourcemanager.googleapis.com/projects/${PROJECT}`;
const ELSEWHERE = "//cloudresourcemanager.googleapis.com/projects/other";
const ORGANIZATION = "//cloudresourcemanager.googleapis.com/organizations/7";

/**
 * Members of allow policies, and what bounds them.
 *
 * https://docs.cloud.google.com/iam/docs/reference/rest/v1/Policy: `projectViewer:`, `projectEditor:` and `projectOwner:` mean whom the project's
 * allow policy gives the basic role. https://docs.cloud.google.com/iam/docs/principals-overview: groups have Google accounts and service
 * accounts; `allAuthenticatedUsers` has no federated identities. https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies: who
 * is subject to policies may only use resources that one of them names, for permissions that the enforcement version knows.
 */
const CASES: readonly [words: string, resource: Objects, expected: Expected, use?: object][] = [
  [
    "viewers of the project",
    { ...on(VIEWER, { member: `projectViewer:${PROJECT}` }), ...onProject("roles/viewer") },
    "allowed",
  ],
  [
    "editors of the project",
    { ...on(VIEWER, { member: `projectEditor:${PROJECT}` }), ...onProject("roles/editor") },
    "allowed",
  ],
  [
    "owners of the project",
    { ...on("roles/storage.legacyObjectReader", { member: `projectOwner:${PROJECT}` }), ...onProject("roles/owner") },
    "allowed",
  ],
  [
    "viewers of the project, among which it is as a set",
    {
      ...on(VIEWER, { member: `projectViewer:${PROJECT}` }),
      ...onProject("roles/viewer", { member: principalSet("own", "*") }),
    },
    "allowed",
  ],
  [
    "viewers of the project, none of which it is",
    on(VIEWER, { member: `projectViewer:${PROJECT}` }),
    "authorization 403",
  ],
  [
    "viewers of the project, where another is one",
    {
      ...on(VIEWER, { member: `projectViewer:${PROJECT}` }),
      ...onProject("roles/viewer", { member: principal("own", "x") }),
    },
    "authorization 403",
  ],
  [
    "editors of the project, where it is a browser",
    { ...on(VIEWER, { member: `projectEditor:${PROJECT}` }), ...onProject("roles/browser") },
    "authorization 403",
  ],
  [
    "viewers of another project",
    { ...on(VIEWER, { member: "projectViewer:other" }), ...onProject("roles/browser") },
    "authorization 403",
  ],
  [
    "everyone with a Google account, for a pool's principal",
    on(VIEWER, { member: "allAuthenticatedUsers" }),
    "authorization 403",
  ],
  [
    "everyone with a Google account, for a service account",
    { ...ROBOT, ...on(VIEWER, { member: "allAuthenticatedUsers" }) },
    "allowed",
    AS_ROBOT,
  ],
  ["a group, for a pool's principal", { ...toGroup, ...inGroup("robot@x.example") }, "authorization 403"],
  [
    "a group, for a service account that some group has",
    { ...ROBOT, ...toGroup, ...inGroup(EMAIL) },
    "authorization not simulated",
    AS_ROBOT,
  ],
  ["a group, for a service account of which no group is read", { ...ROBOT, ...toGroup }, "authorization 403", AS_ROBOT],
  [
    "a service account that was deleted",
    { ...ROBOT, ...on(VIEWER, { member: `deleted:serviceAccount:${EMAIL}?uid=1` }) },
    "authorization 403",
    AS_ROBOT,
  ],
  [
    "the service account in other letters",
    { ...ROBOT, ...on(VIEWER, { member: `serviceAccount:${EMAIL.toUpperCase()}` }) },
    "authorization 403",
    AS_ROBOT,
  ],
  [
    "the service account as a user",
    { ...ROBOT, ...on(VIEWER, { member: `user:${EMAIL}` }) },
    "authorization 403",
    AS_ROBOT,
  ],
  [
    "the pool of another number",
    on(VIEWER, { member: principalSet("own", "*").replace(NUMBER, "999999999999") }),
    "authorization 403",
  ],
  ["a boundary that has the project", boundary(POOL, [HERE]), "allowed"],
  ["a boundary that has another project", boundary(POOL, [ELSEWHERE]), "authorization not simulated"],
  ["a boundary of another pool", boundary(POOL.replace("/own", "/other"), [ELSEWHERE]), "allowed"],
  ["a boundary of every pool of the project", boundary(HERE, [ELSEWHERE]), "authorization not simulated"],
  ["a boundary of the project by its number, and for it", boundary(HERE.replace(PROJECT, NUMBER), [HERE]), "allowed"],
  ["a boundary of another project's principals", boundary(ELSEWHERE, [ELSEWHERE]), "allowed"],
  ["a boundary of an organization", boundary(ORGANIZATION, [ELSEWHERE]), "authorization not simulated"],
  ["a boundary that has an organization", boundary(POOL, [ORGANIZATION]), "authorization not simulated"],
  [
    "a boundary that has the project's organization",
    { ...boundary(POOL, [ORGANIZATION]), google_project: { own: { project_id: PROJECT, name: "p", org_id: "7" } } },
    "allowed",
  ],
  [
    "a boundary under a condition",
    boundary(POOL, [ELSEWHERE], { condition: [{ expression: "principal.subject == 'x'" }] }),
    "authorization not simulated",
  ],
  [
    "a boundary of people",
    boundary("//iam.googleapis.com/locations/global/workforcePools/staff", [ELSEWHERE]),
    "allowed",
  ],
  [
    "a boundary that was not read",
    boundary(POOL, [HERE], { policy: "organizations/7/locations/global/principalAccessBoundaryPolicies/gone" }),
    "authorization not simulated",
  ],
  [
    "a boundary, without a role",
    { ...boundary(POOL, [ELSEWHERE]), ...on(VIEWER, { member: principal("own", "x") }) },
    "authorization 403",
  ],
];

describe("members of Google Cloud's allow policies", () => {
  it.each(CASES.map(([words, resource, expected, use]) => [words, expected, resource, use] as const))(
    "%s: %s",
    async (_words, expected, resource, use) => {
      const [verdict] = await verdicts(stack({ resource, ...(use && { use }) }), [
        { from: "corp:deploy/deployer", ...READ },
      ]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );

  it("reads viewers of the project from an authoritative policy of the bucket", async () => {
    const policy = { p: { binding: [{ role: VIEWER, members: [`projectViewer:${PROJECT}`] }] } };
    const resource = {
      ...onProject("roles/viewer", { member: ME }),
      google_storage_bucket_iam_policy: {
        one: { bucket: "acme-exports", policy_data: "${data.google_iam_policy.p.policy_data}" },
      },
    };
    const [verdict] = await verdicts(stack({ resource, data: { google_iam_policy: policy } }), [
      { from: "corp:deploy/deployer", action: "storage.objects.list", resource: BUCKET },
    ]);
    expect(verdict).toMatchObject({ allowed: true });
  });
});
