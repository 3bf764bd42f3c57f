import fc from "../../support/property";
import { KubernetesUser, ResourceRequest } from "../../../src/simulator";
import { Resource } from "../../../src/terraform";
import { Binding, Rbac } from "../../../src/simulator/kubernetes/rbac";
import { allows, Rule } from "../../../src/simulator/kubernetes/rule";
import { userOf } from "../support/kubernetes";

/**
 * RBAC with any bindings and roles, compared with a reading of Kubernetes' `pkg/registry/rbac/validation/rule.go` in its own
 * words: visit all ClusterRoleBindings, then the RoleBindings of the request's namespace.
 */
interface Role {
  readonly name: string;
  readonly namespace?: string;
  readonly rules: readonly Rule[];
}
type Made = Omit<Binding, "resource" | "annotations">;

const roleName = fc.constantFrom("one", "two", "gone");
const namespace = fc.constantFrom("ns", "other");
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const rules = fc.array(
  fc.record({
    verbs: fc.constantFrom(["get"], ["*"], ["list"]),
    apiGroups: fc.constant([""]),
    resources: fc.constantFrom(["pods"], ["secrets"], ["*"]),
  }),
  { maxLength: 2 },
);
const roles: fc.Arbitrary<Role[]> = fc
  .array(fc.record({ name: fc.constantFrom("one", "two"), namespace: maybe(namespace), rules }), { maxLength: 4 })
  .map((all) =>
    all.filter((role, i) => all.findIndex((o) => o.name === role.name && o.namespace === role.namespace) === i),
  );
const subjects = fc.array(
  fc.record({
    kind: fc.constantFrom("User", "Group", "ServiceAccount"),
    name: fc.constantFrom("alice", "bob", "readers", "system:authenticated"),
  }),
  { maxLength: 2 },
);
const bindings: fc.Arbitrary<Made[]> = fc.array(
  fc.oneof(
    fc.record({
      name: fc.constant("b"),
      namespace,
      roleKind: fc.constantFrom("Role", "ClusterRole"),
      roleName,
      subjects,
    }),
    fc.record({ name: fc.constant("b"), roleKind: fc.constant("ClusterRole"), roleName, subjects }),
  ),
  { maxLength: 4 },
);
const requests: fc.Arbitrary<ResourceRequest> = fc.record({
  verb: fc.constantFrom("get", "list", "delete"),
  group: fc.constant(""),
  resource: fc.constantFrom("pods", "secrets"),
  namespace: fc.constantFrom("", "ns", "other"),
});
const user = userOf("alice", "readers");

describe("RBAC", () => {
  it("allows what the reference allows, and tells of the roles that it misses", () => {
    fc.assert(
      fc.property(bindings, roles, requests, (made, given, request) => {
        const all = made.map((one) => ({ ...one, resource: {} as Resource, annotations: {} }));
        const opinion = new Rbac(all, given).opinion(user, request);
        const { allowed, missing } = reference(made, given, user, request);
        expect(opinion.allowed).toBe(allowed);
        if (opinion.allowed) return;
        expect(opinion.reason === undefined).toBe(missing.size === 0);
        for (const one of missing) expect(opinion.reason).toContain(one);
      }),
      { numRuns: 3000 },
    );
  });
});

function reference(made: readonly Made[], roles: readonly Role[], who: KubernetesUser, request: ResourceRequest) {
  const missing = new Set<string>();
  let allowed = false;
  const visit = (binding: Made) => {
    const applies = binding.subjects.some((subject) => {
      if (subject.kind === "User") return who.name === subject.name;
      return subject.kind === "Group" && who.groups.includes(subject.name);
    });
    if (!applies) return;
    const home = binding.roleKind === "Role" ? binding.namespace : undefined;
    const role = roles.find(({ name, namespace }) => name === binding.roleName && namespace === home);
    const { roleKind, roleName } = binding;
    if (!role) missing.add(`${roleKind.toLowerCase()}.rbac.authorization.k8s.io "${roleName}" not found`);
    else if (role.rules.some((rule) => allows(rule, request))) allowed = true;
  };
  made.filter((one) => one.namespace === undefined).forEach(visit);
  if (request.namespace !== "") made.filter((one) => one.namespace === request.namespace).forEach(visit);
  return { allowed, missing };
}
