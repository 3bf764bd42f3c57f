import { wildcard } from "./condition";

/** A statement of a permission policy, as far as it is judged. */
export interface PermissionStatement {
  readonly Effect: string;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  /** Whether a condition may keep it from counting. */
  readonly isConditional: boolean;
}

interface Written {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a permission policy. @throws SyntaxError for what is not JSON */
export function permissionStatementsOf(document: string): readonly PermissionStatement[] {
  const parsed = JSON.parse(document) as { Statement?: Written | Written[] } | null;
  return [parsed?.Statement ?? []].flat().map(({ Effect, Action, NotAction, Resource, NotResource, Condition }) => ({
    Effect: String(Effect),
    ...list("Action", Action),
    ...list("NotAction", NotAction),
    ...list("Resource", Resource),
    ...list("NotResource", NotResource),
    isConditional: typeof Condition === "object" && Condition !== null && Object.keys(Condition).length > 0,
  }));
}

function list(name: string, value: unknown): object {
  return value === undefined || value === null ? {} : { [name]: [value].flat().map(String) };
}

/**
 * Whether statements may allow an action on one of some resources: what is allowed under a condition counts, and what is
 * denied under one does not.
 *
 * AWS IAM documentation: "Policy evaluation logic".
 *
 * @param resources patterns, of which one is enough; each may hold wildcards itself
 */
export function mayAllow(
  statements: readonly PermissionStatement[],
  action: string,
  resources: readonly string[],
): boolean {
  const isDenied = (resource: string) =>
    statements.some((one) => one.Effect === "Deny" && !one.isConditional && covers(one, action, resource));
  return resources.some(
    (resource) =>
      !isDenied(resource) && statements.some((one) => one.Effect === "Allow" && touches(one, action, resource)),
  );
}

function namesAction({ Action, NotAction }: PermissionStatement, action: string): boolean {
  const matches = (patterns: readonly string[]) => patterns.some((one) => wildcard(one, "i").test(action));
  if (Action) return matches(Action);
  return NotAction !== undefined && !matches(NotAction);
}

/** Whether a statement is about all of a resource. */
function covers(statement: PermissionStatement, action: string, resource: string): boolean {
  if (!namesAction(statement, action)) return false;
  const { Resource, NotResource } = statement;
  if (Resource) return Resource.some((one) => wildcard(one).test(resource));
  return NotResource === undefined || !NotResource.some((one) => overlaps(one, resource));
}

/** Whether a statement is about some of a resource. */
function touches(statement: PermissionStatement, action: string, resource: string): boolean {
  if (!namesAction(statement, action)) return false;
  const { Resource, NotResource } = statement;
  if (Resource) return Resource.some((one) => overlaps(one, resource));
  return NotResource === undefined || !NotResource.some((one) => wildcard(one).test(resource));
}

/** Whether two patterns have a text in common; policy variables stand for any text. */
function overlaps(one: string, other: string): boolean {
  const [a, b] = [one, other].map((pattern) => pattern.replace(/\$\{[^}]*\}/g, "*"));
  let reached = closed(new Set([0]), a);
  for (const character of b) {
    const next = new Set<number>();
    for (const at of reached) {
      const wanted = a[at];
      if (character === "*") {
        for (let further = at; further <= a.length; further++) next.add(further);
      } else if (wanted === "*") next.add(at);
      else if (wanted !== undefined && (wanted === "?" || character === "?" || wanted === character)) next.add(at + 1);
    }
    reached = closed(next, a);
  }
  return reached.has(a.length);
}

/** Positions of a pattern that are reached without another character: `*` may stand for nothing. */
function closed(positions: ReadonlySet<number>, pattern: string): ReadonlySet<number> {
  const all = new Set(positions);
  for (const at of all) if (pattern[at] === "*") all.add(at + 1);
  return all;
}
