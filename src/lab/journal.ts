import { Answer } from "../simulator";

/** What each hop answered to whoever came with one token: a token's `jti`, or what stands for it where there is none. */
export class Journal {
  private readonly answers = new Map<string, Answer<unknown>[]>();

  public note(bearer: string, answer: Answer<unknown>): void {
    this.answers.set(bearer, [...this.of(bearer), answer]);
  }

  /** In the order of their coming. */
  public of(bearer: string): readonly Answer<unknown>[] {
    return this.answers.get(bearer) ?? [];
  }
}
