import { blocks, Configuration, Resource, text, texts, UnresolvedValue } from "../../terraform";
import { gather } from "../gather";
import { Candidate, nearest } from "../nearest";
import { NOT_READ } from "../not-read";
import { ESCALATING_MANAGED_POLICIES } from "./managed-policies";
import { MANAGED_POLICY_NAMES } from "./managed-policy-names";
import { MANAGED_STATEMENTS, SERVICES_OF_MANAGED_STATEMENTS } from "./managed-statements";
import { GivenPolicy } from "./decide-action";
import { MAX_INLINE_POLICY_LENGTH, MAX_MANAGED_POLICY_LENGTH, policyLength } from "../../vendor/aws/iam";
import { lengthFault, policyFault } from "./policy-fault";
import { policyDocument, Statement } from "./statement";

/** One policy that a role has: its statements, or why they are not known. */
export interface RolePolicy extends GivenPolicy {
  /** What gives it to the role. */
  readonly resource: Resource;
  readonly argument: string;
  /** The services that its document is complete of, by the prefixes of their actions; all unless given. */
  readonly services?: readonly string[];
  /** What it says of actions that lead to more, where its document is not known. */
  readonly escalating?: readonly Statement[];
  /** The characters that count of one that is written into the role. */
  readonly inlineLength?: number;
}

/** The permissions of a role: what its policies allow, as far as its boundary does. */
export interface RolePermissions {
  readonly policies: readonly RolePolicy[];
  readonly boundary?: RolePolicy;
}

/** What gives policies to users and groups: the argument that says to whom, and that of the policy or of its ARN. */
const TO_PEOPLE = [
  ["aws_iam_user_policy", "user", "user", "policy"],
  ["aws_iam_group_policy", "group", "group", "policy"],
  ["aws_iam_user_policy_attachment", "user", "user", "policy_arn"],
  ["aws_iam_group_policy_attachment", "group", "group", "policy_arn"],
  ["aws_iam_policy_attachment", "user", "users", "policy_arn"],
  ["aws_iam_policy_attachment", "group", "groups", "policy_arn"],
  ["awscc_iam_user_policy", "user", "user_name", "policy_document"],
  ["awscc_iam_group_policy", "group", "group_name", "policy_document"],
  ["awscc_iam_managed_policy", "user", "users", "policy_document"],
  ["awscc_iam_managed_policy", "group", "groups", "policy_document"],
] as const;

/** Types of Cloud Control that hold a policy, the argument that says to which roles it is given, and the one of its name. */
const CLOUD_CONTROL = [
  ["awscc_iam_role_policy", "role_name", "policy_name"],
  ["awscc_iam_managed_policy", "roles", "managed_policy_name"],
] as const;

/**
 * The key of a role's policies. AWS Identity and Access Management API Reference, "CreateRole": "Names are not distinguished by
 * case" (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html), so no other role can be meant.
 */
function keyOf(account: string, role: string): string {
  return `${account}\n${role.toLowerCase()}`;
}

type Unknown = RolePolicy & { readonly unknown: string };

function isUnknown(one: unknown): one is Unknown {
  return typeof one === "object" && one !== null && "unknown" in one;
}

