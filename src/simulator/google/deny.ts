import { block, blocks, Configuration, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { Doubt, Reason } from "../answer";
import { isMember, mayBeMember, Principal } from "./principal";

/** One rule of a deny policy. */
export interface DenyRule {
  readonly resource: Resource;
  /** What it is attached to: `projects/acme-euro`, `folders/1`. */
  readonly attachedTo: string;
  readonly principals: readonly string[];
  readonly exceptions: readonly string[];
  /** With the service's host: `container.googleapis.com/clusters.get`. */
  readonly permissions: readonly string[];
  readonly exceptionPermissions: readonly string[];
  readonly condition?: string;
}

/** The rules of deny policies. One that cannot be known denies nothing here, and is told where it mentions an edge. */
export function denyRules(configuration: Configuration): readonly DenyRule[] {
  return configuration
    .resources("google_iam_deny_policy")
    .flatMap((resource) => unlessUnresolved(() => rulesOf(resource), []));
}

function rulesOf(resource: Resource): readonly DenyRule[] {
  const parent = decodeURIComponent(text(resource.argument("parent")) ?? "");
  return blocks(resource.argument("rules")).map(({ deny_rule }): DenyRule => {
    const rule = block(deny_rule);
    const condition = text(block(rule.denial_condition).expression);
    return {
      ...{ resource, attachedTo: parent.replace(/^cloudresourcemanager\.[^/]+\//, "") },
      ...{ principals: texts(rule.denied_principals), exceptions: texts(rule.exception_principals) },
      permissions: texts(rule.denied_permissions),
      exceptionPermissions: texts(rule.exception_permissions),
      ...(condition ? { condition } : {}),
    };
  });
}

/**
 * Whether a rule is about a principal; undefined where nothing tells. Google Cloud IAM documentation: "Principal identifiers", for deny
 * policies.
 */
export function denies({ principals, exceptions }: DenyRule, principal: Principal): boolean | undefined {
  const means = (member: string) => {
    if (member === "principalSet://goog/public:all" || isMember(member, principal)) return true;
    const [, email] = /^principal:\/\/iam\.[^/]+\/projects\/-\/serviceAccounts\/(.+)$/.exec(member) ?? [];
    return principal.kind === "service account" && principal.email === email;
  };
  const mayMean = (member: string) => mayBeMember(member, principal);
  if (exceptions.some(means) || !principals.some((one) => means(one) || mayMean(one))) return false;
  return principals.some(means) && !exceptions.some(mayMean) ? true : undefined;
}

/** Whether a rule names a permission: `container.clusters.get`. "Permissions supported in deny policies", on permission groups. */
export function deniesPermission({ permissions, exceptionPermissions }: DenyRule, permission: string): boolean {
  const [service, ...rest] = permission.split(".");
  const asked = `${service}.googleapis.com/${rest.join(".")}`;
  const covers = (one: string) =>
    new RegExp(`^${one.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`).test(asked);
  return permissions.some(covers) && !exceptionPermissions.some(covers);
}

/** Why a permission may be denied. */
export function mayDeny({ resource, attachedTo, condition }: DenyRule, permission: string): Doubt {
  const when = condition === undefined ? `in ${attachedTo}` : `where ${condition}`;
  return { resource, reason: `${resource.address} denies ${permission} ${when}, which is not known here` };
}

/** A refusal's reason where a rule denies a permission. */
export function becauseDenied({ resource }: DenyRule, permission: string): Reason {
  return { resource, argument: "rules", line: `denies ${permission}, whatever roles the principal has` };
}
