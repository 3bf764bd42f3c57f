import { claimsOf, travel } from "../../../src/simulator";
import { given, lineOf, no, yes } from "../support/answers";
import { AUDIENCE, granting, ISSUER, PRINCIPAL, PROJECT, project } from "../support/google";
import { declaration, declaring } from "../support/mesh";
import { merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT } from "../support/tokens";

/** The way into a GKE cluster: Google's STS or the metadata server, and a service account where there is one. */
const TARGET = {
  cluster: "euro",
  name: `//container.googleapis.com/projects/${PROJECT}/locations/europe-west4/clusters/euro`,
};
const EMAIL = `velero@${PROJECT}.iam.gserviceaccount.com`;
const MEMBER = "serviceAccount:acme-asia.svc.id.goog[ns/sa]";
const federated = ["gke", "--audience", AUDIENCE, "--token-file", "/var/run/secrets/token"];
const native = ["gke", "--source", "google-metadata"];

function go(stack: Stack, args: readonly string[], principal = PRINCIPAL, sub = SUBJECT, issuer = ISSUER) {
  const declared = declaration({ target: TARGET, principal, source: { issuer } });
  const world = read(merged(stack, declaring({ args, declaration: declared })));
  const claims = claimsOf(ISSUER, sub, `https:${AUDIENCE}`, NOW);
  return travel(world, world.edges[0], { claims, signature: "good" }, NOW);
}

const account: Stack = merged(project(), {
  resource: { google_service_account: { velero: { account_id: "velero" } } },
});
const mayAct = (member: string) =>
  granting(
    "google_service_account_iam_member",
    {
      service_account_id: `projects/${PROJECT}/serviceAccounts/${EMAIL}`,
      role: "roles/iam.workloadIdentityUser",
      member,
    },
    account,
  );

describe("with a projected token", () => {
  it("leads to the federated principal", () => {
    const { answers, user, refusal, sessionName } = go(project(), federated);
    expect(refusal).toBeUndefined();
    expect(answers.map(({ hop }) => hop)).toEqual(["exchange", "authentication"]);
    expect(lineOf(answers[1])).toBe(`an access token of ${PRINCIPAL}`);
    expect(user?.name).toBe(PRINCIPAL);
    expect(sessionName).toBeUndefined();
  });

  it("leads through a service account to its e-mail", () => {
    const { answers, user } = go(mayAct(PRINCIPAL), [...federated, "--service-account", EMAIL]);
    expect(answers.map(({ hop }) => hop)).toEqual(["exchange", "impersonation", "authentication"]);
    expect(yes(answers[1]).place).toBe("mesh: google_service_account_iam_member.grant");
    expect(user?.name).toBe(EMAIL);
  });

  it("ends at the exchange for another subject that the condition does not name", () => {
    const stack = project({ attribute_condition: `assertion.sub == "${SUBJECT}"` });
    const journey = go(stack, federated, PRINCIPAL, "system:serviceaccount:ns:other");
    expect(journey.refusal?.hop).toBe("exchange");
    expect(journey.user).toBeUndefined();
    expect(journey.answers).toHaveLength(1);
    expect(journey.refusal && no(journey.refusal).code).toBe("unauthorized_client");
  });

  it("ends at the service account that somebody else may act for", () => {
    const journey = go(mayAct(`${PRINCIPAL}x`), [...federated, "--service-account", EMAIL]);
    expect(journey.refusal?.hop).toBe("impersonation");
    expect(journey.answers.map(({ granted }) => granted)).toEqual([true, false]);
  });
});

describe("with what the metadata server gives", () => {
  it("leads to the pool's member", () => {
    const { answers, user } = go(project(), native, MEMBER);
    expect(answers.map(({ hop }) => hop)).toEqual(["source", "authentication"]);
    expect(given(answers[0])).toEqual({ kind: "built-in", name: MEMBER, cluster: ISSUER });
    expect(user?.name).toBe(MEMBER);
  });

  it.each([
    ["names it", MEMBER, true],
    ["names another", MEMBER.replace("sa]", "sb]"), false],
  ])("leads through a service account whose grant %s: %p %p", (_what, member, allowed) => {
    // The cluster's issuer names the project whose pool knows its pods.
    const issuer = "https://container.googleapis.com/v1/projects/acme-asia/locations/asia-east1/clusters/asia";
    const args = [...native, "--service-account", EMAIL];
    const { user } = go(mayAct(member), args, `serviceAccount:${EMAIL}`, SUBJECT, issuer);
    expect(user?.name).toBe(allowed ? EMAIL : undefined);
    // The annotation of the service account, which the declared principal tells, leads there without an argument.
    const byAnnotation = go(mayAct(member), native, `serviceAccount:${EMAIL}`, SUBJECT, issuer);
    expect(byAnnotation.user?.name).toBe(allowed ? EMAIL : undefined);
  });
});
