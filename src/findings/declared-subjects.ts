import { World } from "../simulator";

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
      const parts = user.split(SESSION_NAME);
      this.templates.push([user, index]);
      if (parts.length === 1) note(this.users, user, index);
      else this.patterns.push([patternOf(parts), index]);
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
    if (!SESSION_NAME.test(template)) return this.firstWith({ kind: "User", name: template });
    const pattern = patternOf(template.split(SESSION_NAME));
    const shared = this.templates.find(
      ([user]) => user === template || pattern.test(user.replace(SESSION_NAME, "any")),
    );
    return shared?.[1] ?? Infinity;
  }
}

const SESSION_NAME = /\{\{SessionName(?:Raw)?\}\}/;

function note(known: Map<string, number>, name: string, index: number): void {
  if (!known.has(name)) known.set(name, index);
}

function patternOf(parts: readonly string[]): RegExp {
  const texts = parts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${texts.join("[\\w+=,.@-]+")}$`);
}
