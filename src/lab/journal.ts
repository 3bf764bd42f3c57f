import { Answer } from "../simulator";

/** What each hop answered to whoever came with one token: a token's `jti`, or what stands for it where there is none. */
export class Journal {
  private readonly answers = new Map<string, Answer<unknown>[]>();

  public note(traveller: string, answer: Answer<unknown>): void {
    this.answers.set(traveller, [...this.of(traveller), answer]);
  }

  /** In the order of their coming. */
  public of(traveller: string): readonly Answer<unknown>[] {
    return this.answers.get(traveller) ?? [];
  }
}
