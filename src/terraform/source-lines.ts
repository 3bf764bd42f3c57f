import { Member, membersAt, Place } from "./json-members";

const START: Place = { at: 0, line: 1 };
/** The members of so many outer objects are kept, since many paths lead there: the document, its sections, and the types. */
const KEPT_LEVELS = 3;

/** The lines of one synthesized document. */
export class SourceLines {
  private kept?: ReadonlyMap<string, Member>;

  public constructor(private readonly text: string) {}

  /**
   * The line, counted from 1, on which a value stands, or what it is in where it is not there; undefined in a document of one
   * line.
   */
  public of(path: readonly string[]): number | undefined {
    if (!this.text.includes("\n")) return undefined;
    let members = (this.kept ??= membersAt(this.text, START, KEPT_LEVELS));
    let found: Member | undefined;
    for (const name of path) {
      if (found) members = found.members ?? membersAt(this.text, found.behind);
      const member = members.get(name);
      if (!member) break;
      found = member;
    }
    return found?.line;
  }
}
