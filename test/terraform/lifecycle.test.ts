import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { App, TerraformStack } from "cdktf";
import { ClusterAccess, EksTrustOptions, GkeToEksTrust } from "../../src";
import { eksCluster, gkeCluster } from "../support/clusters";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

const STACK = "west-access";

/** euro's runner in west, by bindings and a policy, and a namespace that waits for the access. */
function build(options: EksTrustOptions): (app: App) => void {
  return (app) => {
    const stack = new TerraformStack(app, STACK);
    const west = eksCluster(stack, "west");
    const from = gkeCluster(stack, "euro").serviceAccount("ci", "runner");
    const trust = new GkeToEksTrust(stack, "runner", {
      from,
      to: west,
      access: ClusterAccess.view("apps"),
      ...options,
    });
    new NamespaceV1(stack, "workload", {
      provider: west.kubernetesProvider,
      metadata: { name: "workload" },
      dependsOn: [trust.dependable],
    });
    trust.grant(ClusterAccess.edit("apps").viaCloudPolicy());
  };
}

describeWithStandIns("a trust into EKS", () => {
  let folder: TerraformFolder;
  beforeEach(() => {
    folder = new TerraformFolder();
    folder.synth(build({}));
    folder.init(STACK);
    folder.apply(STACK);
  });
  afterEach(() => folder.remove());

  it("replaces the access entry and its policies with a replaced role, which EKS knows by its unique id", () => {
    folder.synth(build({ roleName: "another" }));

    const replaced = folder.plan(STACK).filter(({ actions }) => actions.includes("delete"));

    expect(replaced.map(({ address }) => address.split(".")[0]).sort()).toEqual([
      "aws_eks_access_entry",
      "aws_eks_access_policy_association",
      "aws_iam_role",
    ]);
  });

  it("leaves the access entry alone when the role is only updated", () => {
    folder.synth(build({ maxSessionSeconds: 7200 }));

    const changes = folder.plan(STACK);

    expect(changes.map(({ address, actions }) => [address.split(".")[0], actions])).toEqual([
      ["aws_iam_role", ["update"]],
    ]);
  });

  it("is made before what depends on it and destroyed after it, grants of later included", () => {
    folder.destroy(STACK);

    const applied = folder.applied();
    const created = applied.filter(({ action }) => action === "create").map(({ type }) => type);
    const destroyed = applied.filter(({ action }) => action === "delete").map(({ type }) => type);
    expect(created).toHaveLength(6);
    expect(created.at(-1)).toBe("kubernetes_namespace_v1");
    expect(destroyed).toHaveLength(6);
    expect(destroyed[0]).toBe("kubernetes_namespace_v1");
    expect(destroyed.indexOf("kubernetes_role_binding_v1")).toBeLessThan(destroyed.indexOf("aws_eks_access_entry"));
  });
});