/** The name of an AWS managed policy by its ARN; undefined for a policy of an account. */
export function managedPolicyName(arn: string): string | undefined {
  return /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/**
 * The permission policies of roles, however they are given: inline blocks, `aws_iam_role_policy`, attachments of policies that
 * were read, and of AWS managed ones.
 */
export class Permissions {
  private readonly documents = new Map<string, Resource>();
  private readonly byRole = new Map<string, RolePolicy[]>();
  private readonly byPerson = new Map<string, RolePolicy[]>();

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
        inlineOf(name, resource, "policy", () => text(resource.argument("policy"))),
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
    this.readExclusive(configuration);
    this.readCloudControl(configuration);
    this.readPeople(configuration);
  }

  /** The policies of users and groups, by `user eve` or `group devs`. */
  public get ofPeople(): ReadonlyMap<string, readonly RolePolicy[]> {
    return this.byPerson;
  }

  /** Those that are given to a role by its name alone, as to one that is not part of what was read. */
  public ofName(account: string, name: string): RolePermissions {
    return { policies: stored(this.given(keyOf(account, name), keyOf("", name))) };
  }

  /** The policy that is given to a role's name which is written most like one. */
  public nearest(name: string): Candidate | undefined {
    const all = [...this.byRole].flatMap(([key, policies]) => {
      return policies.map(({ resource }) => ({ text: key.split("\n")[1], resource }));
    });
    return nearest(
      name,
      all.filter(({ text: given }) => given !== name.toLowerCase()),
    );
  }

  /** Those of a role that was read. */
  public of(role: Resource): RolePermissions {
    const name = known(() => text(role.attribute("name"))) ?? "";
    const inlines = this.inRole(role, "inline_policy", blocks).map((one) =>
      isUnknown(one) ? one : inlineOf(text(one.name) ?? "inline", role, "inline_policy", () => text(one.policy)),
    );
    const managed = this.inRole(role, "managed_policy_arns", texts).map((one) =>
      isUnknown(one) ? one : this.byArn(one, role, "managed_policy_arns"),
    );
    const [boundary] = this.inRole(role, "permissions_boundary", texts).map((one) =>
      isUnknown(one) ? one : this.byArn(one, role, "permissions_boundary"),
    );
    return {
      policies: stored([...inlines, ...managed, ...this.given(this.keyOf(role, name), keyOf("", name))]),
      ...(boundary === undefined ? {} : { boundary }),
    };
  }

  /** The policies under keys of a role, which are one key where nothing tells its account. */
  private given(...keys: readonly string[]): readonly RolePolicy[] {
    return [...new Set(keys)].flatMap((key) => this.byRole.get(key) ?? []);
  }

  /** What a role's own argument lists; one policy that is not known where that cannot be told. */
  private inRole<T>(
    role: Resource,
    argument: string,
    list: (value: unknown) => readonly T[],
  ): readonly (T | Unknown)[] {
    try {
      return list(role.argument(argument));
    } catch (error) {
      if (!(error instanceof UnresolvedValue)) throw error;
      return [{ name: argument, resource: role, argument, unknown: `cannot be known: ${error.reason}` }];
    }
  }

  /** Roles of two accounts may have one name; a policy whose account is unknown may be of any. */
  private keyOf(resource: Resource, role: string): string {
    return keyOf(this.accountOf(resource), role.split("/").at(-1) ?? "");
  }

  /** What this type lists is attached, too, unless something else attaches it already. */
  private readExclusive(configuration: Configuration): void {
    for (const resource of configuration.resources("aws_iam_role_policy_attachments_exclusive")) {
      const role = known(() => text(resource.argument("role_name")));
      if (role === undefined) continue;
      const key = this.keyOf(resource, role);
      const attached = new Set((this.byRole.get(key) ?? []).map(({ name }) => name));
      for (const arn of known(() => texts(resource.argument("policy_arns"))) ?? []) {
        const policy = this.byArn(arn, resource, "policy_arns");
        if (!attached.has(policy.name)) gather(this.byRole, key, policy);
      }
    }
  }

  /**
   * The same policies as CloudFormation knows them.
   *
   * Terraform registry: "awscc_iam_role_policy", "awscc_iam_managed_policy".
   */
  private readCloudControl(configuration: Configuration): void {
    for (const [type, roles, named] of CLOUD_CONTROL) {
      for (const resource of configuration.resources(type)) {
        const name = known(() => text(resource.argument(named))) ?? resource.address;
        const policy = written(name, resource, "policy_document", () => text(resource.argument("policy_document")));
        for (const role of known(() => texts(resource.argument(roles))) ?? []) {
          gather(this.byRole, this.keyOf(resource, role), policy);
        }
      }
    }
  }

  private readPeople(configuration: Configuration): void {
    for (const [type, kind, to, argument] of TO_PEOPLE) {
      for (const resource of configuration.resources(type)) {
        const policy =
          argument === "policy_arn"
            ? this.attached(resource, argument)
            : written(resource.address, resource, argument, () => text(resource.argument(argument)));
        for (const name of known(() => texts(resource.argument(to))) ?? []) {
          gather(this.byPerson, `${kind} ${name}`, policy);
        }
      }
    }
  }

  private attached(resource: Resource, argument: string): RolePolicy {
    const arn = known(() => text(resource.argument(argument)));
    if (arn !== undefined) return this.byArn(arn, resource, argument);
    return { name: resource.address, resource, argument, unknown: "its ARN cannot be known" };
  }

  private byArn(arn: string, resource: Resource, argument: string): RolePolicy {
    const managed = managedPolicyName(arn);
    const at = { name: managed ?? arn, resource, argument };
    if (managed !== undefined) return { ...at, ...managedPolicy(managed) };
    const made = this.documents.get(arn);
    if (!made) return { ...at, unknown: NOT_READ };
    return written(arn, resource, argument, () => text(made.argument("policy")), MAX_MANAGED_POLICY_LENGTH);
  }
}

