import { blocks, Configuration, Resource, text, texts, UnresolvedValue } from "../../terraform";
import { gather } from "../gather";
import { ESCALATING_MANAGED_POLICIES } from "./managed-policies";
import { MANAGED_POLICY_NAMES } from "./managed-policy-names";
import { PermissionStatement, permissionStatementsOf } from "./permission-policy";

/** One policy that a role has: its statements, or why they are not known. */
export interface RolePolicy {
  /** Its name or ARN, for people. */
  readonly name: string;
  /** What gives it to the role. */
  readonly resource: Resource;
  readonly argument: string;
  readonly statements?: readonly PermissionStatement[];
  /** Why its statements are not known. */
  readonly unknown?: string;
}

/** The permissions of a role: what its policies allow, as far as its boundary does. */
export interface RolePermissions {
  readonly policies: readonly RolePolicy[];
  readonly boundary?: RolePolicy;
}

const MANAGED = /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/;

/**
 * The permission policies of roles, however they are given: inline blocks, `aws_iam_role_policy`, attachments of policies that
 * were read, and of AWS managed ones.
 */
export class Permissions {
  private readonly documents = new Map<string, Resource>();
  private readonly byRole = new Map<string, RolePolicy[]>();

  /** @param accountOf the account of a resource; empty where nothing tells it */
  public constructor(
    configuration: Configuration,
    private readonly accountOf: (resource: Resource) => string,
  ) {
    for (const resource of configuration.resources("aws_iam_policy")) {
      const arn = known(() => text(resource.attribute("arn")));
      if (arn !== undefined) this.documents.set(arn, resource);
    }
    for (const resource of configuration.resources("aws_iam_role_policy")) {
      const role = known(() => text(resource.argument("role")));
      if (role === undefined) continue;
      const name = known(() => text(resource.argument("name"))) ?? resource.address;
      gather(
        this.byRole,
        this.keyOf(resource, role),
        inline(name, resource, "policy", () => text(resource.argument("policy"))),
      );
    }
    for (const resource of configuration.resources("aws_iam_role_policy_attachment")) {
      const role = known(() => text(resource.argument("role")));
      if (role !== undefined) gather(this.byRole, this.keyOf(resource, role), this.attached(resource, "policy_arn"));
    }
    for (const resource of configuration.resources("aws_iam_policy_attachment")) {
      for (const role of known(() => texts(resource.argument("roles"))) ?? []) {
        gather(this.byRole, this.keyOf(resource, role), this.attached(resource, "policy_arn"));
      }
    }
  }

  /** Those of a role that was read. */
  public of(role: Resource): RolePermissions {
    const name = known(() => text(role.argument("name"))) ?? "";
    const inlines = (known(() => blocks(role.argument("inline_policy"))) ?? []).map((one) =>
      inline(text(one.name) ?? "inline", role, "inline_policy", () => text(one.policy)),
    );
    const managed = (known(() => texts(role.argument("managed_policy_arns"))) ?? []).map((arn) =>
      this.byArn(arn, role, "managed_policy_arns"),
    );
    const of = (key: string) => this.byRole.get(key) ?? [];
    const boundary = known(() => text(role.argument("permissions_boundary")));
    return {
      policies: [...inlines, ...managed, ...of(this.keyOf(role, name)), ...of(`\n${name}`)],
      ...(boundary === undefined ? {} : { boundary: this.byArn(boundary, role, "permissions_boundary") }),
    };
  }

  /** Roles of two accounts may have one name; a policy whose account is unknown may be of any. */
  private keyOf(resource: Resource, role: string): string {
    return `${this.accountOf(resource)}\n${role.split("/").at(-1)}`;
  }

  private attached(resource: Resource, argument: string): RolePolicy {
    const arn = known(() => text(resource.argument(argument)));
    if (arn !== undefined) return this.byArn(arn, resource, argument);
    return { name: resource.address, resource, argument, unknown: "its ARN cannot be known" };
  }

  private byArn(arn: string, resource: Resource, argument: string): RolePolicy {
    const [, managed] = MANAGED.exec(arn) ?? [];
    const at = { name: managed ?? arn, resource, argument };
    const excerpt = managed === undefined ? undefined : own(ESCALATING_MANAGED_POLICIES, managed);
    if (excerpt) return { ...at, statements: excerpt };
    if (managed !== undefined && MANAGED_POLICY_NAMES.has(managed)) return { ...at, statements: [] };
    const made = this.documents.get(arn);
    if (!made) return { ...at, unknown: "is not in what was read" };
    return { ...inline(arn, resource, argument, () => text(made.argument("policy"))) };
  }
}

function inline(name: string, resource: Resource, argument: string, read: () => string | undefined): RolePolicy {
  const at = { name, resource, argument };
  try {
    return { ...at, statements: permissionStatementsOf(read() ?? "{}") };
  } catch (error) {
    if (error instanceof UnresolvedValue) return { ...at, unknown: `cannot be known: ${error.reason}` };
    if (error instanceof SyntaxError) return { ...at, unknown: "is no JSON" };
    throw error;
  }
}

function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnresolvedValue) return undefined;
    throw error;
  }
}

function own<T>(named: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(named, name) ? named[name] : undefined;
}
