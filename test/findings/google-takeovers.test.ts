import { deniedPrincipals } from "../../src/findings/rules/denied-principals";
import { furtherTrustsRule } from "../../src/findings/rules/further-trusts";
import { overwrittenGrants } from "../../src/findings/rules/overwritten-grants";
import { unclaimedMembers } from "../../src/findings/rules/unclaimed-members";
import { unseenGrants } from "../../src/findings/rules/unseen-grants";
import { Rule } from "../../src/findings/finding";
import { AUDIENCE, granting, ISSUER, POOL, PRINCIPAL, project, PROJECT } from "../simulator/support/google";
import { declaration, declaring } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

const OWN = `own@${PROJECT}.iam.gserviceaccount.com`;
const EVE = "user:eve@example.com";
const edge = (...more: string[]) =>
  declaring({
    args: ["gke", "--audience", AUDIENCE, ...more],
    declaration: declaration({
      target: { name: `//container.googleapis.com/projects/${PROJECT}/locations/l/clusters/euro` },
      audience: `https:${AUDIENCE}`,
      principal: more.length ? `serviceAccount:${OWN}` : PRINCIPAL,
    }),
  });
const direct = edge();
const impersonating = edge("--service-account", OWN);
const found = (rule: Rule, ...stacks: Stack[]) =>
  rule(read(merged(...stacks)), NOW).map(({ severity, place }) => `${severity} ${place.replace("mesh: ", "")}`);
const named = (type: string, args: Args, name = "other"): Stack => ({ resource: { [type]: { [name]: args } } });

/** Terraform registry: "google_project_iam", "google_service_account_iam", "google_storage_bucket_iam". */
describe("what takes a role over", () => {
  const VIEWER = "roles/container.clusterViewer";
  const member = granting("google_project_iam_member", { project: PROJECT, role: VIEWER, member: PRINCIPAL });
  const policy = (...members: string[]) => JSON.stringify({ bindings: [{ role: VIEWER, members }] });

  it.each<[string, Stack]>([
    ["google_project_iam_binding", named("google_project_iam_binding", { role: VIEWER, members: [EVE] })],
    ["google_project_iam_policy", named("google_project_iam_policy", { policy_data: policy(EVE) })],
    ["google_project_iam_policy", named("google_project_iam_policy", { policy_data: "{}" })],
  ])("is told where it leaves an edge's member out: %s", (type, stack) => {
    expect(found(overwrittenGrants, direct, member, stack)).toEqual([`fault ${type}.other`]);
  });

  it("is told on service accounts and buckets", () => {
    const id = `projects/${PROJECT}/serviceAccounts/${OWN}`;
    const role = "roles/iam.workloadIdentityUser";
    const on = granting("google_service_account_iam_member", { service_account_id: id, role, member: PRINCIPAL });
    const over = named("google_service_account_iam_binding", { service_account_id: id, role, members: [EVE] });
    expect(found(overwrittenGrants, impersonating, on, over)).toEqual([
      "fault google_service_account_iam_binding.other",
    ]);
    const bucket = { bucket: "acme", role: "roles/storage.objectViewer" };
    const reads = granting("google_storage_bucket_iam_member", { ...bucket, member: PRINCIPAL });
    expect(
      found(
        overwrittenGrants,
        direct,
        reads,
        named("google_storage_bucket_iam_binding", { ...bucket, members: [EVE] }),
      ),
    ).toEqual(["fault google_storage_bucket_iam_binding.other"]);
  });

  it.each<[string, Stack]>([
    ["keeps the member", named("google_project_iam_binding", { role: VIEWER, members: [EVE, PRINCIPAL] })],
    ["is of another role", named("google_project_iam_binding", { role: "roles/viewer", members: [EVE] })],
    ["is of another project", named("google_project_iam_binding", { project: "acme-x", role: VIEWER, members: [EVE] })],
    [
      "has a condition",
      named("google_project_iam_binding", { role: VIEWER, members: [EVE], condition: { expression: "true" } }),
    ],
  ])("is not where it %s", (_what, stack) => {
    expect(found(overwrittenGrants, direct, member, stack)).toEqual([]);
  });
});

