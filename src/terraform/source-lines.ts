import { Member, membersAt, Place } from "./json-members";

const START: Place = { at: 0, line: 1 };
/** The members of so many outer objects are kept, since many paths lead there: the document, its sections, and the types. */
const KEPT_LEVELS = 3;

/** The lines of one synthesized document. */
export class SourceLines {
  private readonly kept = new Map<number, ReadonlyMap<string, Member>>();

  public constructor(private readonly text: string) {}

  /**
   * The line, counted from 1, on which a value stands, or what it is in where it is not there; undefined in a document of one
   * line.
   */
  public of(path: readonly string[]): number | undefined {
    if (!this.text.includes("\n")) return undefined;
    let found: Member | undefined;
    for (const [level, name] of path.entries()) {
      const member = this.membersAt(found?.behind ?? START, level).get(name);
      if (!member) break;
      found = member;
    }
    return found?.line;
  }

  private membersAt(place: Place, level: number): ReadonlyMap<string, Member> {
    const known = this.kept.get(place.at);
    if (known) return known;
    const members = membersAt(this.text, place);
    if (level < KEPT_LEVELS) this.kept.set(place.at, members);
    return members;
  }
}
