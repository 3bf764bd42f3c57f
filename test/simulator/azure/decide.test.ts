import { authorize, entraUser } from "../../../src/simulator";
import { decidedBy } from "../support/answers";
import { identity, idsOf, SUBSCRIPTION } from "../support/azure";
import { asking, bound, rbacOf, roleBinding } from "../support/kubernetes";
import { Args, merged, read, Stack } from "../support/stack";

/**
 * An AKS cluster asks RBAC, then Azure where that is on, whose refusals are denials.
 *
 * Azure documentation: "Use Azure role-based access control for Kubernetes authorization"; Azure/guard source.
 */
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-corp`;
const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/corp`;
const READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
const WRITER = "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb";
const ADMIN = "3498e952-d568-435e-9b2c-8d77e338d7f7";
const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
const NO_ACCESS = "User does not have access to the resource in Azure. Update role assignment to allow access.";

function assignment(role_definition_id: string, scope = CLUSTER): Args {
  return { scope, role_definition_id, principal_id: "${azurerm_user_assigned_identity.ci.principal_id}" };
}
const assigned = (...all: Args[]): Stack =>
  merged(identity(), {
    resource: { azurerm_role_assignment: Object.fromEntries(all.map((one, i) => [`a${i}`, one])) },
  });

function decide(stack: Stack, words: string, azureRbac = true) {
  const world = read(stack);
  const user = entraUser(idsOf(world).principalId);
  const cluster = { kind: "aks", name: CLUSTER.toLowerCase(), rbac: rbacOf(world), azureRbac } as const;
  return authorize(world, cluster, user, asking(words));
}

describe("a role on the cluster", () => {
  it.each([
    [READER, "list pods in ns", true],
    [READER, "list pods", true],
    [READER, "get pods/log a in ns", true],
    [READER, "create pods/exec a in ns", false],
    [READER, "get secrets a in ns", false],
    [READER, "list nodes", false],
    [WRITER, "create pods/exec a in ns", true],
    [WRITER, "get secrets a in ns", true],
    [WRITER, "create serviceaccounts/token a in ns", true],
    [WRITER, "list nodes", false],
    [ADMIN, "list nodes", true],
    [ADMIN, "create namespaces", false],
    [CLUSTER_USER, "list pods in ns", false],
  ])("%s answers %j: %p", (role, words, allowed) => {
    expect(decide(assigned(assignment(role)), words).allowed).toBe(allowed);
  });

  it("tells that it decided", () => {
    const decision = decide(assigned(assignment(READER)), "list pods in ns");
    expect(decidedBy(decision).place).toBe("mesh: azurerm_role_assignment.a0");
    expect(decision.because.line).toBe(`role ${READER} on ${CLUSTER}`);
    expect(decision.reason).toMatch(/^Access allowed by Azure RBAC Role Assignment/);
  });
});

describe("a role of one's own", () => {
  const BASE = "Microsoft.ContainerService/managedClusters/";
  const own = (permissions: readonly Args[], role: Args): Stack =>
    merged(assigned({ ...assignment(""), role_definition_id: null, ...role }), {
      resource: { azurerm_role_definition: { own: { name: "Own", scope: GROUP, permissions } } },
    });
  const byId = { role_definition_id: "${azurerm_role_definition.own.role_definition_resource_id}" };
  const reads = { data_actions: [`${BASE}pods/read`, `${BASE}*/read`], not_data_actions: [`${BASE}SECRETS/*`] };

  it.each([
    ["by its id", byId],
    ["by its name", { role_definition_name: "Own" }],
  ])("permits what its data actions cover: %s", (_what, role) => {
    const stack = own([reads, { data_actions: [`${BASE}apps/deployments/write`] }], role);
    const allowed = ["list pods in ns", "list nodes", "get pods/log a in ns", "patch deployments.apps a in ns"];
    const refused = ["get secrets a in ns", "delete deployments.apps a in ns", "create pods in ns", "list pods in x"];
    expect([...allowed, ...refused.slice(0, 3)].filter((words) => decide(stack, words).allowed)).toEqual(allowed);
    const elsewhere = own([reads], { ...role, scope: `${CLUSTER}/namespaces/ns` });
    expect(decide(elsewhere, refused[3]).allowed).toBe(false);
  });

  it("gives no data by its actions", () => {
    expect(decide(own([{ actions: ["*"] }], byId), "list pods in ns").allowed).toBe(false);
  });

  it("takes nothing of one block away by another", () => {
    const stack = own([{ data_actions: [`${BASE}pods/read`] }, { data_actions: [], not_data_actions: ["*"] }], byId);
    expect(decide(stack, "list pods in ns").allowed).toBe(true);
  });
});

