import { ANONYMOUS, authorize, Cluster, EVERYONE_AUTHENTICATED, KubernetesUser, World } from "../../simulator";
import { ResourceRequest } from "../../simulator";
import { LabRequest, LabResponse } from "../network/http";
import { badRequest, forbidden } from "./status";
import { serviceAccountUser } from "../../vendor/kubernetes/names";

const EXTRA_PREFIX = "impersonate-extra-";
const EVERYONE_ANONYMOUS = ANONYMOUS.groups[0];

/** One thing that a request claims to be, and the right that it needs for it. */
interface Claim {
  readonly kind: "user" | "group" | "extra" | "uid";
  readonly value: string;
  /** The key of an extra value. */
  readonly key?: string;
  readonly right: Omit<ResourceRequest, "verb">;
}

/**
 * The user as whom a request acts: the one that was authenticated, or the one that its Impersonate headers name, if that is allowed.
 *
 * Kubernetes source: `staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation`.
 */
export function actingUser(
  world: World,
  cluster: Cluster,
  user: KubernetesUser,
  { values }: LabRequest,
): KubernetesUser | LabResponse {
  const claims = claimsIn(values ?? {});
  if (claims.length === 0) return user;
  const named = claims.find(({ kind }) => kind === "user");
  if (!named) return badRequest(`requested [${claims.map(printed).join(" ")}] without impersonating a user`);
  for (const { right } of claims) {
    const request = { verb: "impersonate", ...right };
    const { allowed, reason } = authorize(world, cluster, user, request);
    if (!allowed) return forbidden(user.name, request, reason);
  }
  const groups = claims.flatMap(({ kind, value }) => (kind === "group" ? [value] : []));
  const own = groups.length ? groups : groupsOf(named.value);
  const uid = claims.find(({ kind }) => kind === "uid")?.value;
  return {
    name: named.value,
    groups: [...own, ...impliedGroup(named.value, own)],
    ...(uid === undefined ? {} : { uid }),
    extra: extraOf(claims),
    // The clouds' authorizers granted nothing to such a name.
    cloudName: world.cloudOf(cluster).stranger(named.value),
  };
}

/** A claim as Go prints the reference to an object: kind, namespace, name, uid, version, resource version, field path. */
function printed({ kind, value, key = "" }: Claim): string {
  const version = kind === "group" ? "" : "authentication.k8s.io/v1";
  const kinds = { user: "User", group: "Group", extra: "UserExtra", uid: "UID" } as const;
  return `{${[kinds[kind], "", value, "", version, "", key].join(" ")}}`;
}

function claimsIn(values: NonNullable<LabRequest["values"]>): readonly Claim[] {
  const [user] = values["impersonate-user"] ?? [];
  const [uid] = values["impersonate-uid"] ?? [];
  const review = { group: "authentication.k8s.io", namespace: "" };
  return [
    ...(user ? [userClaim(user)] : []),
    ...(values["impersonate-group"] ?? []).map((value): Claim => ({
      ...{ kind: "group", value },
      right: { group: "", resource: "groups", namespace: "", name: value },
    })),
    ...Object.entries(values).flatMap(([header, list]) => {
      if (!header.startsWith(EXTRA_PREFIX)) return [];
      const key = unescaped(header.slice(EXTRA_PREFIX.length));
      return (list ?? []).map((value): Claim => ({
        ...{ kind: "extra", value, key },
        right: { ...review, resource: "userextras", subresource: key, name: value },
      }));
    }),
    ...(uid ? [{ kind: "uid", value: uid, right: { ...review, resource: "uids", name: uid } } as const] : []),
  ];
}

function userClaim(value: string): Claim {
  const [namespace, name] = serviceAccountUser(value) ?? [];
  if (namespace === undefined) {
    return { kind: "user", value, right: { group: "", resource: "users", namespace: "", name: value } };
  }
  return { kind: "user", value, right: { group: "", resource: "serviceaccounts", namespace, name } };
}

/** The groups of a service account follow from its name, unless a request names others. */
function groupsOf(name: string): readonly string[] {
  const [namespace] = serviceAccountUser(name) ?? [];
  return namespace === undefined ? [] : ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
}

function impliedGroup(name: string, groups: readonly string[]): readonly string[] {
  if (name === ANONYMOUS.name) return groups.includes(EVERYONE_ANONYMOUS) ? [] : [EVERYONE_ANONYMOUS];
  const isSaid = groups.includes(EVERYONE_AUTHENTICATED) || groups.includes(EVERYONE_ANONYMOUS);
  return isSaid ? [] : [EVERYONE_AUTHENTICATED];
}

function extraOf(claims: readonly Claim[]): Readonly<Record<string, readonly string[]>> {
  const extra: Record<string, string[]> = {};
  for (const { key, value } of claims) if (key !== undefined) (extra[key] ??= []).push(value);
  return extra;
}

/** A key in a header's name is escaped as in a URL, as far as it is sound. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
