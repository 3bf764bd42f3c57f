import { UnresolvedValue } from "../../../src/simulator";
import { placeOf } from "../../../src/terraform";
import { given, lineOf } from "../support/answers";
import { exchange, granting, NUMBER, POOL, PRINCIPAL, PROJECT, project, PROVIDER } from "../support/google";
import { Args, leftOutOf, merged, read, Stack } from "../support/stack";

/** What Google Cloud was told of pools and grants, as Terraform's resources say it. */
const ROLE = "roles/container.viewer";
const EMAIL = `ci@${PROJECT}.iam.gserviceaccount.com`;
const ACCOUNT_ID = `projects/${PROJECT}/serviceAccounts/${EMAIL}`;

/** Roles that the tests' principal has, and where each is granted. */
function grantsIn(stack: Stack) {
  const world = read(stack);
  const principal = given(exchange(world));
  return world.google.everyGrantTo(principal).map(({ role, resource }) => [role, placeOf(resource)]);
}

const policyData = (...bindings: object[]) => JSON.stringify({ bindings });

describe("a grant", () => {
  it.each<[string, string, Args]>([
    ["one member of a project", "google_project_iam_member", { project: PROJECT, role: ROLE, member: PRINCIPAL }],
    [
      "members of a project",
      "google_project_iam_binding",
      { project: PROJECT, role: ROLE, members: ["user:a@example.com", PRINCIPAL] },
    ],
    [
      "a project's whole policy",
      "google_project_iam_policy",
      { project: PROJECT, policy_data: policyData({ role: ROLE, members: [PRINCIPAL] }) },
    ],
    [
      "one member of a service account",
      "google_service_account_iam_member",
      { service_account_id: ACCOUNT_ID, role: ROLE, member: PRINCIPAL },
    ],
    [
      "members of a service account",
      "google_service_account_iam_binding",
      { service_account_id: ACCOUNT_ID, role: ROLE, members: [PRINCIPAL] },
    ],
    [
      "a service account's whole policy",
      "google_service_account_iam_policy",
      { service_account_id: ACCOUNT_ID, policy_data: policyData({ role: ROLE, members: [PRINCIPAL] }) },
    ],
    [
      "a set of whom one is meant",
      "google_project_iam_member",
      { project: PROJECT, role: ROLE, member: `principalSet://iam.googleapis.com/${POOL}/*` },
    ],
  ])("is %s", (_what, type, args) => {
    expect(grantsIn(granting(type, args))).toEqual([[ROLE, `mesh: ${type}.grant`]]);
  });

  it("is not of another member", () => {
    expect(grantsIn(granting("google_project_iam_member", { role: ROLE, member: `${PRINCIPAL}x` }))).toEqual([]);
  });

  it("is on its own project, or its provider's", () => {
    // GIVEN
    const stack = merged(granting("google_project_iam_member", { role: ROLE, member: PRINCIPAL }), {
      resource: {
        google_project_iam_member: { other: { project: "projects/acme-asia", role: "roles/owner", member: PRINCIPAL } },
      },
    });
    const world = read(stack);
    const principal = given(exchange(world));

    // THEN
    const roles = (id: string) => world.google.rolesOnProject(id, principal).map(({ role }) => role);
    expect(roles(PROJECT)).toEqual([ROLE]);
    expect(roles("acme-asia")).toEqual(["roles/owner"]);
    expect(roles("acme-america")).toEqual([]);
  });

  it("carries its condition", () => {
    const condition = { title: "soon", expression: "false" };
    const member = granting("google_project_iam_member", { role: ROLE, member: PRINCIPAL, condition: [condition] });
    const policy_data = policyData({ role: ROLE, members: [PRINCIPAL], condition });
    for (const stack of [member, granting("google_project_iam_policy", { policy_data })]) {
      expect(read(stack).google.conditionalGrants).toMatchObject([{ role: ROLE, condition: "false" }]);
    }
  });

  it("in a whole policy may be written as blocks", () => {
    const stack = merged(
      granting("google_project_iam_policy", { policy_data: "${data.google_iam_policy.all.policy_data}" }),
      {
        data: { google_iam_policy: { all: { binding: [{ role: ROLE, members: [PRINCIPAL] }] } } },
      },
    );
    expect(read(stack).google.rolesOnProject(PROJECT, given(exchange(stack)))).toMatchObject([{ role: ROLE }]);
  });

  it("in a policy that is no JSON keeps the lab from starting", () => {
    const broken = () => read(granting("google_project_iam_policy", { policy_data: "{" }));
    expect(broken).toThrow(UnresolvedValue);
    expect(broken).toThrow("mesh: google_project_iam_policy.grant.policy_data: is no JSON");
  });

  it("to somebody who cannot be known keeps the lab from starting", () => {
    const args = { role: ROLE, member: "${var.member}" };
    expect(() => read(granting("google_project_iam_member", args))).toThrow(UnresolvedValue);
  });
});

