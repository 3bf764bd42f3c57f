import { impersonate } from "../../../src/simulator";
import { given, lineOf, no, refusal, yes } from "../support/answers";
import { exchange, granting, NUMBER, POOL, PRINCIPAL, PROJECT, project } from "../support/google";
import { merged, read, Stack } from "../support/stack";

/**
 * Who gets an access token of a service account. IAM documentation: "Create short-lived credentials for a service account",
 * "Service account roles".
 */
const EMAIL = `velero@${PROJECT}.iam.gserviceaccount.com`;
const BY_GRANT = "mesh: google_service_account_iam_member.grant";

const withAccount: Stack = merged(project(), {
  resource: { google_service_account: { velero: { account_id: "velero" } } },
});

function grant(role: string, member = PRINCIPAL, of = EMAIL): Stack {
  const service_account_id = `projects/${PROJECT}/serviceAccounts/${of}`;
  return granting("google_service_account_iam_member", { service_account_id, role, member }, withAccount);
}

function ask(stack: Stack, email = EMAIL) {
  const world = read(stack);
  return impersonate(world.google, given(exchange(world)), email, Date.now() / 1000);
}

describe("a principal", () => {
  it.each([
    ["may act for workloads", "roles/iam.workloadIdentityUser", PRINCIPAL],
    ["may create tokens", "roles/iam.serviceAccountTokenCreator", PRINCIPAL],
    ["is of a pool that may", "roles/iam.workloadIdentityUser", `principalSet://iam.googleapis.com/${POOL}/*`],
  ])("that %s becomes the service account", (_what, role, member) => {
    // WHEN
    const answer = ask(grant(role, member));

    // THEN
    expect(yes(answer)).toEqual({ hop: "impersonation", place: BY_GRANT, argument: "member" });
    expect(given(answer)).toEqual({ kind: "service account", email: EMAIL, projectNumber: NUMBER });
    expect(lineOf(answer)).toBe(`${member} has ${role}`);
  });

  it("does not become a service account that is disabled", () => {
    const off = { google_service_account: { velero: { account_id: "velero", disabled: true } } };
    expect(no(ask(merged(grant("roles/iam.workloadIdentityUser"), { resource: off })))).toEqual({
      ...{ hop: "impersonation", code: "PERMISSION_DENIED" },
      ...{ place: "mesh: google_service_account.velero", argument: "disabled" },
    });
  });

  it.each([
    ["holds the permission", ["iam.serviceAccounts.getAccessToken"], true],
    ["holds another", ["iam.serviceAccounts.getOpenIdToken", "iam.serviceAccounts.get"], false],
  ])("with a role of one's own that %s: becomes it %p", (_what, permissions, becomes) => {
    const custom = { google_project_iam_custom_role: { own: { role_id: "own", permissions } } };
    const stack = merged(grant("${google_project_iam_custom_role.own.id}"), { resource: custom });
    expect(ask(stack).granted).toBe(becomes);
  });

  it("that may create tokens for every service account of its project becomes it too", () => {
    // GIVEN
    const role = "roles/iam.serviceAccountTokenCreator";
    const grantOn = (project: string) =>
      granting("google_project_iam_member", { project, role, member: PRINCIPAL }, withAccount);

    // THEN
    expect(yes(ask(grantOn(PROJECT)))).toEqual({
      hop: "impersonation",
      place: "mesh: google_project_iam_member.grant",
      argument: "member",
    });
    expect(ask(grantOn("acme-asia")).granted).toBe(false);
  });

  it.each([
    ["may use it for machines", "roles/iam.serviceAccountUser"],
    ["may look at it", "roles/iam.serviceAccountViewer"],
    ["owns it", "roles/owner"],
  ])("that %s does not", (_what, role) => {
    // WHEN
    const answer = ask(grant(role));

    // THEN
    expect(no(answer)).toEqual({ hop: "impersonation", code: "PERMISSION_DENIED", argument: "role", place: BY_GRANT });
    expect(lineOf(answer)).toBe(`role is "${role}", and nobody has roles/iam.workloadIdentityUser on ${EMAIL}`);
  });

  it("with a role of one's own that was not read is not known to", () => {
    expect(no(ask(grant("projects/acme-euro/roles/custom")))).toEqual({
      ...{ hop: "impersonation", code: "not simulated" },
      ...{ place: BY_GRANT, argument: "role" },
    });
  });

  it("that is not the one who may is told who is", () => {
    // WHEN
    const answer = ask(grant("roles/iam.workloadIdentityUser", `${PRINCIPAL}x`));

    // THEN
    expect(no(answer)).toEqual({
      hop: "impersonation",
      code: "PERMISSION_DENIED",
      place: BY_GRANT,
      argument: "member",
    });
    expect(lineOf(answer)).toBe(`member is "${PRINCIPAL}x", and "${PRINCIPAL}" asks`);
  });

  it("that may act for another service account does not become this one", () => {
    const other = `other@${PROJECT}.iam.gserviceaccount.com`;
    expect(ask(grant("roles/iam.workloadIdentityUser", PRINCIPAL, other)).granted).toBe(false);
  });
});

describe("a service account that is not there", () => {
  it("is refused in the very words of one that is not for everybody", () => {
    // GIVEN a grant on it all the same
    const email = `nobody@${PROJECT}.iam.gserviceaccount.com`;
    const stack = grant("roles/iam.workloadIdentityUser", PRINCIPAL, email);

    // WHEN
    const answer = ask(stack, email);

    // THEN
    expect(lineOf(answer)).toBe(`no google_service_account has the email "${email}"`);
    expect(refusal(answer).message).toBe(refusal(ask(grant("roles/owner"))).message);
    expect(refusal(answer).message).toContain("iam.serviceAccounts.getAccessToken");
  });

  it("is believed where an edge says so", () => {
    // GIVEN
    const email = "given@acme-asia.iam.gserviceaccount.com";
    const world = read(grant("roles/iam.workloadIdentityUser", PRINCIPAL, email));

    // WHEN
    world.google.assumeAccount(email);

    // THEN
    expect(impersonate(world.google, given(exchange(world)), email, Date.now() / 1000).granted).toBe(true);
  });
});

describe("GKE's own pool", () => {
  it("acts for a service account that names its member", () => {
    // GIVEN
    const name = "serviceAccount:acme-euro.svc.id.goog[ns/sa]";
    const { google } = read(grant("roles/iam.workloadIdentityUser", name));

    // THEN
    expect(impersonate(google, { kind: "built-in", name }, EMAIL, Date.now() / 1000).granted).toBe(true);
    expect(
      impersonate(google, { kind: "built-in", name: name.replace("sa]", "sb]") }, EMAIL, Date.now() / 1000).granted,
    ).toBe(false);
  });
});
