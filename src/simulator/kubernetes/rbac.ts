import { Resource } from "../../terraform";
import { Doubt } from "../answer";
import { aggregated } from "./aggregation";
import { BindingIndex, subjectOf } from "./binding-index";
import { BOOTSTRAP_BINDINGS, BOOTSTRAP_ROLES } from "./bootstrap-policy";
import { LabelSelector } from "./label-selector";
import { AccessRequest } from "./request";
import { allows, Rule } from "./rule";
import { KubernetesUser } from "./user";

/** A RoleBinding, or a ClusterRoleBinding, which has no namespace. */
export interface Binding {
  /** Undefined for one that every API server creates itself. */
  readonly resource?: Resource;
  readonly name: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly namespace?: string;
  readonly roleKind: string;
  readonly roleName: string;
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
  /** What keeps an API server from storing it, so that it gives nothing. */
  readonly fault?: string;
}

/** A Role, or a ClusterRole, which has no namespace. */
export interface Role {
  /** What makes it; undefined for one that every API server creates itself. */
  readonly resource?: Resource;
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
  /** Of an aggregated ClusterRole, whose rules are those of the ClusterRoles that these select. */
  readonly selectors?: readonly LabelSelector[];
  /** What keeps an API server from storing it, so that no binding gives its rules. */
  readonly fault?: string;
}

/** An authorizer's opinion: yes with a reason, or none, with what it has to say. */
export type Opinion =
  | {
      readonly allowed: true;
      readonly reason: string;
      readonly resource?: Resource;
      readonly line: string;
      /** What was read, is not understood, and may take it away. */
      readonly doubt?: Doubt;
    }
  | {
      readonly allowed: false;
      /** An explicit no, after which no other authorizer is asked. */
      readonly denied?: true;
      readonly reason?: string;
      readonly line?: string;
      readonly resource?: Resource;
      /** What was read, is not understood, and may allow it. */
      readonly doubt?: Doubt;
    };

/** The RBAC objects of one cluster, as far as the configuration makes them, beside those that every cluster has. */
export class Rbac {
  private readonly own: BindingIndex;
  /** Rules by kind, namespace and name of their role. */
  private readonly rules: ReadonlyMap<string, readonly Rule[]>;

  public constructor(
    private readonly bindings: readonly Binding[],
    private readonly roles: readonly Role[],
  ) {
    this.own = new BindingIndex(bindings);
    this.rules = roles.length === 0 ? BOOTSTRAP_RULES : rulesByRole(roles);
  }

  /**
   * What RBAC says: ClusterRoleBindings count everywhere, RoleBindings in their namespace. A binding to a role that is not
   * there allows nothing, and the refusal tells it.
   *
   * Kubernetes source: `plugin/pkg/auth/authorizer/rbac/rbac.go`.
   */
  public opinion(user: KubernetesUser, request: AccessRequest): Opinion {
    const namespace = "path" in request ? "" : request.namespace;
    const missing = new Map<string, Binding>();
    for (const binding of [...this.own.of(user, namespace), ...BOOTSTRAP.of(user, namespace)]) {
      const rules = this.rulesOf(binding);
      if (!rules) missing.set(missingRole(binding), binding);
      else if (rules.some((rule) => allows(rule, request))) {
        const line = `binds ${binding.roleKind} ${binding.roleName} to ${describeSubject(binding, user)}`;
        return {
          allowed: true,
          reason: `RBAC: allowed by ${describe(binding, user)}`,
          resource: binding.resource,
          line,
        };
      }
    }
    const [[first, binding] = []] = missing;
    if (!first || !binding) return { allowed: false };
    const all = [...missing.keys()];
    const reason = `RBAC: ${all.length === 1 ? first : `[${all.join(", ")}]`}`;
    const line = `${binding.roleKind} ${binding.roleName} is not in what was read, so its rules are unknown`;
    return { allowed: false, reason, line, resource: binding.resource };
  }

  /** Every rule that a user has in one namespace, those of the whole cluster among them. */
  public rulesFor(user: KubernetesUser, namespace: string): readonly Rule[] {
    const bindings = [...BOOTSTRAP.of(user, namespace), ...this.own.of(user, namespace)];
    return bindings.flatMap((binding) => this.rulesOf(binding) ?? []);
  }

