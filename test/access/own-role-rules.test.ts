import { Role } from "@cdktf/provider-kubernetes/lib/role";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { ClusterAccess } from "../../src";
import { ownRoleRules } from "../../src/access/own-role-rules";
import { reachableGke } from "../support/clients";

/** What is declared of the roles that an app makes itself. */
const PODS = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };

function target() {
  const stack = new TerraformStack(Testing.app(), "stack");
  const euro = reachableGke(stack, "euro");
  return { stack, euro, provider: euro.kubernetesProvider };
}
const inBatch = ClusterAccess.role("starter", "batch");

describe("the rules of a role that the app makes", () => {
  it.each([RoleV1, Role])("are those of the Role in the cluster, name and namespace: case %#", (Type) => {
    const { stack, euro, provider } = target();
    new Type(stack, "role", { provider, metadata: { name: "starter", namespace: "batch" }, rule: [PODS] });

    expect(ownRoleRules(euro, inBatch)).toEqual([PODS]);
    expect(ownRoleRules(euro, ClusterAccess.role("starter", "other"))).toBeUndefined();
    expect(ownRoleRules(euro, ClusterAccess.role("other", "batch"))).toBeUndefined();
    expect(ownRoleRules(euro, ClusterAccess.clusterRole("starter", "batch"))).toBeUndefined();
  });

  it("are those of the ClusterRole, with names and paths", () => {
    const { stack, euro, provider } = target();
    const rule = [
      { ...PODS, resourceNames: ["a"] },
      { nonResourceUrls: ["/healthz"], verbs: ["get"] },
    ];
    new ClusterRoleV1(stack, "role", { provider, metadata: { name: "starter" }, rule });

    const declared = [
      { ...PODS, resourceNames: ["a"] },
      { nonResourceURLs: ["/healthz"], verbs: ["get"] },
    ];
    expect(ownRoleRules(euro, ClusterAccess.clusterRole("starter"))).toEqual(declared);
    expect(ownRoleRules(euro, ClusterAccess.clusterRole("starter", "a", "b"))).toEqual(declared);
    expect(ownRoleRules(euro, ClusterAccess.role("starter", "batch"))).toBeUndefined();
  });

  it("are found in a role that is added later", async () => {
    const { stack, euro, provider } = target();
    expect(ownRoleRules(euro, inBatch)).toBeUndefined();
    await Promise.resolve();
    new RoleV1(stack, "role", { provider, metadata: { name: "starter", namespace: "batch" }, rule: [PODS] });

    expect(ownRoleRules(euro, inBatch)).toEqual([PODS]);
  });

  it("are not told of a role in another cluster, of an aggregated one, or of one that is known at apply alone", () => {
    const { stack, euro, provider } = target();
    const other = new KubernetesProvider(stack, "other", { alias: "other" });
    new RoleV1(stack, "role", { provider: other, metadata: { name: "starter", namespace: "batch" }, rule: [PODS] });
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] };
    new ClusterRoleV1(stack, "gathers", { provider, metadata: { name: "gathers" }, rule: [], aggregationRule });
    const verb = new TerraformVariable(stack, "verb", {}).stringValue;
    new ClusterRoleV1(stack, "late", { provider, metadata: { name: "late" }, rule: [{ ...PODS, verbs: [verb] }] });

    expect(ownRoleRules(euro, inBatch)).toBeUndefined();
    expect(ownRoleRules(euro, ClusterAccess.clusterRole("gathers"))).toBeUndefined();
    expect(ownRoleRules(euro, ClusterAccess.clusterRole("late"))).toBeUndefined();
  });

  it("are not asked for of a built-in level", () => {
    const { stack, euro, provider } = target();
    new ClusterRoleV1(stack, "role", { provider, metadata: { name: "view" }, rule: [PODS] });

    expect(ownRoleRules(euro, ClusterAccess.view())).toBeUndefined();
  });
});