describe("a provider in a pool that exists elsewhere", () => {
  it("is found by the names that both have", () => {
    // GIVEN the provider alone, in a pool of the same name
    const { google_iam_workload_identity_pool_provider } = project().resource ?? {};
    const stack = { ...project(), resource: { google_iam_workload_identity_pool_provider } };
    const world = read(stack);

    // THEN
    expect(world.google.providerOf(PROVIDER)?.pool).toBe(POOL);
    expect(world.google.poolOf(POOL)).toBeUndefined();
    expect(exchange(world).granted).toBe(true);
  });
});

describe("what cannot be understood", () => {
  it.each([
    ["a pool", "google_iam_workload_identity_pool", { workload_identity_pool_id: "${var.id}" }],
    ["a provider", "google_iam_workload_identity_pool_provider", { workload_identity_pool_id: "${var.id}" }],
    ["a service account", "google_service_account", { account_id: "${var.id}" }],
  ])("is left out where it is %s, which lets nobody in by itself", (_what, type, args) => {
    // GIVEN a project whose number need not be looked for
    const stack: Stack = { provider: { google: { project: NUMBER } }, resource: { [type]: { odd: args } } };

    // WHEN
    const leftOut = leftOutOf(read(stack));

    // THEN
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]).toContain(`mesh: ${type}.odd.`);
  });
});

describe("a pool provider outside what was read", () => {
  const given = {
    name: `projects/${NUMBER}/locations/global/workloadIdentityPools/given/providers/one`,
    pool: `projects/${NUMBER}/locations/global/workloadIdentityPools/given`,
    disabled: false,
    issuer: "https://oidc.example.com/id/ABC",
    allowedAudiences: ["a"],
    mapping: { "google.subject": "assertion.sub" },
  };
  const audience = `//iam.googleapis.com/${given.name}`;

  it("lets in everyone of whom it was believed, and nobody else", () => {
    // GIVEN
    const world = read({ provider: {} });
    for (const name of ["one", "two"]) {
      world.google.assumeProvider({ ...given, condition: `assertion.sub == "system:serviceaccount:ns:${name}"` });
    }

    // WHEN
    const answers = ["one", "two", "three"].map((name) =>
      exchange(world, { audience, claims: { aud: "a", sub: `system:serviceaccount:ns:${name}` } }),
    );

    // THEN
    expect(answers.map(({ granted }) => granted)).toEqual([true, true, false]);
    expect(world.google.poolOf(given.pool)).toEqual({ name: given.pool, disabled: false });
  });

  it("takes the audience of everyone of whom it was believed", () => {
    // GIVEN
    const world = read({ provider: {} });
    for (const aud of ["a", "b"]) {
      world.google.assumeProvider({ ...given, allowedAudiences: [aud], condition: "true" });
    }

    // WHEN
    const answers = ["a", "b", "c"].map((aud) => exchange(world, { audience, claims: { aud } }));

    // THEN
    expect(answers.map(({ granted }) => granted)).toEqual([true, true, false]);
  });

  it("does not replace one that was read", () => {
    // GIVEN
    const world = read(project({ attribute_condition: "false" }));

    // WHEN
    world.google.assumeProvider({ ...given, name: PROVIDER, pool: POOL, condition: "true" });

    // THEN
    expect(lineOf(exchange(world))).toMatch(/^false does not hold/);
  });
});
