import { authorize, googleUser, impersonate, World } from "../../../src/simulator";
import { unseenGrants } from "../../../src/findings/rules/unseen-grants";
import { judgeCondition } from "../../../src/simulator/google/iam-condition";
import { given } from "../support/answers";
import { exchange, granting, PRINCIPAL, PROJECT, project } from "../support/google";
import { asking, rbacOf } from "../support/kubernetes";
import { merged, read, Stack } from "../support/stack";
import { NOW } from "../support/tokens";

/** IAM documentation: "Attribute reference for IAM Conditions", with its examples. */
const CLUSTER = "projects/acme-euro/locations/l/clusters/c";
const now = Date.parse("2026-06-01T12:00:00Z") / 1000;
const request = { now, resource: { name: CLUSTER, type: "t", service: "s" } };

describe("a condition", () => {
  it.each([
    ['request.time < timestamp("2027-01-01T00:00:00Z")', "holds"],
    ['request.time < timestamp("2026-01-01T00:00:00Z")', "fails"],
    ['request.time.getHours("Europe/Berlin") == 14', "holds"],
    ['request.time.getDayOfWeek("UTC") == 1', "holds"],
    ['resource.name.startsWith("projects/acme-euro/")', "holds"],
    ['resource.name.extract("/clusters/{name}") == "d"', "fails"],
    ['resource.type == "t" && resource.service == "s"', "holds"],
    ['api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly([])', "unknown"],
    ["request.time <", "unknown"],
  ])("%s %s", (expression, verdict) => {
    expect(judgeCondition(expression, request)).toBe(verdict);
  });

  it("on a resource that recognizes no attributes is not known where it asks for them", () => {
    expect(judgeCondition('resource.name == ""', { now })).toBe("unknown");
    expect(judgeCondition("request.time < timestamp('2027-01-01T00:00:00Z')", { now })).toBe("holds");
  });
});

const under = (type: string, role: string, expression: string, args = {}): Stack =>
  granting(type, { role, member: PRINCIPAL, condition: [{ title: "t", expression }], ...args });

describe("a role under a condition", () => {
  function mayList(expression: string): boolean {
    const world: World = read(under("google_project_iam_member", "roles/container.viewer", expression));
    const user = googleUser(given(exchange(world)));
    const cluster = {
      kind: "gke",
      name: `//container.googleapis.com/${CLUSTER}`,
      project: PROJECT,
      rbac: rbacOf(world),
    } as const;
    return authorize(world, cluster, user, asking("list pods in ns")).allowed;
  }

  it.each([
    ["true", true],
    [`resource.name == "${CLUSTER}"`, true],
    ['resource.name.endsWith("/clusters/other")', false],
    ['request.time < timestamp("2020-01-01T00:00:00Z")', false],
    ["api.unheard()", false],
  ])("gives its rights in a cluster by %s: %s", (expression, allowed) => {
    expect(mayList(expression)).toBe(allowed);
  });

  it("is told where it is not understood", () => {
    const world = read(under("google_project_iam_member", "roles/container.viewer", "api.unheard()"));
    expect(unseenGrants(world, NOW)).toMatchObject([
      { place: "mesh: google_project_iam_member.grant", reason: "the IAM condition api.unheard() is not understood" },
    ]);
  });

  it.each([
    ["true", true],
    ["false", false],
  ])("lets impersonate by %s: %s", (expression, granted) => {
    const email = `ci@${PROJECT}.iam.gserviceaccount.com`;
    const args = { service_account_id: `projects/${PROJECT}/serviceAccounts/${email}` };
    const account: Stack = { resource: { google_service_account: { ci: { account_id: "ci" } } } };
    const grant = under("google_service_account_iam_member", "roles/iam.workloadIdentityUser", expression, args);
    const world = read(merged(project(), account, grant));
    expect(impersonate(world.google, given(exchange(world)), email, Date.now() / 1000).granted).toBe(granted);
  });
});