/** What is known of an AWS managed policy: all of it for some services, or what of it leads to more. */
export function managedPolicy(name: string): Partial<RolePolicy> {
  const excerpt = own(ESCALATING_MANAGED_POLICIES, name) ?? (MANAGED_POLICY_NAMES.has(name) ? [] : undefined);
  if (!excerpt) return { unknown: NOT_READ };
  const escalating = excerpt.map(({ isConditional, ...statement }) => ({
    ...statement,
    ...(isConditional ? { Condition: { "that is not part of the excerpt": {} } } : {}),
  }));
  const statements = own(MANAGED_STATEMENTS, name);
  if (!statements) return { escalating };
  const document = { kind: "identity", statements, hasVariables: true } as const;
  return { escalating, document, services: SERVICES_OF_MANAGED_STATEMENTS };
}

/** What a policy says that is written in a configuration. */
function written(
  name: string,
  resource: Resource,
  argument: string,
  read: () => string | undefined,
  most = Infinity,
): RolePolicy {
  const at = { name, resource, argument };
  try {
    const document = read() ?? "{}";
    const parsed = policyDocument(document, "identity");
    const fault = policyFault(document, "identity") ?? lengthFault(document, most);
    return fault === undefined ? { ...at, document: parsed } : { ...at, unknown: `is not stored by IAM: ${fault}` };
  } catch (error) {
    if (error instanceof UnresolvedValue) return { ...at, unknown: `cannot be known: ${error.reason}` };
    if (error instanceof SyntaxError) return { ...at, unknown: "is no JSON" };
    throw error;
  }
}

/** A policy that is written into a role. */
function inlineOf(name: string, resource: Resource, argument: string, read: () => string | undefined): RolePolicy {
  const policy = written(name, resource, argument, read);
  return policy.document ? { ...policy, inlineLength: policyLength(read() ?? "") } : policy;
}

/** Policies of a role. Where those that are written into it are too long together, IAM stores some of them; which is not known. */
function stored(policies: readonly RolePolicy[]): readonly RolePolicy[] {
  const length = policies.reduce((sum, { inlineLength = 0 }) => sum + inlineLength, 0);
  if (length <= MAX_INLINE_POLICY_LENGTH) return policies;
  const unknown = `is not stored by IAM: all inline policies of the role have ${length} characters, and ${MAX_INLINE_POLICY_LENGTH} are the most`;
  return policies.map((one) => {
    if (one.inlineLength === undefined) return one;
    return { ...one, document: undefined, escalating: one.document?.statements, unknown };
  });
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