/** Google Cloud IAM documentation: "Principal identifiers". */
describe("a role that is given to a federated identity", () => {
  const to = (pool: string) =>
    granting("google_project_iam_member", {
      ...{ project: PROJECT, role: "roles/container.viewer" },
      member: `principal://iam.googleapis.com/projects/999999999999/locations/global/workloadIdentityPools/${pool}/subject/s`,
    });

  it("of a pool that was not read is a gap", () => {
    expect(found(unclaimedMembers, direct, to("west"))).toEqual(["gap google_project_iam_member.grant"]);
  });

  it("of GKE's own pool, or where no edge is of Google's, is none", () => {
    expect(found(unclaimedMembers, direct, to("acme-x.svc.id.goog"))).toEqual([]);
    expect(found(unclaimedMembers, to("west"))).toEqual([]);
  });
});

/** Google Cloud IAM documentation: "Deny policies". */
describe("a deny policy", () => {
  const deny = (rule: Args, parent = `cloudresourcemanager.googleapis.com%2Fprojects%2F${PROJECT}`): Stack =>
    named("google_iam_deny_policy", { parent, name: "d", rules: [{ deny_rule: rule }] });
  const LOOKUP = ["container.googleapis.com/clusters.get"];
  const ALL = "principalSet://goog/public:all";

  it.each<[string, Args]>([
    ["everyone", { denied_principals: [ALL], denied_permissions: LOOKUP }],
    ["the principal", { denied_principals: [PRINCIPAL], denied_permissions: ["container.googleapis.com/clusters.*"] }],
  ])("that denies %s what the edge needs is a fault", (_who, rule) => {
    expect(found(deniedPrincipals, direct, project(), deny(rule))).toEqual(["fault google_iam_deny_policy.other"]);
  });

  it("that denies the way to the service account is a fault", () => {
    const rule = {
      denied_principals: [PRINCIPAL],
      denied_permissions: ["iam.googleapis.com/serviceAccounts.getAccessToken"],
    };
    expect(found(deniedPrincipals, impersonating, project(), deny(rule))).toHaveLength(1);
    expect(found(deniedPrincipals, direct, project(), deny(rule))).toEqual(["gap google_iam_deny_policy.other"]);
  });

  it.each<[string, Stack]>([
    ["something else", deny({ denied_principals: [PRINCIPAL], denied_permissions: ["iam.googleapis.com/roles.list"] })],
    [
      "under a condition",
      deny({ denied_principals: [ALL], denied_permissions: LOOKUP, denial_condition: { expression: "x" } }),
    ],
    [
      "for an organization",
      deny(
        { denied_principals: [ALL], denied_permissions: LOOKUP },
        "cloudresourcemanager.googleapis.com%2Forganizations%2F1",
      ),
    ],
  ])("that denies the principal %s is a gap", (_what, stack) => {
    expect(found(deniedPrincipals, direct, project(), stack)).toEqual(["gap google_iam_deny_policy.other"]);
  });

  it.each<[string, Args]>([
    ["others", { denied_principals: [`${PRINCIPAL}x`], denied_permissions: LOOKUP }],
    ["all but the edge", { denied_principals: [ALL], exception_principals: [PRINCIPAL], denied_permissions: LOOKUP }],
  ])("that denies %s is none", (_who, rule) => {
    expect(found(deniedPrincipals, direct, project(), deny(rule))).toEqual([]);
  });

  // Google Cloud IAM documentation, "Deny policies": a policy is inherited by what is below the resource that it is attached to.
  it.each<[string, string, readonly string[]]>([
    ["of its number", "123456789012", ["fault google_iam_deny_policy.other"]],
    ["that is another", "acme-x", []],
    ["that is another by its number", "999999999999", []],
  ])("counts in its project alone: one %s", (_what, attached, told) => {
    const rule = { denied_principals: [ALL], denied_permissions: LOOKUP };
    const stack = deny(rule, `cloudresourcemanager.googleapis.com%2Fprojects%2F${attached}`);
    const number = { resource: { google_project: { own: { project_id: PROJECT, number: "123456789012" } } } } as Stack;
    expect(found(deniedPrincipals, direct, project(), number, stack)).toEqual(told);
  });
});