describe("a role's scope", () => {
  const ALL = ["list pods in ns", "get namespaces ns in ns", "list pods in other", "list pods", "list namespaces"];
  const IN_NS = ALL.slice(0, 2);

  it.each([
    ["the cluster", CLUSTER, ALL],
    ["the cluster in other letters", CLUSTER.toUpperCase(), ALL],
    ["its resource group", GROUP, ALL],
    ["its subscription", `/subscriptions/${SUBSCRIPTION}`, ALL],
    ["a namespace", `${CLUSTER}/namespaces/ns`, IN_NS],
    ["another cluster", `${CLUSTER}2`, []],
    ["a part of the group's name", GROUP.slice(0, -1), []],
    ["another namespace", `${CLUSTER}/namespaces/n`, []],
  ])("that is %s reaches exactly what is in it", (_what, scope, reached) => {
    const stack = assigned(assignment(READER, scope));
    expect(ALL.filter((words) => decide(stack, words).allowed)).toEqual(reached);
  });
});

describe("a path", () => {
  it.each([
    ["every data action on the cluster", assignment(ADMIN), "get /metrics", true],
    ["every data action on what it is in", assignment(ADMIN, GROUP), "get /metrics", true],
    ["every data action in a namespace", assignment(ADMIN, `${CLUSTER}/namespaces/ns`), "get /metrics", false],
    ["those of a writer", assignment(WRITER), "get /metrics", false],
  ])("is open to whom has %s: %p", (_what, given, words, allowed) => {
    expect(decide(assigned(given), words).allowed).toBe(allowed);
  });

  it("is refused in Azure's words", () => {
    expect(decide(identity(), "get /metrics")).toMatchObject({ allowed: false, denied: true, reason: NO_ACCESS });
  });
});

describe("several assignments", () => {
  it("add up, and what one leaves out the other may give", () => {
    const admin = assignment(ADMIN);
    const clusterAdmin = assignment("b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", GROUP);
    expect(decide(assigned(admin, clusterAdmin), "create namespaces").allowed).toBe(true);
  });
});

describe("an assignment to another principal", () => {
  it.each([
    ["the client id", "${azurerm_user_assigned_identity.ci.client_id}"],
    ["somebody else", "99999999-2222-3333-4444-555555555555"],
  ])("gives nothing: %s", (_what, principal_id) => {
    expect(decide(assigned({ ...assignment(READER), principal_id }), "list pods in ns").allowed).toBe(false);
  });
});

describe("a binding", () => {
  const principal = idsOf(read(identity())).principalId;
  const client = idsOf(read(identity())).clientId;

  it.each([
    ["the principal's object id", `User ${principal}`, true],
    ["the same in capitals", `User ${principal.toUpperCase()}`, false],
    ["the same as a group", `Group ${principal}`, false],
    ["the client id", `User ${client}`, false],
  ])("means the identity by %s: %p %p", (_what, subject, allowed) => {
    const stack = merged(identity(), bound(roleBinding("ns", "view", subject)));
    expect(decide(stack, "list pods in ns").allowed).toBe(allowed);
    expect(decide(stack, "list pods in ns", false).allowed).toBe(allowed);
  });

  it("adds to what Azure gives", () => {
    const stack = merged(assigned(assignment(READER)), bound(roleBinding("ns", "edit", `User ${principal}`)));
    expect(decide(stack, "create pods in ns").allowed).toBe(true);
    expect(decide(stack, "create pods in other").allowed).toBe(false);
    expect(decide(stack, "list pods in other").allowed).toBe(true);
  });
});

describe("a refusal", () => {
  const dangling = bound(roleBinding("ns", "gone", `User ${idsOf(read(identity())).principalId}`));

  it("is a denial in Azure's words, whatever RBAC has to say", () => {
    for (const stack of [identity(), merged(identity(), dangling)]) {
      expect(decide(stack, "list pods in ns")).toMatchObject({ allowed: false, denied: true, reason: NO_ACCESS });
    }
  });

  it("is RBAC's where Azure is not asked, and an assignment gives nothing", () => {
    const stack = merged(assigned(assignment(ADMIN)), dangling);
    const decision = decide(stack, "list pods in ns", false);
    expect(decision.allowed).toBe(false);
    expect(decision.denied).toBeUndefined();
    expect(decision.reason).toBe('RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found');
  });
});

describe("whom a cluster sees", () => {
  it("is the object id, as a user", () => {
    expect(entraUser("an-id")).toEqual({
      name: "an-id",
      groups: ["system:authenticated"],
      extra: { oid: ["an-id"] },
      cloudName: { cloud: "azure", objectId: "an-id" },
    });
  });
});
