/** What is assumed of an object that is not part of what was read. */
export interface Assumption {
  /** In words. */
  readonly belief: string;
  /** Whether the exchange rests on the assumption, so that trying intruders would prove nothing. */
  readonly decidesExchange: boolean;
}

export function assumed(belief: string, decidesExchange = false): Assumption[] {
  return [{ belief, decidesExchange }];
}