/** IAM documentation, "Workload Identity Federation": who may manage pools is asked for the project. */
describe("others who may change the providers of an edge's pool", () => {
  const above = (role: string, member = EVE) =>
    granting("google_project_iam_member", { project: PROJECT, role, member });
  const custom = (permission: string): Stack => ({
    resource: { google_project_iam_custom_role: { own: { role_id: "own", permissions: [permission] } } },
  });

  it.each<[string, Stack]>([
    ["the role for it", above("roles/iam.workloadIdentityPoolAdmin")],
    ["an owner", above("roles/owner", "group:ops@example.com")],
    [
      "an own role",
      merged(above("${google_project_iam_custom_role.own.name}"), custom("iam.workloadIdentityPoolProviders.update")),
    ],
  ])("are a gap, since they may let themselves in: %s", (_what, stack) => {
    expect(found(furtherTrustsRule, direct, stack)).toEqual(["gap google_project_iam_member.grant"]);
  });

  // Google Cloud IAM documentation, "Roles and permissions": the basic roles are Admin, Writer and Reader, beside the legacy ones.
  it.each(["roles/admin", "roles/writer", "projects/acme-x/roles/gone"])(
    "are a gap by a role of which nothing tells what it permits: %s",
    (role) => {
      expect(found(furtherTrustsRule, direct, above(role))).toEqual(["gap google_project_iam_member.grant"]);
      expect(found(furtherTrustsRule, impersonating, above(role))).toEqual(["gap google_project_iam_member.grant"]);
    },
  );

  it("are none by the basic role that reads, or where the edge itself has the role", () => {
    expect(found(furtherTrustsRule, direct, above("roles/reader"))).toEqual([]);
    expect(found(furtherTrustsRule, direct, above("roles/admin", PRINCIPAL))).toEqual([]);
  });

  it("are told once where the edge acts as a service account", () => {
    expect(found(furtherTrustsRule, impersonating, above("roles/owner"))).toHaveLength(1);
    expect(found(furtherTrustsRule, impersonating, above("roles/iam.workloadIdentityPoolAdmin"))).toHaveLength(1);
  });

  it("are told where the service account is in another project, of which they are no owners", () => {
    const elsewhere = edge("--service-account", "own@acme-asia.iam.gserviceaccount.com");
    expect(found(furtherTrustsRule, elsewhere, above("roles/owner"))).toEqual(["gap google_project_iam_member.grant"]);
  });

  // Terraform registry, hashicorp/google: "google_iam_workload_identity_pool_provider" (data source), which has the resource's attributes.
  describe("of a pool that data sources show", () => {
    const shown = (id: string, issuer_uri: string): Stack => ({
      provider: { google: { project: PROJECT } },
      data: {
        google_iam_workload_identity_pool_provider: {
          [id]: {
            ...{ workload_identity_pool_id: "west", workload_identity_pool_provider_id: id },
            ...{ name: `${POOL}/providers/${id}`, attribute_mapping: { "google.subject": "assertion.sub" } },
            oidc: [{ issuer_uri }],
          },
        },
      },
    });
    const own = shown("kubernetes", ISSUER);

    it("are a gap", () => {
      const owner = named("google_project_iam_member", { project: PROJECT, role: "roles/owner", member: EVE });
      expect(found(furtherTrustsRule, direct, own, owner)).toEqual(["gap google_project_iam_member.other"]);
      expect(found(furtherTrustsRule, direct, own)).toEqual([]);
    });

    it("are those of another provider that is shown beside it", () => {
      const other = shown("west", "https://elsewhere.example");
      expect(found(furtherTrustsRule, direct, own, other)).toEqual([
        "fault data.google_iam_workload_identity_pool_provider.west",
      ]);
    });
  });

  it.each<[string, Stack]>([
    ["who may look at it", above("roles/iam.workloadIdentityPoolViewer")],
    [
      "with an own role for something else",
      merged(above("${google_project_iam_custom_role.own.name}"), custom("x.y.z")),
    ],
    [
      "of another project",
      granting("google_project_iam_member", { project: "acme-x", role: "roles/owner", member: EVE }),
    ],
    ["who is the edge itself", above("roles/iam.workloadIdentityPoolAdmin", PRINCIPAL)],
  ])("are none: %s", (_what, stack) => {
    expect(found(furtherTrustsRule, direct, stack)).toEqual([]);
  });
});

