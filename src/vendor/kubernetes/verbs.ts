/** "Determine the Request Verb", Kubernetes documentation: the verbs of every API. */
export const API_VERBS: readonly string[] = [
  "get",
  "list",
  "watch",
  "create",
  "update",
  "patch",
  "delete",
  "deletecollection",
];

/**
 * Verbs of requests for objects: those of every API, and those that single APIs check. `*` asks for all of them.
 *
 * Kubernetes source: `resourceVerbs` in `staging/src/k8s.io/kubectl/pkg/cmd/auth/cani.go`; the last one is of
 * `plugin/pkg/admission/noderestriction`.
 */
export const RESOURCE_VERBS: readonly string[] = [
  ...API_VERBS,
  ...["use", "bind", "impersonate", "*", "approve", "sign", "escalate", "attest"],
  "request-serviceaccounts-token-audience",
];

/** Verbs of requests for paths: HTTP's, in lower case. Kubernetes source: `nonResourceURLVerbs` in the same file. */
export const PATH_VERBS: readonly string[] = ["get", "put", "post", "head", "options", "delete", "patch", "*"];

/** Whether a verb is one of constrained impersonation, as `impersonate:user-info` and `impersonate-on:user-info:list`. */
export function isImpersonation(verb: string): boolean {
  return /^impersonate(-on)?:[a-z-]+(:[a-z]+)?$/.test(verb);
}
