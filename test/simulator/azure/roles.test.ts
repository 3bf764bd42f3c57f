import { dataActionOf, roleHas } from "../../../src/simulator/azure/roles";
import { asking, objects } from "../support/kubernetes";

/**
 * What Azure calls requests, and what its roles for AKS permit.
 *
 * Azure documentation: "Azure built-in roles for Containers"; Azure/guard source: `checkaccessreqhelper.go`.
 */
const READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
const WRITER = "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb";
const ADMIN = "3498e952-d568-435e-9b2c-8d77e338d7f7";
const CLUSTER_ADMIN = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b";
const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";

describe("a request's data action", () => {
  it.each([
    ["list pods in ns", "pods/read"],
    ["get pods a in ns", "pods/read"],
    ["watch pods in ns", "pods/read"],
    ["create pods in ns", "pods/write"],
    ["update pods a in ns", "pods/write"],
    ["patch deployments.apps a in ns", "apps/deployments/write"],
    ["delete deployments.apps a in ns", "apps/deployments/delete"],
    ["deletecollection pods in ns", "pods/delete"],
    ["get pods/log a in ns", "pods/read"],
    ["get pods/status a in ns", "pods/read"],
    ["patch deployments/scale.apps a in ns", "apps/deployments/write"],
    ["create pods/exec a in ns", "pods/exec/action"],
    ["get pods/exec a in ns", "pods/exec/action"],
    ["create serviceaccounts/token a in ns", "serviceaccounts/token/action"],
    ["impersonate serviceaccounts a in ns", "serviceaccounts/impersonate/action"],
    ["bind clusterroles.rbac.authorization.k8s.io a", "rbac.authorization.k8s.io/clusterroles/bind/action"],
    ["escalate roles.rbac.authorization.k8s.io a in ns", "rbac.authorization.k8s.io/roles/escalate/action"],
    ["create rolebindings.rbac.authorization.k8s.io in ns", "rbac.authorization.k8s.io/rolebindings/write"],
    ["get /metrics", "metrics/read"],
    ["get /healthz/etcd", "healthz/etcd/read"],
  ])("of %j is %s", (words, action) => {
    expect(dataActionOf(asking(words))).toBe(action);
  });
});

describe("a role", () => {
  it.each([
    // words, then Reader, Writer, Admin, Cluster Admin
    ["list pods in ns", true, true, true, true],
    ["get pods/log a in ns", true, true, true, true],
    ["get namespaces ns in ns", true, true, true, true],
    ["list events in ns", true, true, true, true],
    ["list events.events.k8s.io in ns", true, true, true, true],
    ["list serviceaccounts in ns", true, true, true, true],
    ["list pods.metrics.k8s.io in ns", true, true, true, true],
    ["create pods in ns", false, true, true, true],
    ["create pods/exec a in ns", false, true, true, true],
    ["get secrets a in ns", false, true, true, true],
    ["create secrets in ns", false, true, true, true],
    ["create serviceaccounts/token a in ns", false, true, true, true],
    ["impersonate serviceaccounts a in ns", false, true, true, true],
    ["update endpoints a in ns", false, true, true, true],
    ["update leases.coordination.k8s.io a in ns", false, true, true, true],
    ["list leases.coordination.k8s.io in ns", false, true, true, true],
    ["patch controllerrevisions.apps a in ns", false, false, true, true],
    ["list roles.rbac.authorization.k8s.io in ns", false, false, true, true],
    ["create rolebindings.rbac.authorization.k8s.io in ns", false, false, true, true],
    ["list nodes", false, false, true, true],
    ["list persistentvolumes", false, false, true, true],
    ["list widgets.example.com in ns", false, false, true, true],
    ["create clusterrolebindings.rbac.authorization.k8s.io", false, false, true, true],
    ["create namespaces", false, false, false, true],
    ["delete namespaces a in a", false, false, false, true],
    ["update resourcequotas a in ns", false, false, false, true],
    ["delete resourcequotas a in ns", false, false, false, true],
  ])("permits to %s: Reader %p, Writer %p, Admin %p, Cluster Admin %p", (words, ...expected) => {
    const action = dataActionOf(objects(words));
    expect([READER, WRITER, ADMIN, CLUSTER_ADMIN].map((role) => roleHas(role, action))).toEqual(expected);
  });

  it("for fetching a kubeconfig permits nothing inside", () => {
    expect(roleHas(CLUSTER_USER, "pods/read")).toBe(false);
  });

  it.each([
    ["of one's own", "99999999-2222-3333-4444-555555555555"],
    ["that is none", ""],
  ])("%s is not known to permit anything", (_what, role) => {
    expect(roleHas(role, "pods/read")).toBeUndefined();
  });
});
