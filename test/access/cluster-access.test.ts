import { TerraformVariable } from "cdktf";
import { AccessLevel, ClusterAccess, EksToEksTrust } from "../../src";
import { Clouds } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

function given(...accesses: ClusterAccess[]) {
  const clouds = new Clouds();
  const from = clouds.eks("west").serviceAccount("argocd", "deployer");
  const [access, ...more] = accesses;
  const trust = new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access });
  for (const one of more) trust.grant(one);
  return clouds;
}

describe("each access", () => {
  it.each<[string, ClusterAccess, Partial<ClusterAccess>]>([
    ["view", ClusterAccess.view(), { roleKind: "ClusterRole", roleName: "view", level: AccessLevel.VIEW }],
    ["edit", ClusterAccess.edit(), { roleKind: "ClusterRole", roleName: "edit", level: AccessLevel.EDIT }],
    ["admin", ClusterAccess.admin(), { roleKind: "ClusterRole", roleName: "admin", level: AccessLevel.ADMIN }],
    [
      "clusterAdmin",
      ClusterAccess.clusterAdmin(),
      { roleKind: "ClusterRole", roleName: "cluster-admin", level: AccessLevel.CLUSTER_ADMIN },
    ],
    ["clusterRole", ClusterAccess.clusterRole("own"), { roleKind: "ClusterRole", roleName: "own", level: undefined }],
  ])("%s is to the whole cluster without namespaces", (_, access, expected) => {
    const { roleKind, roleName, level, namespaces, isClusterWide, isCloudPolicy } = access;

    expect({ roleKind, roleName, level }).toEqual(expected);
    expect({ namespaces, isClusterWide, isCloudPolicy }).toEqual({
      namespaces: [],
      isClusterWide: true,
      isCloudPolicy: false,
    });
  });

  it.each<[string, ClusterAccess]>([
    ["view", ClusterAccess.view("b", "a", "b")],
    ["edit", ClusterAccess.edit("b", "a", "b")],
    ["admin", ClusterAccess.admin("b", "a", "b")],
    ["clusterRole", ClusterAccess.clusterRole("own", "b", "a", "b")],
  ])("%s keeps its namespaces sorted and each once", (_, access) => {
    expect(access.namespaces).toEqual(["a", "b"]);
    expect(access.isClusterWide).toBe(false);
  });

  it("role is a Role of its one namespace, and never a built-in level", () => {
    const access = ClusterAccess.role("view", "payments");

    expect(access.roleKind).toBe("Role");
    expect(access.namespaces).toEqual(["payments"]);
    expect(access.level).toBeUndefined();
  });

  it("authenticationOnly is no role anywhere", () => {
    const access = ClusterAccess.authenticationOnly();

    expect(access.roleKind).toBeUndefined();
    expect(access.roleName).toBeUndefined();
    expect(access.isClusterWide).toBe(false);
  });

  it("viaCloudPolicy is another object that says the same", () => {
    const access = ClusterAccess.edit("payments");

    const byCloud = access.viaCloudPolicy();

    expect(access.isCloudPolicy).toBe(false);
    expect(byCloud.isCloudPolicy).toBe(true);
    expect(byCloud.roleName).toBe("edit");
    expect(byCloud.namespaces).toEqual(["payments"]);
  });

  it.each<[ClusterAccess, string]>([
    [ClusterAccess.view(), "view in the whole cluster"],
    [ClusterAccess.edit("b", "a"), "edit in a, b"],
    [ClusterAccess.role("deployer", "a"), "Role deployer in a"],
    [ClusterAccess.clusterRole("own"), "ClusterRole own in the whole cluster"],
    [ClusterAccess.admin("a").viaCloudPolicy(), "admin in a by cloud policy"],
    [ClusterAccess.authenticationOnly(), "authentication only"],
  ])("describes itself: case %#", (access, expected) => {
    expect(access.describe()).toBe(expected);
  });
});

