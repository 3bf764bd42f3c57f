import { furtherSubjects } from "../../src/findings/rules/further-subjects";
import { unclaimedMembers } from "../../src/findings/rules/unclaimed-members";
import { AUDIENCE, granting, POOL, PRINCIPAL, project } from "../simulator/support/google";
import { roleBinding } from "../simulator/support/kubernetes";
import { declaration, declaring } from "../simulator/support/mesh";
import { merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

const target = { name: "//container.googleapis.com/projects/acme-euro/locations/europe-west4/clusters/euro" };
const edge = declaring({
  args: ["gke", "--audience", AUDIENCE],
  declaration: declaration({
    target,
    audience: `https:${AUDIENCE}`,
    principal: PRINCIPAL,
    user: PRINCIPAL,
    groups: ["team"],
  }),
});

describe("a subject in the binding of an edge", () => {
  const found = (...subjects: string[]) => {
    const bindings: Stack = {
      resource: { kubernetes_role_binding_v1: { one: roleBinding("ns", "edit", ...subjects) } },
    };
    return furtherSubjects(read(merged(project(), edge, bindings)), NOW).map(
      ({ what, place }) => `${place} ${what ?? ""}`,
    );
  };

  it("that no edge declares is a fault", () => {
    expect(found(`User ${PRINCIPAL}`, "User eve")).toEqual(["mesh: kubernetes_role_binding_v1.one User eve"]);
    expect(found("Group team", "ServiceAccount default")).toEqual([
      "mesh: kubernetes_role_binding_v1.one ServiceAccount default",
    ]);
  });

  it("is told with the first edge that the binding means, by whatever subject", () => {
    const of = (user: string, name: string) => ({
      name,
      args: ["gke", "--audience", AUDIENCE],
      declaration: declaration({
        ...{ target, audience: `https:${AUDIENCE}`, principal: name, user, groups: [name] },
        source: { subject: `system:serviceaccount:ns:${name}` },
      }),
    });
    const edges = declaring(of("ann", "a"), of("role:{{SessionName}}", "b"), of("ann", "c"));
    const told = (...subjects: string[]) => {
      const one = roleBinding("ns", "edit", ...subjects);
      const bindings: Stack = { resource: { kubernetes_role_binding_v1: { one } } };
      const world = read(merged(project(), edges, bindings));
      return furtherSubjects(world, NOW).map(({ what, edge: { declaration: { groups } = {} } = {} }) => [what, groups]);
    };

    expect(told("User eve", "Group c", "User role:worker")).toEqual([["User eve", ["b"]]]);
    expect(told("User eve", "Group c", "User ann")).toEqual([["User eve", ["a"]]]);
    expect(told("User role:", "User role:a/b", "Group b")).toEqual([
      ["User role:", ["b"]],
      ["User role:a/b", ["b"]],
    ]);
  });

  it("is nobody else's affair in other bindings", () => {
    expect(found("User eve", "Group others")).toEqual([]);
    expect(found(`User ${PRINCIPAL}`, "Group team")).toEqual([]);
  });
});

describe("a member of a pool", () => {
  const found = (member: string) =>
    unclaimedMembers(
      read(merged(granting("google_project_iam_member", { member, role: "roles/viewer" }), edge)),
      NOW,
    ).map(({ severity }) => severity);

  it.each([
    ["of an edge, that no edge declares", `principal://iam.googleapis.com/${POOL}/subject/other`, ["fault"]],
    ["of an edge, by an attribute", `principalSet://iam.googleapis.com/${POOL}/attribute.team/blue`, ["fault"]],
    ["that the edge declares", PRINCIPAL, []],
    [
      "of which nothing was read",
      `principal://iam.googleapis.com/${POOL.replace("west", "east")}/subject/other`,
      ["gap"],
    ],
    [
      "of the project itself, which has no provider",
      `principal://iam.googleapis.com/${POOL.replace("west", "acme-euro.svc.id.goog")}/subject/ns/ns/sa/other`,
      [],
    ],
    ["that is none", "user:ann@example.com", []],
  ])("%s", (_, member, severities) => {
    expect(found(member)).toEqual(severities);
  });
});
