import { App, TerraformOutput } from "cdktf";
import { ClusterAccess, TrustMesh } from "cdktf-trust-mesh";
import { BuiltInClient, Workbench } from "../../../src/lab";
import { Edge } from "../../../src/simulator";
import { PLUGIN } from "../../plugin/support";
import { ThreeClusters } from "../../lab/support/meshes";
import { LabFixture } from "../../lab/support/use-lab";
import { Answered, answered, Asked, KubeApiServer } from "./server";

jest.setTimeout(1_800_000);

/** An editor of one namespace, who is the administrator of another one. */
function build(app: App): void {
  const { stack, west, corp } = new ThreeClusters(app);
  const mesh = new TrustMesh(stack, "mesh");
  const deployer = corp.serviceAccount("deploy", "deployer");
  mesh.allow(deployer, west, ClusterAccess.edit("payments"));
  mesh.allow(deployer, west, ClusterAccess.admin("ops"));
  new TerraformOutput(stack, "kubeconfig", { value: mesh.kubeconfigFor(deployer) });
}

const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const POD = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "one" },
  spec: { containers: [{ name: "c", image: "i" }] },
};
const get = (path: string, headers?: Asked["headers"]): Asked => ({
  method: "GET",
  path,
  ...(headers ? { headers } : {}),
});
const post = (path: string, body: object, headers?: Asked["headers"]): Asked => ({
  ...{ method: "POST", path, body },
  ...(headers ? { headers } : {}),
});
const role = (verbs: string[], resources: string[], apiGroups = [""]) => ({
  ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: "one", namespace: "ops" } },
  rules: [{ apiGroups, resources, verbs }],
});
const binding = (kind: string, name: string) => ({
  ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", metadata: { name: "one", namespace: "ops" } },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name },
  subjects: [{ kind: "User", name: "somebody", apiGroup: "rbac.authorization.k8s.io" }],
});
const review = (attributes: object) => ({
  ...{ apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: attributes },
});
const ACCESS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
const USER = "Impersonate-User";

