import { App, TerraformOutput } from "cdktf";
import { ClusterAccess, KubernetesDelivery, TrustMesh } from "../../src";
import { findingsIn } from "../../src/findings";
import { readWorld } from "../../src/simulator";
import { ThreeClusters } from "./support/meshes";
import { Document, runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(60_000);

/** One edge whose binding is a manifest of an output, and whose kubeconfig is YAML. */
function build(app: App): void {
  const { stack, west, corp } = new ThreeClusters(app);
  const mesh = new TrustMesh(stack, "mesh", { delivery: KubernetesDelivery.MANIFESTS });
  const deployer = corp.serviceAccount("deploy", "deployer");
  mesh.allow(deployer, west, ClusterAccess.edit("payments"));
  new TerraformOutput(stack, "west-manifests", { value: mesh.manifestsFor(west) });
  new TerraformOutput(stack, "kubeconfig", { value: mesh.kubeconfigFor(deployer).toYaml() });
}

let good: Synthesized;
beforeAll(() => {
  good = new Synthesized(build);
});
afterAll(() => good.remove());

const surprises = async (path: string) =>
  (await runLab([path])).filter(({ verdict }) => verdict !== "as declared").map(({ code, hop }) => `${code} ${hop}`);

/** A copy whose manifests' text is another. */
const changed = (name: string, change: (text: string) => string) =>
  good.broken("mesh", name, (document) => {
    const output = document.output["west-manifests"];
    output.value = change(output.value);
  });

const EVERYBODY = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: open, namespace: payments}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects:
  - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}
`;

describe("bindings that are delivered as manifests", () => {
  it("are read by the lab as if Terraform created them", async () => {
    const types = readWorld([good.path])
      .configuration.everyResource()
      .map(({ type }) => type);

    expect(types.filter((type) => type.startsWith("kubernetes_"))).toEqual([]);
    expect(await surprises(good.path)).toEqual([]);
  });

  it.each<[string, (document: Document) => void]>([["not delivered", ({ output }) => delete output["west-manifests"]]])(
    "keep their own service account out where they are %s",
    async (what, breakIt) => {
      expect(await surprises(good.broken("mesh", what, breakIt))).toContain("exact-access authorization");
    },
  );

  it.each<[string, RegExp, string]>([
    ["of another subject", /trust-mesh:arn/, "trust-mesh:another-arn"],
    ["in another namespace", /namespace: "payments"/, 'namespace: "checkout"'],
    ["of another role", /name: "edit"/, 'name: "view"'],
    ["for another cluster", /cluster\/west/, "cluster/east"],
  ])("keep their own service account out where they are %s", async (what, from, to) => {
    expect(await surprises(changed(what, (text) => text.replace(from, to)))).toContain("exact-access authorization");
  });

  it.each<[string, (text: string) => string]>([
    ["the role gives more", (text) => text.replace('name: "edit"', 'name: "admin"')],
    [
      "another subject is bound",
      (text) => text.replace("subjects:\n", `subjects:\n${EVERYBODY.split("subjects:\n")[1]}`),
    ],
    ["a binding without the annotation stands beside them", (text) => `---\n${text}${EVERYBODY}`],
  ])("are told where %s", async (what, change) => {
    expect((await surprises(changed(what, change))).join()).toMatch(/authorization/);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ["cannot be known", () => "cdktf-trust-mesh/target-cluster ${aws_iam_role.unknown.arn}", /may be a binding/],
    [
      "do not tell their cluster",
      (text) => `---\n${text}---\n${text.replace("/west", "/east")}${EVERYBODY}`,
      /does not tell its cluster/,
    ],
    ["are made to exhaust their reader", (text) => `${text}x: ${"[".repeat(5000)}\n`, /nested too deeply/],
  ])("are a gap where they %s", (what, change, reason) => {
    const found = findingsIn(readWorld([changed(what, change)]), 0);

    expect(found.filter(({ code }) => code === "homeless-binding").map((one) => one.reason)).toEqual([
      expect.stringMatching(reason),
    ]);
  });
});
