import { OidcSubject } from "../subjects";

/** Which subjects of an identity are let in: not those whose trusts are all suspended, in whatever order they were made. */
export class AdmittedSubjects {
  private active: readonly string[] = [];
  private suspended: readonly string[] = [];

  /** Notes a trust of a subject. */
  public note({ _key: key }: OidcSubject, suspended: boolean): void {
    const keys = suspended ? this.suspended : this.active;
    if (keys.includes(key)) return;
    if (suspended) this.suspended = keys.concat(key);
    else this.active = keys.concat(key);
  }

  /** Whether any trust is suspended. */
  public get anySuspended(): boolean {
    return this.suspended.length > 0;
  }

  /** Those of some subjects that are let in. */
  public admittedOf(subjects: readonly OidcSubject[]): OidcSubject[] {
    return subjects.filter(({ _key: key }) => this.active.includes(key) || !this.suspended.includes(key));
  }
}
