import { problem } from "../common";
import { TokenIssuer } from "../subjects";

/** What an account has already of issuers. A trust that was made before it was told has created its own. */
export class AdoptedByIssuer<T> {
  private readonly adopted = new Map<TokenIssuer, T>();
  /** The issuers of which trusts were made without anything adopted. */
  private readonly asked = new Set<TokenIssuer>();
  private readonly found: string[] = [];

  /** @param method the account's method by which it is told, for the refusal of a late call */
  public adopt(method: string, issuer: TokenIssuer, what: T): void {
    if (this.asked.has(issuer)) {
      const reason = `is called after a trust of "${issuer.node.path}" into the account, which creates what should be adopted`;
      this.found.push(problem(method, reason, "Call it before the first trust of the issuer"));
    }
    this.adopted.set(issuer, what);
  }

  /** What is adopted of an issuer, asked for by a trust. */
  public of(issuer: TokenIssuer): T | undefined {
    const known = this.adopted.get(issuer);
    if (known === undefined) this.asked.add(issuer);
    return known;
  }

  /** All that is adopted. */
  public get all(): T[] {
    return [...this.adopted.values()];
  }

  public problems(): readonly string[] {
    return this.found;
  }
}
