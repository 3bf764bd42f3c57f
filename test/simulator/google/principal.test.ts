import { FederatedPrincipal, isMember, memberOf, Principal } from "../../../src/simulator";
import { NUMBER, POOL } from "../support/google";
import { SUBJECT } from "../support/tokens";

/** Whom an IAM member means. Google Cloud IAM documentation: "Principal identifiers". */
const pool = `iam.googleapis.com/${POOL}`;
const federated: FederatedPrincipal = {
  kind: "federated",
  name: `principal://${pool}/subject/${SUBJECT}`,
  pool,
  subject: SUBJECT,
  attributes: { ns: "ns", path: "a/b" },
  groups: ["team", "team/one"],
};
const account: Principal = { kind: "service account", email: "ci@acme-euro.iam.gserviceaccount.com" };
const builtIn: Principal = { kind: "built-in", name: "serviceAccount:acme-euro.svc.id.goog[ns/sa]" };

describe("a federated principal", () => {
  it.each([
    ["itself", `principal://${pool}/subject/${SUBJECT}`],
    ["everybody of its pool", `principalSet://${pool}/*`],
    ["an attribute's value", `principalSet://${pool}/attribute.ns/ns`],
    ["an attribute's value with a slash", `principalSet://${pool}/attribute.path/a/b`],
    ["a group", `principalSet://${pool}/group/team`],
    ["a group with a slash", `principalSet://${pool}/group/team/one`],
    ["everybody at all", "allUsers"],
  ])("is meant by %s", (_what, member) => {
    expect(isMember(member, federated)).toBe(true);
  });

  it.each([
    ["another subject", `principal://${pool}/subject/${SUBJECT}x`],
    ["its subject in other letters", `principal://${pool}/subject/${SUBJECT.toUpperCase()}`],
    ["its subject as a set", `principalSet://${pool}/subject/${SUBJECT}`],
    ["everybody of the pool as one", `principal://${pool}/*`],
    ["everybody of another pool", `principalSet://${pool}2/*`],
    ["everybody of the pool of another project", `principalSet://${pool.replace(NUMBER, "999999999999")}/*`],
    ["everybody of its pool by the project's id", `principalSet://${pool.replace(NUMBER, "acme-euro")}/*`],
    ["another value", `principalSet://${pool}/attribute.ns/ns2`],
    ["an attribute that it has not", `principalSet://${pool}/attribute.pod/ns`],
    ["another group", `principalSet://${pool}/group/te`],
    ["the pool itself", `principalSet://${pool}`],
    ["its subject as a service account", `serviceAccount:${SUBJECT}`],
    ["everybody with a Google account, which it is not", "allAuthenticatedUsers"],
  ])("is not meant by %s", (_what, member) => {
    expect(isMember(member, federated)).toBe(false);
  });

  it("is known by its whole name", () => {
    expect(memberOf(federated)).toBe(federated.name);
  });
});

describe("a service account", () => {
  it("is known by its e-mail and nothing else", () => {
    expect(memberOf(account)).toBe("serviceAccount:ci@acme-euro.iam.gserviceaccount.com");
    expect(isMember("serviceAccount:ci@acme-euro.iam.gserviceaccount.com", account)).toBe(true);
    expect(isMember("allAuthenticatedUsers", account)).toBe(true);
    expect(isMember("user:ci@acme-euro.iam.gserviceaccount.com", account)).toBe(false);
    expect(isMember("serviceAccount:ci@acme-asia.iam.gserviceaccount.com", account)).toBe(false);
    expect(isMember(`principalSet://${pool}/*`, account)).toBe(false);
  });
});

describe("a service account of GKE's own pool", () => {
  // Google Cloud documentation: "About Workload Identity Federation for GKE", on references in IAM policies.
  const own = `iam.googleapis.com/projects/${NUMBER}/locations/global/workloadIdentityPools/acme-euro.svc.id.goog`;

  it.each([
    ["pool, namespace and name", "serviceAccount:acme-euro.svc.id.goog[ns/sa]"],
    ["the same as a subject of its pool", `principal://${own}/subject/ns/ns/sa/sa`],
    ["its namespace", `principalSet://${own}/namespace/ns`],
    ["its whole pool", `principalSet://${own}/*`],
  ])("is meant by %s", (_what, member) => {
    expect(isMember(member, builtIn)).toBe(true);
  });

  it.each([
    ["another name", "serviceAccount:acme-euro.svc.id.goog[ns/other]"],
    ["another project", "serviceAccount:acme-asia.svc.id.goog[ns/sa]"],
    ["another subject", `principal://${own}/subject/ns/ns/sa/other`],
    ["another pool's subject", `principal://${own.replace("euro", "asia")}/subject/ns/ns/sa/sa`],
    ["another namespace", `principalSet://${own}/namespace/n`],
    ["another whole pool", `principalSet://${own.replace("euro", "asia")}/*`],
    ["a subject as pools of one's own have it", `principal://${own}/subject/system:serviceaccount:ns:sa`],
    ["everybody with a Google account, which it is not", "allAuthenticatedUsers"],
  ])("is not meant by %s", (_what, member) => {
    expect(isMember(member, builtIn)).toBe(false);
  });

  it("is known by pool, namespace and name", () => {
    expect(memberOf(builtIn)).toBe(builtIn.name);
  });
});
