import { Token } from "cdktf";
import { IConstruct } from "constructs";
import { isLiteral, problem, resolved } from "../common";

/** What is known of an account by name: an id, a number, a tenant. */
export type Facts = { readonly [name: string]: string | undefined };

interface Told {
  /** What tells it, for people. */
  readonly by: string;
  readonly facts: Facts;
}

/** What an account, its provider and its clusters tell of the account. All must tell the same. */
export class AccountFacts {
  private readonly told: Told[] = [];

  public constructor(
    private readonly account: IConstruct,
    /** Facts that only apply may tell: a token is taken for whatever another one tells. */
    private readonly mixable: readonly string[],
  ) {}

  public hear(by: string, facts: Facts): void {
    this.told.push({ by, facts });
  }

  /** A fact, as a literal where one is told; otherwise a token, where one is told. */
  public find(name: string): string | undefined {
    let unknown: string | undefined;
    for (const { facts } of this.told) {
      const value = facts[name];
      if (value === undefined || value === "") continue;
      if (isLiteral(value)) return value;
      unknown ??= value;
    }
    return unknown;
  }

  public problems(): (string | undefined)[] {
    const names = [...new Set(this.told.flatMap(({ facts }) => Object.keys(facts)))];
    return names.map((name) => this.contradiction(name));
  }

  private contradiction(name: string): string | undefined {
    const told = this.told.flatMap(({ by, facts }) => (facts[name] ? [{ by, value: facts[name] }] : []));
    for (const [index, second] of told.entries()) {
      const first = told.slice(0, index).find(({ value }) => !this.canBeEqual(name, value, second.value));
      if (!first) continue;
      return problem(
        name,
        `is ${this.shown(first.value)} by "${first.by}" and ${this.shown(second.value)} by "${second.by}", which are of one account`,
        `Give both the same ${name}, or two accounts`,
      );
    }
    return undefined;
  }

  private canBeEqual(name: string, a: string, b: string): boolean {
    if ((Token.isUnresolved(a) || Token.isUnresolved(b)) && this.mixable.includes(name)) return true;
    if (Token.isUnresolved(a) !== Token.isUnresolved(b)) return false;
    return this.shown(a).toLowerCase() === this.shown(b).toLowerCase();
  }

  private shown(value: string): string {
    return isLiteral(value) ? value : String(resolved(this.account, value));
  }
}