describe("Kubernetes RBAC", () => {
  it("binds one role in each namespace, under names of their own", () => {
    const bindings = synthesize(given(ClusterAccess.edit("payments", "billing")).stack).all(
      "kubernetes_role_binding_v1",
    );

    const metadata = bindings.map((one) => one.metadata as { name: string; namespace: string });
    expect(metadata.map(({ namespace }) => namespace).sort()).toEqual(["billing", "payments"]);
    expect(new Set(metadata.map(({ name }) => name)).size).toBe(2);
    for (const { role_ref: roleRef, provider } of bindings) {
      expect(roleRef).toEqual({ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" });
      expect(provider).toBe("kubernetes.east");
    }
  });

  it("tells a Role from a ClusterRole of the same name", () => {
    const out = synthesize(given(ClusterAccess.role("own", "a"), ClusterAccess.clusterRole("own", "a")).stack);

    const kinds = out.all("kubernetes_role_binding_v1").map(({ role_ref: ref }) => (ref as { kind: string }).kind);
    expect(kinds.sort()).toEqual(["ClusterRole", "Role"]);
  });

  it("takes names with colons and capitals, as RBAC does", () => {
    const out = synthesize(given(ClusterAccess.clusterRole("Team:Deployer.v1")).stack);

    const binding = out.only("kubernetes_cluster_role_binding_v1");
    expect(binding.role_ref).toMatchObject({ name: "Team:Deployer.v1" });
    expect((binding.metadata as { name: string }).name).toMatch(
      /^trust-mesh-west-argocd-deployer-team-deployer-v1-[0-9a-f]{8}$/,
    );
  });

  it("keeps a binding's name within 253 characters", () => {
    const out = synthesize(given(ClusterAccess.clusterRole("r".repeat(253))).stack);

    const { name } = out.only("kubernetes_cluster_role_binding_v1").metadata as { name: string };
    expect(name).toHaveLength(253);
    expect(name).toMatch(/^[a-z0-9-]+-[0-9a-f]{8}$/);
  });

  it("and cloud policy can stand beside each other", () => {
    const clouds = given(ClusterAccess.view(), ClusterAccess.edit("payments").viaCloudPolicy());

    expect(synthesize(clouds.stack).counts).toMatchObject({
      kubernetes_cluster_role_binding_v1: 1,
      aws_eks_access_policy_association: 1,
    });
  });
});

describe("what is refused", () => {
  const refused = (...accesses: ClusterAccess[]) => refusals(given(...accesses).stack);

  it("cluster-admin in namespaces", () => {
    expect(refused(ClusterAccess.clusterRole("cluster-admin", "payments"))).toEqual([
      "[stack/trust] access: cluster-admin is for the whole cluster, and namespaces are given. Use ClusterAccess.admin with these namespaces, or ClusterAccess.clusterAdmin().",
    ]);
  });

  it.each(["Payments", "pay_ments", "-a", "a-", "a.b", ""])("the namespace %j", (namespace) => {
    expect(refused(ClusterAccess.view(namespace))).toEqual([
      `[stack/trust] access namespace: "${namespace}" is not a Kubernetes name. Give a DNS label of 1 to 63 characters: lower-case letters, digits and dashes.`,
    ]);
  });

  it("a namespace of 64 characters, and not one of 63", () => {
    expect(refused(ClusterAccess.view("n".repeat(63)))).toEqual([]);
    expect(refused(ClusterAccess.view("n".repeat(64)))).toEqual([
      "[stack/trust] access namespace: has 64 characters. Give a DNS label of 1 to 63 characters: lower-case letters, digits and dashes.",
    ]);
  });

  it.each(["", "a/b", "a%b", ".", ".."])("the role's name %j", (name) => {
    expect(refused(ClusterAccess.clusterRole(name))).toEqual([
      `[stack/trust] access: "${name}" is not a role's name. Give a name without slash and percent sign.`,
    ]);
  });

  it("a role's name or a namespace that is unknown at synth, by name and not by a raw error", () => {
    const clouds = new Clouds();
    const unknown = new TerraformVariable(clouds.stack, "unknown", {}).stringValue;
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    const to = clouds.eks("east");
    new EksToEksTrust(clouds.stack, "role", { from, to, access: ClusterAccess.clusterRole(unknown) });
    new EksToEksTrust(clouds.stack, "namespace", { from, to, access: ClusterAccess.view(unknown) });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/role] access role: is not known at synth, and construct ids are made of it. Give the role's name as a literal.",
      "[stack/namespace] access namespace: is not known at synth, and names are made of it. Give a literal.",
    ]);
  });

  it.each<[ClusterAccess, string]>([
    [ClusterAccess.clusterRole("own").viaCloudPolicy(), "own"],
    [ClusterAccess.role("own", "payments").viaCloudPolicy(), "own"],
    [ClusterAccess.authenticationOnly().viaCloudPolicy(), "authentication only"],
  ])("a cloud policy of what has none: case %#", (access, what) => {
    expect(refused(access)).toEqual([
      `[stack/trust] access: ${what} has no form as a cloud policy. Leave viaCloudPolicy out, or use view, edit, admin or clusterAdmin.`,
    ]);
  });

  it("namespaces beside the same role in the whole cluster", () => {
    expect(refused(ClusterAccess.edit("payments"), ClusterAccess.edit())).toEqual([
      "[stack/trust] access: edit in payments is granted beside the same role in the whole cluster, which makes the namespaces meaningless. Leave one of the two out.",
    ]);
  });

  it("not another role, nor the same one by another mechanism", () => {
    expect(refused(ClusterAccess.edit("payments"), ClusterAccess.view())).toEqual([]);
    expect(refused(ClusterAccess.view("payments"), ClusterAccess.view().viaCloudPolicy())).toEqual([]);
    expect(refused(ClusterAccess.role("own", "payments"), ClusterAccess.clusterRole("own"))).toEqual([]);
  });
});
