import { Expected, Observed, TrialResult } from "../lab";
import { DeclaredAccess } from "../simulator";
import type { ReportedEdge } from "./report";

/** What trials are called, by their codes. */
const TITLES: Readonly<Record<string, string>> = {
  "own-identity": "its own service account",
  suspended: "its own service account, which must stay out",
  "outside-its-time": "its own service account, out of its time:",
  "exact-access": "exactly its access",
  "list-allowed": "lists pods where it may",
  "list-refused": "lists pods where it may not",
  "another-namespace": "another namespace",
  "another-service-account": "another service account",
  "another-subject": "intruder:",
  "another-audience": "another audience",
  "further-audience": "the further audience",
  "expired-token": "an expired token",
  "another-clusters-key": "a key of another cluster",
  "strangers-key": "a stranger's key",
  "strangers-issuer": "a stranger's issuer",
  "undeclared-service-account": "the undeclared service account",
  "other-service-account": "by this edge, the service account",
  "pool-members": "grants to its pool's other members",
  "other-callers": "other identities that can act as its principal",
  "any-user": "any authenticated or anonymous user",
  "identity-from-elsewhere": "the identity of",
  "replayed-token": "its token, 15 minutes later",
  "exact-actions": "exactly its actions on its resources",
  "next-resource": "the next resource",
  "next-prefix": "the next prefix",
  "next-verb": "the next verb",
  "another-clouds-token": "its token for",
  "other-identities": "identities of other edges",
  "webhook-pod": "a pod that the webhook wires",
  "webhook-down": "a pod made while the webhook is down",
  "webhook-label": "a pod without the webhook's label",
};

/** What a trial is called, with what tells it apart from others of its code. */
export function titleOf({
  code,
  variant,
  category,
  way,
}: Pick<TrialResult, "code" | "variant"> & Partial<TrialResult>) {
  const title = TITLES[code] ?? code;
  const how = category === "intruder" && way === "client" ? ", with the plugin" : "";
  return `${variant === undefined ? title : `${title} ${variant}`}${how}`;
}

/** What must come of a trial, in words. */
export function expectedWords(expected: Expected): string {
  switch (expected.kind) {
    case "reached":
      return `reaches the cluster as ${expected.user}`;
    case "access":
      return `may ${accessWords(expected.accesses)}, and nothing else`;
    case "acts-as":
      return `acts as ${expected.principal}`;
    case "services":
      return `may ${expected.grants.join("; ")}, and nothing else`;
    case "list":
      return `${expected.allowed ? "may" : "may not"} list pods in ${expected.namespace}`;
    case "refused":
      return expected.hop === undefined ? "refused" : `refused at ${expected.hop}`;
    case "no-caller":
      return "none";
    case "no-grant":
      return "none";
    case "no-right":
      return "refused, or without a right that was granted";
  }
}

/** What came of a trial, in words. */
export function observedWords(observed: Observed): string {
  switch (observed.kind) {
    case "reached":
      return reachedWords(observed);
    case "refused": {
      const { hop, code, message } = observed;
      const where = hop === undefined ? "refused" : `refused at ${hop}`;
      return [where, code, message].filter((part) => part !== undefined).join(": ");
    }
    case "acts-as":
      return `acts as ${observed.principal}`;
    case "accepted":
      return `the ${observed.by === "cloud" ? "cloud" : "API server"} accepted the token`;
    case "answered":
      return `${observed.questions} questions answered so`;
    case "request":
      return `${observed.allowed ? "may" : "may not"} ${observed.request}`;
    case "further-right":
      return `has ${observed.right}`;
    case "unbound":
      return `no binding to ${accessWords(observed.accesses)}`;
    case "listed":
      return `${observed.pods} pods in ${observed.namespace}`;
    case "caller":
      return observed.identity;
    case "grant":
      return `${observed.identity} has ${observed.role}`;
    case "none":
      return "none";
    case "untried":
      return "its own service account does not get as far as declared";
    case "assumed":
      return `assumed: ${observed.assumption}; it is not part of what was read`;
  }
}

function reachedWords({ user, difference }: Extract<Observed, { kind: "reached" }>): string {
  const { name, groups } = user;
  const seen = `reached the cluster as ${name}${groups.length ? ` in ${groups.join(", ")}` : ""}`;
  if (!difference) return seen;
  const { missingGroups, furtherGroups } = difference;
  return [
    seen,
    ...(difference.name === undefined ? [] : [`"${difference.name}" was declared`]),
    ...(missingGroups.length ? [`the declared ${missingGroups.join(", ")} is missing`] : []),
    ...(furtherGroups.length ? [`${furtherGroups.join(", ")} was not declared`] : []),
  ].join("; ");
}

/** What an edge may, in a few words. */
export function rightsWords({
  access,
  services,
  suspended,
}: Pick<ReportedEdge, "access" | "services" | "suspended">): string {
  if (suspended) return "suspended";
  return services ? [...new Set(services)].join("; ") : accessWords(access);
}

/** Accesses in a few words. */
function accessWords(accesses: readonly DeclaredAccess[]): string {
  if (accesses.length === 0) return "authenticate";
  const words = accesses.map(({ kind, role, namespaces, cloudPolicy }) => {
    const what = kind === "Role" ? `Role ${role}` : role;
    const where = namespaces.length ? `in ${namespaces.join(", ")}` : "everywhere";
    return `${what} ${where}${cloudPolicy ? " by cloud policy" : ""}`;
  });
  return [...new Set(words)].join("; ");
}

/** `1 edge`, `2 edges`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
