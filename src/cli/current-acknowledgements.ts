import { acknowledges, isExpired } from "../acknowledgement";
import { Written } from "./acknowledgements";

/** What an acknowledgement is looked up by. */
interface Told {
  readonly code: string;
  /** Stack and address, where it has one. */
  readonly address?: string;
}

/** Those acknowledgements that count today, and those that no longer do. */
export class CurrentAcknowledgements {
  /** Those that no longer count. */
  public readonly expired: readonly Written[];
  private readonly current: readonly Written[];

  /** @param now seconds since 1970 */
  public constructor(all: readonly Written[], now: number) {
    this.expired = all.filter((one) => isExpired(one, now));
    this.current = all.filter((one) => !isExpired(one, now));
  }

  /** The same, with the acknowledgement that counts for it, if there is one. */
  public on<T extends Told>(one: T): T & { readonly acknowledgement?: Written } {
    const acknowledgement = this.current.find((it) => acknowledges(it, { code: one.code, place: one.address }));
    return { ...one, ...(acknowledgement ? { acknowledgement } : {}) };
  }

  /** Those that count and that nothing needs. */
  public unusedBy(all: readonly { readonly acknowledgement?: Written }[]): readonly Written[] {
    const used = new Set(all.map(({ acknowledgement }) => acknowledgement));
    return this.current.filter((one) => !used.has(one));
  }
}
