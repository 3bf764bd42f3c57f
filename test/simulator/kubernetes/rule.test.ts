import fc from "../../support/property";
import { AccessRequest } from "../../../src/simulator";
import { allows, Rule } from "../../../src/simulator/kubernetes/rule";
import { asking } from "../support/kubernetes";

/** Which requests a rule allows. Kubernetes source: `pkg/apis/rbac/v1/evaluation_helpers.go`. */
const rule = (resources: string[], others: Partial<Rule> = {}): Rule => ({
  apiGroups: [""],
  resources,
  verbs: ["get", "list"],
  ...others,
});

describe("a rule for objects", () => {
  it.each<[string, Rule, boolean]>([
    ["get pods a in ns", rule(["pods"]), true],
    ["list pods in ns", rule(["pods"]), true],
    ["list pods", rule(["pods"]), true],
    ["delete pods a in ns", rule(["pods"]), false],
    ["delete pods a in ns", rule(["pods"], { verbs: ["*"] }), true],
    ["get services a in ns", rule(["pods"]), false],
    ["list pods in ns", rule(["Pods"]), false],
    ["get pods/log a in ns", rule(["pods"]), false],
    ["get pods/log a in ns", rule(["pods/log"]), true],
    ["get pods/log a in ns", rule(["pods/*"]), false],
    ["get pods/log a in ns", rule(["*"]), true],
    ["get pods/log a in ns", rule(["*/log"]), true],
    ["get pods/exec a in ns", rule(["*/log"]), false],
    ["get pods a in ns", rule(["*/pods"]), false],
    ["get pods a in ns", rule(["pods/log"]), false],
    ["list deployments.apps in ns", rule(["deployments"]), false],
    ["list deployments.apps in ns", rule(["deployments"], { apiGroups: ["", "apps"] }), true],
    ["list deployments.apps in ns", rule(["deployments"], { apiGroups: ["*"] }), true],
    ["list pods in ns", rule(["pods"], { apiGroups: [] }), false],
    ["list pods in ns", rule([]), false],
    ["list pods in ns", rule(["pods"], { verbs: [] }), false],
  ])("answers %j", (words, given, expected) => {
    expect(allows(given, asking(words))).toBe(expected);
  });

  it.each<[string, boolean]>([
    ["get secrets a in ns", true],
    ["get secrets b in ns", false],
    ["get secrets A in ns", false],
    ["list secrets in ns", false],
    ["list secrets a in ns", true],
  ])("with names answers %j: %p", (words, expected) => {
    expect(allows(rule(["secrets"], { resourceNames: ["a"] }), asking(words))).toBe(expected);
  });
});

describe("a rule for paths", () => {
  const paths = (...nonResourceURLs: string[]): Rule => ({ nonResourceURLs, verbs: ["get"] });

  it.each<[string, Rule, boolean]>([
    ["get /metrics", paths("/metrics"), true],
    ["get /metrics/", paths("/metrics"), false],
    ["get /metrics/slis", paths("/metrics/*"), true],
    ["get /metrics", paths("/metrics/*"), false],
    ["get /metrics", paths("/metric*"), true],
    ["get /metrics", paths("*"), true],
    ["get /metrics", paths("/*"), true],
    ["get /metrics", paths("*/metrics"), false],
    ["head /metrics", paths("/metrics"), false],
    ["get /metrics", { nonResourceURLs: ["/metrics"], verbs: ["*"] }, true],
    ["get /metrics", rule(["*"]), false],
  ])("answers %j", (words, given, expected) => {
    expect(allows(given, asking(words))).toBe(expected);
  });

  it("says nothing of objects", () => {
    expect(allows({ nonResourceURLs: ["*"], verbs: ["*"] }, asking("get pods in ns"))).toBe(false);
  });
});

describe("a rule, compared with a reading of the source in its own words", () => {
  const verb = fc.constantFrom("get", "list", "*", "create");
  const group = fc.constantFrom("", "apps", "*");
  const resource = fc.constantFrom("pods", "secrets", "deployments");
  const subresource = fc.constantFrom("log", "exec", "scale");
  const pattern = fc.oneof(
    resource,
    fc.tuple(resource, subresource).map((both) => both.join("/")),
    subresource.map((one) => `*/${one}`),
    fc.constantFrom("*", "*/", "pods/*", "*/*"),
  );
  const name = fc.constantFrom("", "a", "b");
  const path = fc.constantFrom("/", "/metrics", "/metrics/slis", "/healthz", "*");
  const url = fc.oneof(path, fc.constantFrom("/metrics*", "/metrics/*", "/*", "**", "/met*rics"));
  const rules: fc.Arbitrary<Rule> = fc.record({
    verbs: fc.array(verb, { maxLength: 2 }),
    apiGroups: fc.array(group, { maxLength: 2 }),
    resources: fc.array(pattern, { maxLength: 3 }),
    resourceNames: fc.array(name, { maxLength: 2 }),
    nonResourceURLs: fc.array(url, { maxLength: 2 }),
  });
  const requests: fc.Arbitrary<AccessRequest> = fc.oneof(
    fc.record({ verb, path }),
    fc.record(
      { verb, group, resource, namespace: fc.constantFrom("", "ns"), subresource, name },
      { requiredKeys: ["verb", "group", "resource", "namespace"] },
    ),
  );

  it("answers the same", () => {
    fc.assert(
      fc.property(rules, requests, (given, request) => allows(given, request) === reference(given, request)),
      { numRuns: 5000 },
    );
  });
});

/** The source's functions one after the other, with its own names. */
function reference(rule: Rule, request: AccessRequest): boolean {
  const verbMatches = rule.verbs.some((v) => v === "*" || v === request.verb);
  if ("path" in request) {
    const nonResourceURLMatches = (rule.nonResourceURLs ?? []).some((u) => {
      if (u === "*") return true;
      if (u === request.path) return true;
      let prefix = u;
      while (prefix.endsWith("*")) prefix = prefix.slice(0, -1);
      return u.endsWith("*") && request.path.startsWith(prefix);
    });
    return verbMatches && nonResourceURLMatches;
  }
  const { group, resource, subresource = "", name = "" } = request;
  const combinedResource = subresource.length > 0 ? `${resource}/${subresource}` : resource;
  const apiGroupMatches = (rule.apiGroups ?? []).some((g) => g === "*" || g === group);
  const resourceMatches = (rule.resources ?? []).some((r) => {
    if (r === "*") return true;
    if (r === combinedResource) return true;
    if (subresource.length === 0) return false;
    return r.length === subresource.length + 2 && r.startsWith("*/") && r.endsWith(subresource);
  });
  const names = rule.resourceNames ?? [];
  const resourceNameMatches = names.length === 0 || names.some((n) => n === name);
  return verbMatches && apiGroupMatches && resourceMatches && resourceNameMatches;
}
