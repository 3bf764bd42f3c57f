import policy from "./bootstrap-policy.json";
import type { Binding, Role } from "./rbac";
import type { LabelSelector } from "./label-selector";
import type { Rule } from "./rule";

/** Objects as Kubernetes writes them, without kind and version. */
interface WrittenRole {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly rules?: readonly Rule[] | null;
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
}
interface WrittenBinding {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: Binding["subjects"];
}

function roleOf({ metadata: { name, namespace, labels }, rules, aggregationRule }: WrittenRole): Role {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: labels ?? {},
    rules: rules ?? [],
    ...(aggregationRule ? { selectors: aggregationRule.clusterRoleSelectors ?? [] } : {}),
  };
}

function bindingOf({ metadata: { name, namespace }, roleRef, subjects }: WrittenBinding): Binding {
  return {
    name,
    annotations: {},
    ...(namespace === undefined ? {} : { namespace }),
    roleKind: roleRef.kind,
    roleName: roleRef.name,
    subjects: subjects ?? [],
  };
}

const { roles, clusterRoles, roleBindings, clusterRoleBindings } = policy as {
  readonly roles: readonly WrittenRole[];
  readonly clusterRoles: readonly WrittenRole[];
  readonly roleBindings: readonly WrittenBinding[];
  readonly clusterRoleBindings: readonly WrittenBinding[];
};

/**
 * The roles that every API server creates when it starts, with what its controller aggregates.
 *
 * Kubernetes source: `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`, of the version that `docs/oracles.md` names.
 */
export const BOOTSTRAP_ROLES: readonly Role[] = [...clusterRoles, ...roles].map(roleOf);
/** The bindings that it creates with them. */
export const BOOTSTRAP_BINDINGS: readonly Binding[] = [...clusterRoleBindings, ...roleBindings].map(bindingOf);
