import { AccessRequest, combined } from "./request";

/** A rule of a role. */
export interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * Whether a rule allows a request. Everything is compared byte for byte; `*` stands for all of a kind, and `*` before a
 * subresource for that subresource of everything.
 *
 * Kubernetes source: `pkg/apis/rbac/v1/evaluation_helpers.go`.
 */
export function allows(rule: Rule, request: AccessRequest): boolean {
  if (!has(rule.verbs, request.verb)) return false;
  if ("path" in request) return (rule.nonResourceURLs ?? []).some((url) => coversPath(url, request.path));
  const { resources = [], apiGroups = [], resourceNames = [] } = rule;
  const named = resourceNames.length === 0 || resourceNames.includes(request.name ?? "");
  const ofAll = request.subresource ? `*/${request.subresource}` : undefined;
  return (
    has(apiGroups, request.group) &&
    named &&
    resources.some((one) => one === "*" || one === combined(request) || one === ofAll)
  );
}

function has(list: readonly string[], value: string): boolean {
  return list.includes("*") || list.includes(value);
}

function coversPath(url: string, path: string): boolean {
  return url === "*" || url === path || (url.endsWith("*") && path.startsWith(url.replace(/\*+$/, "")));
}
