import { namesAction, Statement } from "./statement";
import { wildcard } from "../wildcard";

/**
 * Whether statements may allow an action on one of some resources: what is allowed under a condition counts, and what is
 * denied under one does not.
 *
 * AWS IAM documentation: "Policy evaluation logic".
 *
 * @param resources patterns, of which one is enough; each may hold wildcards itself
 */
export function mayAllow(statements: readonly Statement[], action: string, resources: readonly string[]): boolean {
  const isDenied = (resource: string) =>
    statements.some((one) => one.Effect === "Deny" && !isConditional(one) && covers(one, action, resource));
  return resources.some(
    (resource) =>
      !isDenied(resource) && statements.some((one) => one.Effect === "Allow" && touches(one, action, resource)),
  );
}

function isConditional({ Condition }: Statement): boolean {
  return typeof Condition === "object" && Condition !== null && Object.keys(Condition).length > 0;
}

/** Whether a statement names an action. */
function isOf({ Action, NotAction }: Statement, action: string): boolean {
  if (Action !== undefined) return namesAction(Action, action);
  return NotAction !== undefined && !namesAction(NotAction, action);
}

/** Whether a statement is about all of a resource. */
function covers(statement: Statement, action: string, resource: string): boolean {
  if (!isOf(statement, action)) return false;
  const [Resource, NotResource] = [patterns(statement.Resource), patterns(statement.NotResource)];
  if (Resource) return Resource.some((one) => wildcard(one).test(resource));
  return NotResource === undefined || !NotResource.some((one) => overlaps(one, resource));
}

/** Whether a statement is about some of a resource. */
function touches(statement: Statement, action: string, resource: string): boolean {
  if (!isOf(statement, action)) return false;
  const [Resource, NotResource] = [patterns(statement.Resource), patterns(statement.NotResource)];
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

function patterns(written: string | readonly string[] | undefined): readonly string[] | undefined {
  return written === undefined ? undefined : [written].flat().map(String);
}
