/** What the subject of a service account's token starts with: `system:serviceaccount:<namespace>:<name>`. */
export const SERVICE_ACCOUNT_SUBJECT = "system:serviceaccount:";

/** The subject of a service account's token, which is its user's name in its own cluster too. */
export function serviceAccountSubject(namespace: string, name: string): string {
  return `${SERVICE_ACCOUNT_SUBJECT}${namespace}:${name}`;
}

/**
 * Namespace and name in a user's name, as API servers take it apart; undefined for one that no service account can have.
 *
 * Kubernetes source: `staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go`, `SplitUsername`.
 */
export function serviceAccountUser(user: string): readonly [namespace: string, name: string] | undefined {
  const parts = serviceAccountOf(user);
  return parts && serviceAccountFault(...parts) === undefined ? parts : undefined;
}

/** Namespace and name in the subject of a service account's token; undefined for another subject. */
export function serviceAccountOf(subject: string): readonly [namespace: string, name: string] | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? [];
  return namespace === undefined ? undefined : [namespace, name];
}

/** "ServiceAccountTokenProjection", Kubernetes API: the shortest life that may be asked for, in seconds. */
export const MIN_TOKEN_SECONDS = 600;

/** RFC 1123: namespaces. */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
export const MAX_DNS_LABEL = 63;
/** RFC 1123: most other objects, service accounts included. */
export const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
export const MAX_DNS_SUBDOMAIN = 253;

/** Why no service account has a name; undefined for one that can be there. */
export function serviceAccountFault(namespace: string, name: string): string | undefined {
  if (namespace.length > MAX_DNS_LABEL || !DNS_LABEL.test(namespace)) return `"${namespace}" is no namespace's name`;
  if (name.length <= MAX_DNS_SUBDOMAIN && DNS_SUBDOMAIN.test(name)) return undefined;
  return `"${name}" is no service account's name`;
}

/** "Labels and Selectors", Kubernetes documentation: the name part of a key, and a value that is not empty. */
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const MAX_QUALIFIED_NAME = 63;
/** "Annotations", Kubernetes documentation: keys and values of one object together, in bytes. */
export const MAX_ANNOTATIONS_BYTES = 256 * 1024;
/** "ConfigMaps" and "Secrets", Kubernetes documentation: the values of one object together, in bytes. */
export const MAX_DATA_BYTES = 1024 * 1024;

/** What is wrong with the key of a label or annotation: an optional prefix, which is a DNS subdomain, a slash, and a name. */
export function qualifiedNameFault(key: string): string | undefined {
  const parts = key.split("/");
  if (parts.length > 2) return "has more than one slash";
  const name = parts[parts.length - 1];
  if (parts.length === 2 && (parts[0].length > MAX_DNS_SUBDOMAIN || !DNS_SUBDOMAIN.test(parts[0]))) {
    return "has a prefix that is no DNS subdomain";
  }
  if (name.length > MAX_QUALIFIED_NAME) return `has a name of ${name.length} characters`;
  return QUALIFIED_NAME.test(name) ? undefined : "has a name with other characters";
}

/** What is wrong with the value of a label. */
export function labelValueFault(value: string): string | undefined {
  if (value.length > MAX_QUALIFIED_NAME) return `has ${value.length} characters`;
  return value === "" || QUALIFIED_NAME.test(value) ? undefined : "has other characters";
}

/** "Role and ClusterRole", "Object Names and IDs", Kubernetes documentation: a path segment. */
export function pathSegmentFault(name: string): string | undefined {
  if (name === "") return "is empty";
  return /[/%]|^\.\.?$/.test(name) ? "is no path segment" : undefined;
}

/** What labels begin with by which a built-in ClusterRole takes another one's rules over: "Aggregated ClusterRoles", Kubernetes documentation. */
export const AGGREGATION_LABEL = "rbac.authorization.k8s.io/aggregate-to-";
