import { Rbac, Role } from "../../../src/simulator/kubernetes/rbac";
import { BOOTSTRAP_ROLES } from "../../../src/simulator/kubernetes/bootstrap-policy";
import { requestFor } from "../../../src/simulator/kubernetes/request";
import { requestFault } from "../../../src/simulator/kubernetes/request-fault";
import { BUILT_IN_RESOURCES } from "../../../src/vendor/kubernetes/resources";
import { RESOURCE_VERBS } from "../../../src/vendor/kubernetes/verbs";

function faultOf(verb: string, resource: string, roles: readonly Role[] = []): string | undefined {
  const request = requestFor(verb, resource, "x");
  if (!request) throw new Error(`${resource} is no resource`);
  return requestFault(new Rbac([], roles), request)?.words;
}

describe("requestFault", () => {
  it.each([
    ["gett", "secrets", '"gett" is no verb of Kubernetes, and no role that was read names it (did you mean "get"?)'],
    ["GET", "pods", '"GET" is no verb of Kubernetes, and no role that was read names it (did you mean "get"?)'],
    ["impersonat", "users", 'did you mean "impersonate"?'],
    ["list", "/healthz", '"list" is no verb of a request for a path'],
    ["get", "secretss", '"secretss" is no resource of the core group'],
    ["get", "secretss", 'did you mean "secrets"?'],
    ["get", "Secrets", 'did you mean "secrets"?'],
    ["get", "roles.apps", '"roles.apps" is no resource of the group apps'],
    ["get", "deployments.app", '"app" is no API group of Kubernetes (did you mean "apps"?)'],
    ["get", "roles.rbac.authorisation.k8s.io", 'did you mean "rbac.authorization.k8s.io"?'],
    ["create", "pods/exce", '"exce" is no subresource of pods (did you mean "exec"?)'],
    ["patch", "deployments.apps/scle", '"scle" is no subresource of deployments (did you mean "scale"?)'],
  ])("tells what is misspelt in %s %s", (verb, resource, words) => {
    expect(faultOf(verb, resource)).toContain(words);
  });

  // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
  it.each(["Payments", "payments,vault", "-payments", "p".repeat(64)])("tells that nothing is in %s", (namespace) => {
    const request = requestFor("get", "pods", namespace)!;
    expect(requestFault(new Rbac([], []), request)).toEqual({
      field: "namespace",
      words: `"${namespace}" is no namespace's name: one alone, in small letters`,
    });
  });

  // Kubernetes source: cani.go, "resourceVerbs"; RBAC's good practices: bind, escalate, impersonate.
  it.each([
    ["*", "*"],
    ["deletecollection", "secrets"],
    ["approve", "signers.certificates.k8s.io"],
    ["impersonate", "userextras.authentication.k8s.io/scopes"],
    ["impersonate:user-info", "users.authentication.k8s.io"],
    ["use", "securitycontextconstraints.security.openshift.io"],
    ["get", "certificates.cert-manager.io"],
    ["get", "pods.metrics.k8s.io"],
    ["create", "queues.scheduling.x-k8s.io"],
    ["update", "jobs.batch/finalizers"],
    ["update", "certificates.cert-manager.io/status"],
    ["get", "nodes/proxy"],
    ["post", "/openid/v1/jwks"],
  ])("finds nothing in %s %s, which a rule may name", (verb, resource) => {
    expect(faultOf(verb, resource)).toBeUndefined();
  });

  it("takes a verb, a resource and a subresource that a role of the cluster names", () => {
    const rules = [{ verbs: ["promote"], apiGroups: [""], resources: ["gadgets", "pods/debug"] }];
    const roles = [{ name: "own", rules, labels: {} }];
    expect(faultOf("promote", "gadgets", roles)).toBeUndefined();
    expect(faultOf("promote", "pods/debug", roles)).toBeUndefined();
    expect(faultOf("promot", "gadgets", roles)).toContain('"promot" is no verb');
  });

  it("knows of itself what every API server's own roles name", () => {
    const rules = BOOTSTRAP_ROLES.flatMap((role) => role.rules);
    const verbs = rules.flatMap((rule) => (rule.resources?.length ? rule.verbs : []));
    // A verb of the paths /api/v1/proxy/…, which are gone: the roles that every cluster has name it, so that it can be asked about.
    expect([...new Set(verbs)].filter((verb) => !RESOURCE_VERBS.includes(verb))).toEqual(["proxy"]);
    expect(faultOf("proxy", "services")).toBeUndefined();
    const named = rules.flatMap(({ apiGroups = [], resources = [] }) =>
      apiGroups.flatMap((group) => resources.map((resource) => [group, ...resource.split("/")] as const)),
    );
    const unknown = named.filter(([group, resource, subresource]) => {
      if (group === "*" || resource === "*" || group.endsWith("metrics.k8s.io")) return false;
      const known = BUILT_IN_RESOURCES.get(group)?.get(resource);
      return !known || (subresource !== undefined && ![...known, "finalizers"].includes(subresource));
    });
    expect([...new Set(unknown.map((one) => one.join(" ")))]).toEqual([]);
  });
});
