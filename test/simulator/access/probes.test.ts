import { describeRequest, probesFor } from "../../../src/simulator";
import { declaration, declaring, EKS_ARGS } from "../support/mesh";
import { read } from "../support/stack";

/** The questions by which "exactly its access" is told. */
const edgeWith = (name: string, namespaces: string[], target?: string) => ({
  args: EKS_ARGS,
  declaration: declaration({
    source: { subject: `system:serviceaccount:ns:${name}` },
    ...(target ? { target: { name: target } } : {}),
    access: [{ kind: "ClusterRole", role: "view", namespaces, cloudPolicy: false }],
  }),
});

const world = read(
  declaring(
    edgeWith("one", ["payments", "backup"]),
    edgeWith("two", []),
    edgeWith("three", ["elsewhere"], "arn:aws:eks:us-east-1:111122223333:cluster/east"),
  ),
);
const probes = world.edges.map((edge) => probesFor(world, edge));

describe("the probes of an edge", () => {
  it("ask of each namespace that an edge into its cluster names, of kube-system, and of the whole cluster", () => {
    const places = probes.map((all) => [...new Set(all.map((one) => ("path" in one ? "" : one.namespace)))]);
    expect(places).toEqual([
      ["backup", "kube-system", "payments", ""],
      ["backup", "kube-system", "payments", ""],
      ["elsewhere", "kube-system", ""],
    ]);
  });

  it("ask the same of each namespace, and more of the whole cluster", () => {
    const [all] = probes;
    const asked = (place: string) =>
      all
        .map(describeRequest)
        .filter((words) => words.endsWith(` ${place}`))
        .map((words) => words.replace(/ in .*/, ""));
    expect(asked("in payments")).toEqual(asked("in kube-system"));
    expect(asked("in the whole cluster")).toEqual(expect.arrayContaining(asked("in payments")));
    expect(asked("in the whole cluster").length).toBeGreaterThan(asked("in payments").length);
  });

  it.each([
    "get secrets in payments",
    "create pods/exec in kube-system",
    "create serviceaccounts/token in payments",
    "get pods/log in backup",
    "patch deployments.apps in payments",
    "create rolebindings.rbac.authorization.k8s.io in payments",
    "list nodes in the whole cluster",
    "list namespaces in the whole cluster",
    "create clusterrolebindings.rbac.authorization.k8s.io in the whole cluster",
    "list customresourcedefinitions.apiextensions.k8s.io in the whole cluster",
  ])("ask whether it may %s", (words) => {
    expect(probes[0].map(describeRequest)).toContain(words);
  });
});
