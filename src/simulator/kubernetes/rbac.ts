import { Resource } from "../../terraform";
import { gather } from "../gather";
import { BUILT_IN_CLUSTER_ROLES } from "./built-in-roles";
import { AccessRequest } from "./request";
import { allows, Rule } from "./rule";
import { KubernetesUser } from "./user";

/** A RoleBinding, or a ClusterRoleBinding, which has no namespace. */
export interface Binding {
  readonly resource: Resource;
  readonly name: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly namespace?: string;
  readonly roleKind: string;
  readonly roleName: string;
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** A Role, or a ClusterRole, which has no namespace. */
export interface Role {
  readonly name: string;
  readonly namespace?: string;
  readonly rules: readonly Rule[];
}

/** An authorizer's opinion: yes with a reason, or none, with what it has to say. */
export type Opinion =
  | { readonly allowed: true; readonly reason: string; readonly resource?: Resource; readonly line: string }
  | {
      readonly allowed: false;
      /** An explicit no, after which no other authorizer is asked. */
      readonly denied?: true;
      readonly reason?: string;
      readonly line?: string;
      readonly resource?: Resource;
    };

/** The RBAC objects of one cluster, as far as the configuration makes them, beside the roles that every cluster has. */
export class Rbac {
  /** Bindings by namespace, cluster-wide ones under the empty text, and by subject: `User\nname`. */
  private readonly bindings = new Map<string, Binding[]>();
  /** Bindings by subject alone. */
  private readonly bySubject = new Map<string, Binding[]>();
  /** Rules by kind, namespace and name of their role. */
  private readonly roles = new Map<string, readonly Rule[]>();

  public constructor(bindings: readonly Binding[], roles: readonly Role[]) {
    for (const [name, rules] of Object.entries(BUILT_IN_CLUSTER_ROLES)) this.roles.set(clusterRole(name), rules);
    for (const { name, namespace, rules } of roles) {
      this.roles.set(namespace === undefined ? clusterRole(name) : role(namespace, name), rules);
    }
    for (const binding of bindings) {
      for (const subject of binding.subjects) {
        const key = `${subject.kind}\n${subjectName(subject, binding.namespace)}`;
        gather(this.bySubject, key, binding);
        gather(this.bindings, `${binding.namespace ?? ""}\n${key}`, binding);
      }
    }
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
    for (const binding of this.bindingsOf(user, namespace)) {
      const rules = this.rulesOf(binding);
      if (!rules) missing.set(missingRole(binding), binding);
      else if (rules.some((rule) => allows(rule, request))) {
        const line = `binds ${binding.roleKind} ${binding.roleName} to ${subjectOf(binding, user)}`;
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

  /** Every binding that means the user, in one namespace and in the whole cluster. */
  public bindingsOf(user: KubernetesUser, namespace: string): readonly Binding[] {
    const places = namespace === "" ? [""] : ["", namespace];
    const subjects = [`User\n${user.name}`, ...user.groups.map((group) => `Group\n${group}`)];
    return places.flatMap((place) => subjects.flatMap((subject) => this.bindings.get(`${place}\n${subject}`) ?? []));
  }

  /** Every binding that means the user, wherever it counts. */
  public everyBindingOf({ name, groups }: Pick<KubernetesUser, "name" | "groups">): readonly Binding[] {
    const subjects = [`User\n${name}`, ...groups.map((group) => `Group\n${group}`)];
    return [...new Set(subjects.flatMap((subject) => this.bySubject.get(subject) ?? []))];
  }

  /** Every binding that is there. */
  public get all(): readonly Binding[] {
    return [...new Set([...this.bindings.values()].flat())];
  }

  /** A binding's rules; undefined where its role is neither built in nor part of the configuration. */
  public rulesOf({
    roleKind,
    roleName,
    namespace,
  }: Pick<Binding, "roleKind" | "roleName" | "namespace">): readonly Rule[] | undefined {
    if (roleKind === "ClusterRole") return this.roles.get(clusterRole(roleName));
    return roleKind === "Role" ? this.roles.get(role(namespace ?? "", roleName)) : undefined;
  }
}

function clusterRole(name: string): string {
  return `ClusterRole\n\n${name}`;
}

function role(namespace: string, name: string): string {
  return `Role\n${namespace}\n${name}`;
}

/** The first of a binding's subjects that means a user. */
function subjectOf(binding: Binding, user: KubernetesUser): string {
  const found = binding.subjects.find(({ kind, name }) =>
    kind === "User" ? name === user.name : kind === "Group" && user.groups.includes(name),
  );
  return `${found?.kind} "${found?.name}"`;
}

function subjectName({ kind, name, namespace }: Binding["subjects"][number], home: string | undefined): string {
  return kind === "ServiceAccount" ? `${namespace ?? home}:${name}` : name;
}

function describe(binding: Binding, user: KubernetesUser): string {
  const { name, namespace, roleKind, roleName } = binding;
  const kind = namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
  const full = namespace === undefined ? name : `${name}/${namespace}`;
  return `${kind} "${full}" of ${roleKind} "${roleName}" to ${subjectOf(binding, user)}`;
}

function missingRole({ roleKind, roleName }: Binding): string {
  if (roleKind !== "Role" && roleKind !== "ClusterRole") return `unsupported role reference kind: "${roleKind}"`;
  return `${roleKind.toLowerCase()}.rbac.authorization.k8s.io "${roleName}" not found`;
}