/** Google Cloud IAM documentation: "Roles for service account authentication". */
describe("others who come to act as an edge's service account", () => {
  const on = (role: string, member = EVE) =>
    granting("google_service_account_iam_member", {
      service_account_id: `projects/-/serviceAccounts/${OWN}`,
      role,
      member,
    });
  const above = (role: string) => granting("google_project_iam_member", { project: PROJECT, role, member: EVE });

  it.each([
    ...["serviceAccountTokenCreator", "workloadIdentityUser", "serviceAccountAdmin", "serviceAccountKeyAdmin"],
    ...["serviceAccountUser", "serviceAccountOpenIdTokenCreator"],
  ])("are a fault by %s on it", (role) => {
    expect(found(furtherTrustsRule, impersonating, on(`roles/iam.${role}`))).toEqual([
      "fault google_service_account_iam_member.grant",
    ]);
  });

  it("are a fault by its tokens and keys, and a gap by other roles, on its project", () => {
    for (const role of ["roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountKeyAdmin"]) {
      expect(found(furtherTrustsRule, impersonating, above(role))).toEqual(["fault google_project_iam_member.grant"]);
    }
    for (const role of [
      "roles/admin",
      "roles/owner",
      "roles/editor",
      "roles/iam.serviceAccountUser",
      "roles/iam.securityAdmin",
    ]) {
      expect(found(furtherTrustsRule, impersonating, above(role))).toEqual(["gap google_project_iam_member.grant"]);
    }
  });

  it("are none by roles that show it, or where no edge acts as it", () => {
    expect(found(furtherTrustsRule, impersonating, on("roles/iam.serviceAccountViewer"))).toEqual([]);
    expect(found(furtherTrustsRule, impersonating, above("roles/viewer"))).toEqual([]);
    expect(found(furtherTrustsRule, direct, above("roles/iam.serviceAccountAdmin"))).toEqual([]);
  });

  it("are a gap above the project", () => {
    const people = (level: string, args: Args) =>
      granting(`google_${level}_iam_member`, { role: "roles/iam.serviceAccountTokenCreator", member: EVE, ...args });
    expect(found(unseenGrants, impersonating, people("organization", { org_id: "1" }))).toEqual([
      "gap google_organization_iam_member.grant",
    ]);
    const unread = { org_id: "1", role: "organizations/1/roles/gone" };
    expect(found(unseenGrants, impersonating, people("organization", unread))).toEqual([
      "gap google_organization_iam_member.grant",
    ]);
    expect(found(unseenGrants, direct, people("folder", { folder: "1" }))).toEqual([]);
  });
});

/** Google Cloud: "Principal access boundary policies", which bound what principals may do whatever roles they have. */
describe("a binding of a principal access boundary", () => {
  const binding = (level: string) =>
    named(`google_iam_${level}_policy_binding`, {
      policy: "x",
      policy_kind: "PRINCIPAL_ACCESS_BOUNDARY",
      target: [{}],
    });

  it.each(["projects", "folders", "organizations"])("is a gap where an edge leads into a cluster: %s", (level) => {
    expect(found(unseenGrants, project(), direct, binding(level))).toEqual([
      `gap google_iam_${level}_policy_binding.other`,
    ]);
  });

  it("is none where none does", () => {
    expect(found(unseenGrants, project(), binding("projects"))).toEqual([]);
  });
});
