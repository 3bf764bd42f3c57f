import { authorize, googleUser } from "../../../src/simulator";
import { decidedBy, given } from "../support/answers";
import { exchange, granting, POOL, PRINCIPAL, PROJECT, project } from "../support/google";
import { asking, bound, rbacOf, roleBinding } from "../support/kubernetes";
import { Args, merged, read, Stack } from "../support/stack";

/**
 * A GKE cluster asks RBAC, then IAM, which reaches into every cluster of its project.
 *
 * Google Cloud documentation: "Authorize actions in clusters using role-based access control".
 */
const NAME = `//container.googleapis.com/projects/${PROJECT}/locations/europe-west4/clusters/euro`;

function decide(stack: Stack, words: string, of = PROJECT) {
  const world = read(stack);
  const user = googleUser(given(exchange(world)));
  return authorize(world, { kind: "gke", name: NAME, project: of, rbac: rbacOf(world) }, user, asking(words));
}
const withRole = (role: string, member = PRINCIPAL) => granting("google_project_iam_member", { role, member });

describe("a role on the project", () => {
  it.each([
    ["roles/container.clusterViewer", "list pods in ns", false],
    ["roles/container.clusterViewer", "get namespaces ns in ns", false],
    ["roles/container.viewer", "list pods in ns", true],
    ["roles/container.viewer", "list pods", true],
    ["roles/container.viewer", "list nodes", true],
    ["roles/container.viewer", "get pods/log a in ns", false],
    ["roles/container.viewer", "get secrets a in ns", false],
    ["roles/container.developer", "get secrets a in ns", true],
    ["roles/container.developer", "create pods in any", true],
    ["roles/container.developer", "create rolebindings.rbac.authorization.k8s.io in ns", false],
    ["roles/container.admin", "create clusterrolebindings.rbac.authorization.k8s.io", true],
  ])("%s answers %j: %p", (role, words, allowed) => {
    expect(decide(withRole(role), words).allowed).toBe(allowed);
  });

  it("tells that it decided", () => {
    const decision = decide(withRole("roles/container.viewer"), "list pods in ns");
    expect(decidedBy(decision).place).toBe("mesh: google_project_iam_member.grant");
    expect(decision.because.line).toBe(`${PRINCIPAL} has roles/container.viewer on the project`);
  });

  it("may be everybody's of the pool", () => {
    const member = `principalSet://iam.googleapis.com/${POOL}/*`;
    expect(decide(withRole("roles/container.viewer", member), "list pods in ns").allowed).toBe(true);
  });

  it("of another project gives nothing", () => {
    expect(decide(withRole("roles/container.admin"), "list pods in ns", "acme-asia").allowed).toBe(false);
  });
});

describe("a role of one's own", () => {
  const own = (type: string, args: Args, role: string): Stack =>
    merged(withRole(role), { resource: { [type]: { own: args } } });
  const permissions = ["container.pods.list", "container.deployments.update", "container.pods.getLogs"];

  it.each<[string, string, Args, string]>([
    ["of the project, by reference", "project", { role_id: "own" }, "${google_project_iam_custom_role.own.id}"],
    ["of the project, by its name", "project", { role_id: "own" }, `projects/${PROJECT}/roles/own`],
    [
      "of the organization",
      "organization",
      { org_id: "42", role_id: "own" },
      "${google_organization_iam_custom_role.own.name}",
    ],
  ])("%s permits what it lists, and nothing else", (_what, level, args, role) => {
    const stack = own(`google_${level}_iam_custom_role`, { ...args, permissions }, role);
    const allowed = ["list pods in any", "watch pods", "patch deployments.apps a in ns", "get pods/log a in ns"];
    const refused = ["get pods a in ns", "create pods in ns", "list services in ns", "create deployments.apps in ns"];
    expect([...allowed, ...refused].filter((words) => decide(stack, words).allowed)).toEqual(allowed);
  });

  it("of another project is not the one of the same name", () => {
    const args = { project: "acme-asia", role_id: "own", permissions };
    const stack = own("google_project_iam_custom_role", args, `projects/${PROJECT}/roles/own`);
    expect(decide(stack, "list pods in ns").allowed).toBe(false);
  });
});

describe("a binding", () => {
  it.each([
    ["its whole principal", PRINCIPAL, true],
    ["the same as a group", `Group ${PRINCIPAL}`, false],
    ["its subject alone", "system:serviceaccount:ns:sa", false],
    ["the IAM member of a service account", `serviceAccount:${PRINCIPAL}`, false],
  ])("means a federated principal by %s: %p %p", (_what, name, allowed) => {
    const subject = name.startsWith("Group ") ? name : `User ${name}`;
    const stack = merged(project(), bound(roleBinding("ns", "view", subject)));
    expect(decide(stack, "list pods in ns").allowed).toBe(allowed);
  });

  it("adds to what IAM gives", () => {
    const stack = merged(withRole("roles/container.viewer"), bound(roleBinding("ns", "edit", `User ${PRINCIPAL}`)));
    expect(decide(stack, "create pods in ns").allowed).toBe(true);
    expect(decide(stack, "create pods in other").allowed).toBe(false);
    expect(decide(stack, "list pods in other").allowed).toBe(true);
  });
});

describe("a refusal", () => {
  const wanted = (permission: string, verb: string, resource: string) =>
    `requires one of ["${permission}"] permission(s) in Cloud IAM or a Kubernetes RBAC role with verb "${verb}" for resource "${resource}".`;

  it.each([
    ["list pods in ns", "container.pods.list", "list", "pods"],
    ["patch deployments.apps a in ns", "container.deployments.update", "patch", "deployments"],
    ["get pods/log a in ns", "container.pods.getLogs", "get", "pods/log"],
  ])("of %j names the permission, and is no denial", (words, permission, verb, resource) => {
    const decision = decide(project(), words);
    expect(decision).toMatchObject({ allowed: false, reason: wanted(permission, verb, resource) });
    expect(decision.denied).toBeUndefined();
  });

  it("tells both reasons, one a line, where a binding's role is not there", () => {
    const stack = merged(project(), bound(roleBinding("ns", "gone", `User ${PRINCIPAL}`)));
    expect(decide(stack, "list pods in ns").reason).toBe(
      `RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found\n${wanted("container.pods.list", "list", "pods")}`,
    );
  });

  it("tells of a role whose permissions are not known", () => {
    const decision = decide(withRole(`projects/${PROJECT}/roles/own`), "list pods in ns");
    expect(decision.allowed).toBe(false);
    expect(decidedBy(decision).place).toBe("mesh: google_project_iam_member.grant");
    expect(decision.because.line).toContain("roles/own permits is not known here");
  });
});

describe("whom a cluster sees", () => {
  it.each([
    ["a federated principal", given(exchange(read(project()))), PRINCIPAL],
    [
      "a service account, by its e-mail alone",
      { kind: "service account", email: "ci@acme-euro.iam.gserviceaccount.com" } as const,
      "ci@acme-euro.iam.gserviceaccount.com",
    ],
    [
      "an identity of GKE's own pool",
      { kind: "built-in", name: "serviceAccount:acme-euro.svc.id.goog[ns/sa]" } as const,
      "serviceAccount:acme-euro.svc.id.goog[ns/sa]",
    ],
  ])("is %s", (_what, principal, name) => {
    expect(googleUser(principal)).toEqual({
      name,
      groups: ["system:authenticated"],
      extra: {},
      cloudName: { cloud: "google", principal },
    });
  });
});