/** What is asked, by what it is about. */
const ASKED: Readonly<Record<string, Asked>> = {
  "the version": get("/version"),
  health: get("/healthz"),
  "a path that is none": get("/nothing"),
  "pods of a namespace": get("/api/v1/namespaces/payments/pods"),
  "pods of another one": get("/api/v1/namespaces/kube-system/pods"),
  "pods everywhere": get("/api/v1/pods"),
  "a pod by name": get("/api/v1/namespaces/payments/pods/one"),
  "a pod by name elsewhere": get("/api/v1/namespaces/kube-system/pods/one"),
  "pods by a field": get("/api/v1/namespaces/payments/pods?fieldSelector=metadata.name%3Done"),
  "pods by a field elsewhere": get("/api/v1/namespaces/kube-system/pods?fieldSelector=metadata.name%3Done"),
  "a watch elsewhere": get("/api/v1/namespaces/kube-system/pods?watch=true"),
  "a watch by its old path elsewhere": get("/api/v1/watch/namespaces/kube-system/pods"),
  "the log of a pod elsewhere": get("/api/v1/namespaces/kube-system/pods/one/log"),
  namespaces: get("/api/v1/namespaces"),
  "a namespace": get("/api/v1/namespaces/payments"),
  nodes: get("/api/v1/nodes"),
  secrets: get("/api/v1/namespaces/kube-system/secrets"),
  deployments: get("/apis/apps/v1/namespaces/payments/deployments"),
  "deployments elsewhere": get("/apis/apps/v1/namespaces/kube-system/deployments"),
  "a scale elsewhere": get("/apis/apps/v1/namespaces/kube-system/deployments/one/scale"),
  "a pod made on trial": post("/api/v1/namespaces/payments/pods?dryRun=All", POD),
  "a pod made on trial elsewhere": post("/api/v1/namespaces/kube-system/pods?dryRun=All", POD),
  "a pod deleted on trial": { method: "DELETE", path: "/api/v1/namespaces/payments/pods/one?dryRun=All" },
  "a pod deleted elsewhere": { method: "DELETE", path: "/api/v1/namespaces/kube-system/pods/one?dryRun=All" },
  "all pods deleted elsewhere": { method: "DELETE", path: "/api/v1/namespaces/kube-system/pods?dryRun=All" },
  "a role with what one has": post(`${RBAC}/namespaces/ops/roles?dryRun=All`, role(["get"], ["pods"])),
  "a role with more": post(`${RBAC}/namespaces/ops/roles?dryRun=All`, role(["get"], ["nodes"])),
  "a role with everything": post(`${RBAC}/namespaces/ops/roles?dryRun=All`, role(["*"], ["*"], ["*"])),
  "a role where one is no administrator": post(`${RBAC}/namespaces/payments/roles?dryRun=All`, {
    ...role(["get"], ["pods"]),
    metadata: { name: "one", namespace: "payments" },
  }),
  "a binding of a role that one has": post(
    `${RBAC}/namespaces/ops/rolebindings?dryRun=All`,
    binding("ClusterRole", "view"),
  ),
  "a binding of more": post(`${RBAC}/namespaces/ops/rolebindings?dryRun=All`, binding("ClusterRole", "cluster-admin")),
  "a binding of a role that is not": post(`${RBAC}/namespaces/ops/rolebindings?dryRun=All`, binding("Role", "none")),
  "another user's name": get("/api/v1/namespaces/payments/pods", { [USER]: "jane" }),
  "another user's group": get("/api/v1/namespaces/payments/pods", {
    [USER]: "jane",
    "Impersonate-Group": "system:masters",
  }),
  "a group without a user": get("/api/v1/namespaces/payments/pods", { "Impersonate-Group": "ops" }),
  "a service account's name": get("/api/v1/namespaces/payments/pods", {
    [USER]: "system:serviceaccount:kube-system:default",
  }),
  "a uid without a user": get("/api/v1/namespaces/payments/pods", { "Impersonate-Uid": "1" }),
  "an extra without a user": get("/api/v1/namespaces/payments/pods", { "Impersonate-Extra-scopes": "a" }),
  "whether one may": post(
    ACCESS,
    review({ resourceAttributes: { verb: "list", resource: "pods", namespace: "payments" } }),
  ),
  "whether one may elsewhere": post(
    ACCESS,
    review({ resourceAttributes: { verb: "list", resource: "pods", namespace: "kube-system" } }),
  ),
  "whether one may a path": post(ACCESS, review({ nonResourceAttributes: { verb: "get", path: "/metrics" } })),
  "a review of nothing": post(ACCESS, review({})),
  "a review of both": post(
    ACCESS,
    review({ resourceAttributes: { verb: "get" }, nonResourceAttributes: { verb: "get", path: "/" } }),
  ),
  "who one is": post("/apis/authentication.k8s.io/v1/selfsubjectreviews", {
    ...{ apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
  }),
};

/** What is compared: status, and of refusals why, of reviews what they say. */
function told({ status, body }: Answered): unknown {
  if (status >= 400) {
    return { status, reason: body.reason, message: body.message, details: body.details, code: body.code };
  }
  const { allowed, denied, userInfo } = (body.status ?? {}) as Record<string, unknown>;
  return { status, kind: body.kind, allowed, denied, user: (userInfo as { username?: string } | undefined)?.username };
}

describe("the lab's API server answers as kube-apiserver does", () => {
  const fixture = new LabFixture(build);
  let real: KubeApiServer;
  let bench: Workbench;
  let edge: Edge;

  beforeAll(async () => {
    edge = fixture.edge("corp:deploy/deployer → west");
    bench = new Workbench(fixture.lab, PLUGIN, new BuiltInClient(fixture.lab));
    const { username, groups } = await whoInTheLab();
    real = await KubeApiServer.start([
      { token: "administrator", user: "administrator", groups: ["system:masters"] },
      { token: "deployer", user: username, groups: groups.filter((group) => group !== "system:authenticated") },
    ]);
    await real.aggregate("administrator");
    for (const [namespace, name] of Object.entries({ payments: "edit", ops: "admin" })) {
      await make("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
      const subjects = [{ kind: "User", name: username, apiGroup: "rbac.authorization.k8s.io" }];
      const metadata = { name: "deployer", namespace };
      const bound = { ...binding("ClusterRole", name), metadata, subjects };
      await make("POST", `${RBAC}/namespaces/${namespace}/rolebindings`, bound);
    }
    await untilBound();
  }, 600_000);
  afterAll(async () => {
    bench.close();
    await real.stop();
  });

  async function make(method: Asked["method"], path: string, body: object): Promise<void> {
    const { status, body: answer } = await real.ask("administrator", { method, path, body });
    if (status !== 200 && status !== 201) throw new Error(JSON.stringify(answer));
  }

  async function whoInTheLab(): Promise<{ username: string; groups: readonly string[] }> {
    const { pod, kubeconfig } = bench.podWithToken(edge, await fixture.token(edge));
    const seen = await bench.builtIn.whoAmI(pod, kubeconfig);
    bench.builtIn.leave(kubeconfig);
    if (!seen.reached) throw new Error(seen.message);
    return seen.value;
  }

  /** The authorizer sees a binding a moment after it was made. */
  async function untilBound(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const seen = await Promise.all(
        ["payments", "ops"].map((one) => real.ask("deployer", get(`/api/v1/namespaces/${one}/pods`))),
      );
      if (seen.every(({ status }) => status === 200)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the bindings are not seen after ten seconds");
  }

  it.each(Object.entries(ASKED))("to %s", async (_what, asked) => {
    const { pod, kubeconfig } = bench.podWithToken(edge, await fixture.token(edge));
    const entered = await bench.builtIn.enter(pod, kubeconfig);
    if (!entered.reached) throw new Error(entered.message);
    const { token, tunnel } = entered.value;
    const text = asked.body === undefined ? {} : { body: JSON.stringify(asked.body) };
    const type: Asked["headers"] = asked.body === undefined ? {} : { "content-type": "application/json" };
    const headers: Asked["headers"] = { authorization: `Bearer ${token}`, ...type, ...asked.headers };
    const { status, body } = await tunnel.send({ method: asked.method, path: asked.path, headers, ...text });
    bench.builtIn.leave(kubeconfig);
    expect(told(answered(status, body))).toEqual(told(await real.ask("deployer", asked)));
  });

  it("to whoever has no credential, and to a token that is none", async () => {
    for (const [path, token] of [
      ["/version", undefined],
      ["/healthz", undefined],
      ["/api/v1/namespaces/payments/pods", "none"],
    ] as const) {
      const headers = token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };
      const { status, body } = await fixture.ask(`${edge.client.server}${path}`, headers);
      expect([path, told(answered(status, body))]).toEqual([path, told(await real.ask(token, get(path)))]);
    }
  });
});