  /** Every binding of the configuration that means the user, in one namespace and in the whole cluster. */
  public bindingsOf(user: KubernetesUser, namespace: string): readonly Binding[] {
    return this.own.of(user, namespace);
  }

  /** Every binding that means the user, in any place: those of the configuration, then those that every cluster has. */
  public everyBindingOf(user: Pick<KubernetesUser, "name" | "groups">): readonly Binding[] {
    return [...this.own.everyOf(user), ...BOOTSTRAP.everyOf(user)];
  }

  /** Every binding of the configuration. */
  public get all(): readonly Binding[] {
    return this.bindings;
  }

  /** Every role of the configuration. */
  public get ownRoles(): readonly Role[] {
    return this.roles;
  }

  /** Every rule of every role, those that every cluster has among them. */
  public get everyRule(): readonly Rule[] {
    return [...this.rules.values()].flat();
  }

  /** The names of the roles of a kind, those that every cluster has and those that bindings name among them. */
  public namesOf(kind: "ClusterRole" | "Role"): readonly string[] {
    const bound = this.bindings.filter(({ roleKind }) => roleKind === kind).map(({ roleName }) => roleName);
    const made = [...this.rules.keys()].flatMap((key) => (key.startsWith(`${kind}\n`) ? [key.split("\n")[2]] : []));
    return [...new Set([...bound, ...made])];
  }

  /** A binding's rules; undefined where its role is neither built in nor part of the configuration. */
  public rulesOf({
    roleKind,
    roleName,
    namespace,
  }: Pick<Binding, "roleKind" | "roleName" | "namespace">): readonly Rule[] | undefined {
    if (roleKind === "ClusterRole") return this.rules.get(clusterRole(roleName));
    return roleKind === "Role" ? this.rules.get(role(namespace ?? "", roleName)) : undefined;
  }
}

const BOOTSTRAP = new BindingIndex(BOOTSTRAP_BINDINGS);
const BOOTSTRAP_RULES = rulesByRole([]);

/** The rules of roles beside those that every cluster has; a role of the same name replaces such a one. */
function rulesByRole(own: readonly Role[]): ReadonlyMap<string, readonly Rule[]> {
  const roles = new Map<string, Role>();
  for (const one of [...BOOTSTRAP_ROLES, ...own]) roles.set(keyOf(one), one);
  const all = [...roles.values()];
  const clusterWide = aggregated(all.filter(({ namespace }) => namespace === undefined));
  return new Map(
    [...roles].map(([key, { name, namespace, rules }]) => [
      key,
      namespace === undefined ? (clusterWide.get(name) ?? []) : rules,
    ]),
  );
}

function keyOf({ name, namespace }: Role): string {
  return namespace === undefined ? clusterRole(name) : role(namespace, name);
}

function clusterRole(name: string): string {
  return `ClusterRole\n\n${name}`;
}

function role(namespace: string, name: string): string {
  return `Role\n${namespace}\n${name}`;
}

/** The first of a binding's subjects that means a user, as API servers write it. */
export function describeSubject(binding: Binding, user: KubernetesUser): string {
  const found = subjectOf(binding, user);
  if (found?.kind !== "ServiceAccount") return `${found?.kind} "${found?.name}"`;
  return `ServiceAccount "${found.name}/${found.namespace ? found.namespace : binding.namespace}"`;
}

function describe(binding: Binding, user: KubernetesUser): string {
  const { name, namespace, roleKind, roleName } = binding;
  const kind = namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
  const full = namespace === undefined ? name : `${name}/${namespace}`;
  return `${kind} "${full}" of ${roleKind} "${roleName}" to ${describeSubject(binding, user)}`;
}

function missingRole({ roleKind, roleName }: Binding): string {
  if (roleKind !== "Role" && roleKind !== "ClusterRole") return `unsupported role reference kind: "${roleKind}"`;
  return `${roleKind.toLowerCase()}.rbac.authorization.k8s.io "${roleName}" not found`;
}
