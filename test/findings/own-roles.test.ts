import { ownRoles } from "../../src/findings/rules/own-roles";
import { DeclaredAccess } from "../../src/trust-declaration";
import { account } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS, SERVER } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Roles of an app's own beside what its documents say of them. */
const JOBS = { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get"] };
const ACCESS: DeclaredAccess = { kind: "Role", role: "starter", namespaces: ["ci"], cloudPolicy: false, rules: [JOBS] };

const edge = (access: Partial<DeclaredAccess> = {}): Stack =>
  declaring({ args: EKS_ARGS, declaration: declaration({ access: [{ ...ACCESS, ...access }] }) });
const made = (args: Args, type = "kubernetes_role_v1"): Stack => ({
  provider: { kubernetes: { host: SERVER } },
  resource: {
    [type]: {
      starter: {
        metadata: { name: "starter", namespace: "ci" },
        rule: [{ api_groups: ["batch"], resources: ["jobs"], verbs: ["create", "get"] }],
        ...args,
      },
    },
    kubernetes_role_binding_v1: {
      starter: {
        metadata: { name: "starter", namespace: "ci" },
        role_ref: { kind: "Role", name: "starter" },
        subject: [{ kind: "User", name: "alice" }],
      },
    },
  },
});
const found = (...stacks: Stack[]) =>
  ownRoles(read(merged(account(), ...stacks)), NOW).map(
    ({ code, severity, place, reason }) => `${code} ${severity} ${place}: ${reason}`,
  );
const rule = (parts: Args) => ({
  rule: [{ api_groups: ["batch"], resources: ["jobs"], verbs: ["create", "get"], ...parts }],
});

describe("a role of an app's own", () => {
  it("that permits what the document says of it is not told", () => {
    expect(found(edge(), made({}))).toEqual([]);
    expect(found(edge(), made(rule({ verbs: ["get", "create"] })))).toEqual([]);
  });

  it("that permits less is told, as a grant that is missing", () => {
    expect(found(edge(), made(rule({ verbs: ["get"] })))).toEqual([
      "missing-grant fault mesh: kubernetes_role_v1.starter: the Role starter does not permit to create jobs.batch, which the document says that it does",
    ]);
  });

  it("that permits more is told, as a further right", () => {
    expect(found(edge(), made(rule({ verbs: ["get", "create", "delete"] })))).toEqual([
      "further-right fault mesh: kubernetes_role_v1.starter: the Role starter permits to delete jobs.batch, and the document says no such thing",
    ]);
    expect(found(edge(), made(rule({ resources: ["*"] })))).toHaveLength(1);
  });

  it("that has another name, or is in another namespace, is told where it is", () => {
    for (const metadata of [
      { name: "evil", namespace: "ci" },
      { name: "starter", namespace: "evil" },
    ]) {
      expect(found(edge(), made({ metadata }))).toEqual([
        "missing-grant fault mesh: kubernetes_role_v1.starter: the Role starter in ci is not made in the cluster, so binding it gives nothing",
      ]);
    }
  });

  it("that the API server refuses is told where it is", () => {
    for (const args of [{ metadata: { namespace: "ci" } }, rule({ resources: undefined })]) {
      expect(found(edge(), made(args))).toEqual([
        expect.stringMatching(/^missing-grant fault mesh: kubernetes_role_v1.starter: /),
      ]);
    }
  });

  it("that is gone is told at the binding that names it", () => {
    expect(found(edge(), made({}, "kubernetes_config_map_v1"))).toEqual([
      "missing-grant fault mesh: kubernetes_role_binding_v1.starter: the Role starter in ci is not made in the cluster, so binding it gives nothing",
    ]);
  });

  it("of which the document says nothing is not told", () => {
    expect(found(edge({ rules: undefined }), made(rule({ verbs: ["*"] })))).toEqual([]);
  });
});

describe("what an edge assumes of a role of one's own", () => {
  const beliefs = (...stacks: Stack[]) => {
    const world = read(merged(account(), ...stacks));
    return world.edges.flatMap((one) => world.assumptionsOf(one).map(({ belief }) => belief));
  };

  it("is that it exists and permits what is meant, where it was not read and the document says nothing of it", () => {
    expect(beliefs(edge({ rules: undefined }))).toEqual([
      "the Role starter in ci of west exists, and permits what is meant",
    ]);
    expect(beliefs(edge({ kind: "ClusterRole", rules: undefined }))).toEqual([
      "the ClusterRole starter of west exists, and permits what is meant",
    ]);
  });

  it("is nothing where it was read, is stated, is built in, or is a policy of the cloud", () => {
    expect(beliefs(edge({ rules: undefined }), made({}))).toEqual([]);
    expect(beliefs(edge())).toEqual([]);
    expect(beliefs(edge({ kind: "ClusterRole", role: "view", rules: undefined }))).toEqual([]);
    expect(beliefs(edge({ kind: "ClusterRole", cloudPolicy: true, rules: undefined }))).toEqual([]);
  });
});
