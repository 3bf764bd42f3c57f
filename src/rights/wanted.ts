import { AccessRequest, Cluster, requestFor, Rule } from "../simulator";
import { CLOUD_POLICY_KINDS } from "./cloud-policies";
import { Right } from "./holder";

/** A right that a question is about; the configuration need not grant it to any subject. */
export type WantedRight = Omit<Right, "isDeclared" | "because">;

/** An access as `ClusterAccess` has it. */
export interface WantedAccess {
  readonly roleKind: string;
  readonly roleName: string;
  /** Empty for the whole cluster. */
  readonly namespaces: readonly string[];
  readonly isCloudPolicy: boolean;
}

/**
 * What an access would give in a cluster.
 *
 * @param held what is held there, which tells the rules of policies of the same name
 */
export function wantedRight({ kind, rbac }: Cluster, access: WantedAccess, held: readonly Right[]): WantedRight {
  const { roleKind, roleName, namespaces, isCloudPolicy } = access;
  const where = namespaces.length ? { namespaces } : {};
  const policy = isCloudPolicy ? CLOUD_POLICY_KINDS[kind]?.(roleName) : undefined;
  if (policy) {
    const same = held.find((one) => one.kind === policy.kind && one.name === policy.name);
    return { ...policy, ...where, ...(same?.rules ? { rules: same.rules } : {}) };
  }
  const isRole = roleKind === "Role";
  const rules = rbac.rulesOf({ roleKind, roleName, ...(isRole ? { namespace: namespaces[0] } : {}) });
  return { kind: isRole ? "Role" : "ClusterRole", name: roleName, ...where, ...(rules ? { rules } : {}) };
}

/** A role in words: `edit in payments, checkout`, `Role deployer in ci`, `view everywhere`. */
export function accessFrom(text: string): WantedAccess | undefined {
  const [, role, roleName, , places] = /^(Role )?(\S+) (in (\S+(?:, ?\S+)*)|everywhere)$/.exec(text.trim()) ?? [];
  if (roleName === undefined) return undefined;
  const namespaces = places === undefined ? [] : places.split(/, ?/);
  return { roleKind: role ? "Role" : "ClusterRole", roleName, namespaces, isCloudPolicy: false };
}

/** A request in words: `create deployments.apps in payments`, `get nodes`, `get secrets named token in vault`, `get /healthz`. */
export function requestFrom(text: string): AccessRequest | undefined {
  const [, verb, resource, name, namespace] =
    /^(\S+) (\S+)(?: named (\S+))?(?: in (\S+)| everywhere)?$/.exec(text.trim()) ?? [];
  return verb === undefined ? undefined : requestFor(verb, resource, namespace, name);
}

/** Whether any of a right is held where it would count: one verb on one resource is enough. */
export function overlaps(held: readonly Right[], wanted: WantedRight): boolean {
  const places = wanted.namespaces ?? [undefined];
  const here = held.filter(({ namespaces }) =>
    places.some((place) => namespaces === undefined || (place !== undefined && namespaces.includes(place))),
  );
  const isSame = ({ kind, name }: Right) => kind === wanted.kind && name === wanted.name;
  if (here.some(isSame)) return true;
  // What a role permits that is not told by rules cannot be told apart from another.
  if (!wanted.rules) return here.length > 0;
  return here.some(({ rules }) => !rules || share(rules, wanted.rules ?? []));
}

function share(one: readonly Rule[], other: readonly Rule[]): boolean {
  return one.some((a) => other.some((b) => meets(a, b)));
}

function meets(a: Rule, b: Rule): boolean {
  if (!both(a.verbs, b.verbs)) return false;
  if (a.nonResourceURLs?.length && b.nonResourceURLs?.length) return true;
  return (
    both(a.apiGroups, b.apiGroups) && both(a.resources, b.resources) && sameNames(a.resourceNames, b.resourceNames)
  );
}

function both(a: readonly string[] = [], b: readonly string[] = []): boolean {
  if (a.length === 0 || b.length === 0) return false;
  return a.includes("*") || b.includes("*") || a.some((one) => b.includes(one));
}

function sameNames(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === 0 || b.length === 0 || a.some((one) => b.includes(one));
}
