import { Rule } from "./rule";

/**
 * What rules that are wanted give beyond those that are held, as rules of one verb on one resource or path each.
 *
 * Kubernetes source: `component-helpers/auth/rbac/validation/policy_comparator.go`.
 */
export function missingRules(
  held: readonly Partial<Rule>[],
  wanted: readonly Partial<Rule>[],
): readonly Partial<Rule>[] {
  return wanted.flatMap(single).filter((one) => !held.some((rule) => coversRule(rule, one)));
}

/** A rule as rules of one verb on one resource or path each. */
function single(rule: Partial<Rule>): Partial<Rule>[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs = [] } = rule;
  const names = resourceNames.length ? resourceNames.map((name) => [name]) : [[]];
  return verbs.flatMap((verb) => [
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        names.map((name) => ({ verbs: [verb], apiGroups: [group], resources: [resource], resourceNames: name })),
      ),
    ),
    ...nonResourceURLs.map((url) => ({ verbs: [verb], nonResourceURLs: [url] })),
  ]);
}

/** Whether a rule that is held gives all that a single one does. */
function coversRule(held: Partial<Rule>, wanted: Partial<Rule>): boolean {
  const all = (name: "verbs" | "apiGroups") =>
    (wanted[name] ?? []).every((one) => [one, "*"].some((it) => held[name]?.includes(it)));
  const resources = (wanted.resources ?? []).every((one) => coversResource(held.resources ?? [], one));
  const urls = (wanted.nonResourceURLs ?? []).every((one) => coversUrl(held.nonResourceURLs ?? [], one));
  return all("verbs") && all("apiGroups") && resources && urls && coversNames(held.resourceNames, wanted.resourceNames);
}

function coversResource(held: readonly string[], wanted: string): boolean {
  const [, subresource] = /^[^/]*\/(.*)$/.exec(wanted) ?? [];
  return (
    held.includes("*") || held.includes(wanted) || (subresource !== undefined && held.includes(`*/${subresource}`))
  );
}

function coversUrl(held: readonly string[], wanted: string): boolean {
  return held.some((one) => one === wanted || (one.endsWith("*") && wanted.startsWith(one.replace(/\*+$/, ""))));
}

function coversNames(held: readonly string[] = [], wanted: readonly string[] = []): boolean {
  if (held.length === 0) return true;
  return wanted.length > 0 && wanted.every((one) => held.includes(one));
}
