import { Grant } from "../simulator";

type Permitted = NonNullable<Grant["service"]>;
type ActionsOf = (grant: Permitted) => readonly string[];

/**
 * Whether grants give every action on every resource of another, by their texts: what is bounded by a condition, a denial or a
 * boundary is given by what no other one bounds. Where the texts do not tell, it is not given.
 */
export function coversService(held: readonly Permitted[], wanted: Permitted): boolean {
  const fitting = held.filter((one) => isNoMoreBounded(one, wanted));
  if (fitting.some((one) => isSameRole(one, wanted))) return true;
  if (!wanted.actions && !wanted.dataActions) return false;
  const everyPair = (actionsOf: ActionsOf) =>
    actionsOf(wanted).every((action) =>
      wanted.resources.every((resource) =>
        fitting.some(
          (one) =>
            actionsOf(one).some((given) => matches(given, action, true)) &&
            one.resources.some((given) => reaches(given, resource)),
        ),
      ),
    );
  return everyPair(({ actions = [] }) => actions) && everyPair(({ dataActions = [] }) => dataActions);
}

/** A role or managed policy of which nothing is known but the name. */
function isSameRole(one: Permitted, wanted: Permitted): boolean {
  const isUnknown = ({ actions, dataActions }: Permitted) => !actions && !dataActions;
  const isThere = wanted.resources.every((resource) => one.resources.some((given) => reaches(given, resource)));
  return isUnknown(one) && isUnknown(wanted) && one.name === wanted.name && isThere;
}

function isNoMoreBounded(one: Permitted, wanted: Permitted): boolean {
  return (
    one.conditions.every((condition) => wanted.conditions.includes(condition)) &&
    one.limits.every((limit) => wanted.limits.includes(limit))
  );
}

/** Whether a resource, or a pattern of resources, is what another one names, or in it. */
export function reaches(given: string, resource: string): boolean {
  if (/^\/(?!\/)/.test(given)) {
    // Azure's resource ids are the same in any letter case.
    const [own, asked] = [given, resource].map((one) => one.toLowerCase().replace(/\/+$/, ""));
    return asked === own || asked.startsWith(`${own}/`);
  }
  if (given.startsWith("//")) return resource === given || resource.startsWith(`${given}/`);
  return matches(given, resource, false);
}

/**
 * Whether a pattern matches another pattern's text, and so all that this one matches: `*` stands for any text, `?` for one
 * character and for no `*`. What has a policy variable is compared as it is written.
 */
function matches(pattern: string, text: string, ignoresCase: boolean): boolean {
  const [own, asked] = ignoresCase ? [pattern.toLowerCase(), text.toLowerCase()] : [pattern, text];
  if (own === asked || own === "*") return true;
  if (own.includes("${")) return false;
  // Goes back to the last `*` alone, which is enough, and takes no longer than both lengths multiplied.
  let [at, star, retry] = [0, -1, 0];
  let from = 0;
  while (from < asked.length) {
    const isOne = own[at] === "?" ? asked[from] !== "*" : own[at] === asked[from] && own[at] !== "*";
    if (isOne) {
      at++;
      from++;
    } else if (own[at] === "*") {
      star = at++;
      retry = from;
    } else if (star >= 0) {
      at = star + 1;
      from = ++retry;
    } else return false;
  }
  return /^\**$/.test(own.slice(at));
}

/** Whether a grant may give any of some actions on any of some resources; a managed policy names no resources. */
export function overlapsService(held: Permitted, actions: readonly string[], resources: readonly string[]): boolean {
  const { actions: own, dataActions: ofData } = held;
  const given = [...(own ?? []), ...(ofData ?? [])];
  const isAction = (!own && !ofData) || given.some((one) => actions.some((action) => matches(one, action, true)));
  if (!isAction) return false;
  if (held.resources.length === 0 || resources.length === 0) return true;
  return held.resources.some((one) => resources.some((other) => meet(one, other)));
}

/** Whether two resources, or patterns of them, may name the same, by what stands before their wildcards. */
function meet(one: string, other: string): boolean {
  // Which resources are in a project or below a management group, their names do not all tell.
  if ([one, other].some((name) => /^\/\/cloudresourcemanager\.|^\/providers\/microsoft\.management\//i.test(name))) {
    return true;
  }
  if (one.startsWith("/")) return reaches(one, other) || reaches(other, one);
  const [a, b] = [one, other].map((name) => name.split(/[*?$]/)[0]);
  if (a === one) return matches(other, one, false);
  if (b === other) return matches(one, other, false);
  return a.startsWith(b) || b.startsWith(a);
}
