import { Ancestry, isAbove } from "./hierarchy";

/** A foreign subject, as a pool knows it. */
export interface FederatedPrincipal {
  readonly kind: "federated";
  /** `principal://…/subject/…`, as RBAC and IAM name it. */
  readonly name: string;
  /** `iam.<universe>/projects/<number>/…`, the pool. */
  readonly pool: string;
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
}

/** Who acts in Google Cloud. */
export type Principal =
  | FederatedPrincipal
  | {
      readonly kind: "service account";
      readonly email: string;
      /** The number of its project; undefined where that is not known. */
      readonly projectNumber?: string;
      /** Whether nothing tells that number, so that another one may be the project's. */
      readonly isNumberMadeUp?: true;
      /** Whether some group has it; which ones is not known. */
      readonly isInGroups?: true;
      /** What its project is in; undefined where nothing tells. */
      readonly ancestry?: Ancestry;
    }
  | BuiltInPrincipal;

/** An identity of GKE's own pool. */
export interface BuiltInPrincipal {
  readonly kind: "built-in";
  /** `serviceAccount:<project>.svc.id.goog[<namespace>/<name>]`, or `principal://…/subject/ns/<namespace>/sa/<name>`. */
  readonly name: string;
  /** The URL of its cluster, which is the issuer; undefined where it is not known. */
  readonly cluster?: string;
  /** The uid of its service account; undefined where it is not known. */
  readonly uid?: string;
}

/** Whether an IAM member means people, so that no service account of a cluster is among them. */
export function isOfPeople(member: string): boolean {
  return /^(user|group|domain|deleted):/.test(member);
}

/** The name by which IAM and RBAC know a principal. */
export function memberOf(principal: Principal): string {
  return principal.kind === "service account" ? `serviceAccount:${principal.email}` : principal.name;
}

/**
 * Whether an IAM member means a principal. `allAuthenticatedUsers` leaves federated identities out, and those of GKE's own pool are
 * federated.
 *
 * Google Cloud IAM documentation: "Principal identifiers", "IAM principals".
 */
export function isMember(member: string, principal: Principal): boolean {
  if (member === "allUsers" || member === memberOf(principal)) return true;
  switch (principal.kind) {
    case "federated":
      return isInSet(member, principal);
    case "built-in":
      return isBuiltIn(member, principal);
    case "service account":
      return member === "allAuthenticatedUsers" || isAmongAccounts(member, principal) === true;
  }
}

function isInSet(member: string, { pool, attributes, groups }: FederatedPrincipal): boolean {
  const set = `principalSet://${pool}/`;
  if (!member.startsWith(set)) return false;
  const rest = member.slice(set.length);
  if (rest === "*") return true;
  const [, attribute, value] = /^attribute\.([^/]+)\/(.*)$/s.exec(rest) ?? [];
  if (attribute !== undefined) return attributes[attribute] === value;
  const [, group] = /^group\/(.*)$/s.exec(rest) ?? [];
  return group !== undefined && groups.includes(group);
}

/** Whether a member may mean a principal, and nothing tells: every service account of a project, a folder or an organization, or a group. */
export function mayBeMember(member: string, principal: Principal): boolean {
  if (principal.kind !== "service account") return false;
  if (principal.isInGroups && /^(group:|principalSet:\/\/goog\/group\/)/.test(member)) return true;
  return isAmongAccounts(member, principal) === undefined;
}

/** Whether a member means every service account of a project, a folder or an organization, and this one is among them. */
function isAmongAccounts(
  member: string,
  { projectNumber, isNumberMadeUp, ancestry }: Extract<Principal, { kind: "service account" }>,
): boolean | undefined {
  const [, kind, id] = ACCOUNTS_OF.exec(member) ?? [];
  if (kind === undefined) return false;
  if (kind === "projects") {
    if (id === projectNumber) return true;
    return projectNumber === undefined || isNumberMadeUp ? undefined : false;
  }
  return ancestry && isAbove(ancestry, `${kind}/${id}`);
}

/**
 * Whether a member means an identity of GKE's own pool by another of its names: by the pool's name, which holds its project's, by its
 * uid, its namespace or its cluster.
 *
 * Google Cloud documentation: "About Workload Identity Federation for GKE", on Kubernetes resources in IAM policies.
 */
function isBuiltIn(member: string, { name, cluster, uid }: BuiltInPrincipal): boolean {
  const own = BY_NAME.exec(name) ?? BY_NUMBER.exec(name);
  const { pool = "", number, namespace = "", account = "" } = own?.groups ?? {};
  if (member === `serviceAccount:${pool}[${namespace}/${account}]`) return true;
  const [, kind, project, of, rest] = IN_POOL.exec(member) ?? [];
  if (of === undefined || of !== pool || (number !== undefined && number !== project)) return false;
  if (kind === "principal") {
    const byUid = uid !== undefined && rest === `kubernetes.serviceaccount.uid/${uid}`;
    return byUid || rest === `subject/ns/${namespace}/sa/${account}`;
  }
  if (rest === "*" || rest === `namespace/${namespace}`) return true;
  return cluster !== undefined && cluster !== "" && rest === `kubernetes.cluster/${cluster}`;
}

/** An identity of GKE's own pool, by the pool's name alone or with the number of its project. */
const BY_NAME = /^serviceAccount:(?<pool>[^[]+)\[(?<namespace>[^/]+)\/(?<account>[^\]]+)\]$/;
const BY_NUMBER =
  /^principal:\/\/iam\.[^/]+\/projects\/(?<number>\d+)\/locations\/global\/workloadIdentityPools\/(?<pool>[^/]+)\/subject\/ns\/(?<namespace>[^/]+)\/sa\/(?<account>[^/]+)$/;
const IN_POOL =
  /^(principal|principalSet):\/\/iam\.[^/]+\/projects\/(\d+)\/locations\/global\/workloadIdentityPools\/([^/]+)\/(.+)$/;
/** Google Cloud IAM documentation: "Principal identifiers", on all service accounts in a project, folder, or organization. */
const ACCOUNTS_OF =
  /^principalSet:\/\/cloudresourcemanager\.[^/]+\/(projects|folders|organizations)\/(\d+)\/type\/ServiceAccount$/;
