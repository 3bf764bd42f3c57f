import { userPattern, World } from "../simulator";
import { SESSION_NAME_TEMPLATE } from "../vendor/aws/eks";

/** A user or group as a binding names it. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
}

/** The users and groups that declarations name, by the number of the first that names each. */
export class DeclaredSubjects {
  private readonly users = new Map<string, number>();
  private readonly groups = new Map<string, number>();
  /** Users whose names end with that of a session. */
  private readonly patterns: (readonly [user: RegExp, index: number])[] = [];
  private readonly templates: (readonly [user: string, index: number])[] = [];

  public constructor(declarations: readonly World["edges"][number]["declaration"][]) {
    for (const [index, { user, groups }] of declarations.entries()) {
      this.templates.push([user, index]);
      if (SESSION_NAME_TEMPLATE.test(user)) this.patterns.push([userPattern(user), index]);
      else note(this.users, user, index);
      for (const group of groups) note(this.groups, group, index);
    }
  }

  /** The first that names a subject; infinite where none does. */
  public firstWith({ kind, name }: Subject): number {
    if (kind === "Group") return this.groups.get(name) ?? Infinity;
    if (kind !== "User") return Infinity;
    const [, byPattern = Infinity] = this.patterns.find(([pattern]) => pattern.test(name)) ?? [];
    return Math.min(this.users.get(name) ?? Infinity, byPattern);
  }

  /** The first whose user may be one that a template gives, by names of sessions that its principal chooses. */
  public firstOfTemplate(template: string): number {
    if (!SESSION_NAME_TEMPLATE.test(template)) return this.firstWith({ kind: "User", name: template });
    const pattern = userPattern(template);
    const shared = this.templates.find(
      ([user]) => user === template || pattern.test(user.replace(SESSION_NAME_TEMPLATE, "any")),
    );
    return shared?.[1] ?? Infinity;
  }

  /** The first with a group that a template gives, by names of sessions that its principal chooses. */
  public firstOfGroupTemplate(template: string): number {
    const pattern = userPattern(template);
    return Math.min(...[...this.groups].flatMap(([name, index]) => (pattern.test(name) ? [index] : [])), Infinity);
  }
}

function note(known: Map<string, number>, name: string, index: number): void {
  if (!known.has(name)) known.set(name, index);
}
