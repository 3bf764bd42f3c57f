import { SubjectGroup } from "./subject-group";
import { TokenIssuer } from "./token-issuer";
import { TokenWay } from "./token-way";
import { Risk, SharedId } from "../common";

/**
 * Who is trusted: the `sub` of an issuer's tokens. A cluster's `serviceAccount(namespace, name)` makes one, and so do
 * `GithubActions`, `GitlabCi`, `OidcIssuer` and the clouds' machine identities.
 */
export abstract class OidcSubject {
  /** The issuer of the subject's tokens. */
  public readonly issuedBy: TokenIssuer;
  private knownKey?: string;
  private knownName?: string;
  private knownIdentity?: string;

  /** @internal */
  protected constructor(issuedBy: TokenIssuer) {
    this.issuedBy = issuedBy;
  }

  /** The token's `sub`. It ends in `*` for a group of subjects. */
  public abstract get subject(): string;
  /** Whether this stands for more than one `sub`. */
  public abstract get isPattern(): boolean;

  /**
   * What tells the subject apart among those of its issuer, in construct ids and names. Without an underscore.
   * @internal
   */
  public abstract get _parts(): string[];

  /**
   * What a name of Google's that takes no long subject can use instead.
   * @internal
   */
  public get _uid(): string | undefined {
    return undefined;
  }

  /**
   * What to do where the subject is too long for Google.
   * @internal
   */
  public get _longSubjectWay(): string {
    return "Use shorter names";
  }

  /**
   * The claim by which a pattern's subjects are told.
   * @internal
   */
  public get _group(): SubjectGroup | undefined {
    return undefined;
  }

  /**
   * How the exec plugin finds its token; undefined for the file where pods mount it.
   *
   * @param destinationId what trusts the token
   * @internal
   */
  public _tokenWay(destinationId: string): TokenWay | undefined {
    return this.issuedBy._tokenWay(destinationId);
  }

  /**
   * What a trust in it makes possible beyond what its sentence says.
   * @internal
   */
  public get _risks(): readonly Risk[] {
    return [];
  }

  /**
   * What it is, for descriptions of cloud objects.
   * @internal
   */
  public get _what(): string {
    return `a subject of ${this.issuedBy._title}`;
  }

  /**
   * What names this subject for people.
   * @internal
   */
  public get _id(): string {
    return [this.issuedBy.node.id, ...this._parts].join(":");
  }

  /**
   * What names of cloud objects are made of. It stays when the source's construct is renamed.
   * @internal
   */
  public get _name(): string {
    return (this.knownName ??= this._nameParts.join(":"));
  }

  /**
   * What names of cloud objects are made of, part by part.
   * @internal
   */
  public get _nameParts(): string[] {
    return [this.issuedBy._stableKey.former, ...this._parts];
  }

  /**
   * A construct id for what belongs to this subject alone. Its parts have no underscore, so they stay apart.
   * @internal
   */
  public _sharedId(make: (key: string) => string): SharedId {
    const { value, former } = this.issuedBy._stableKey;
    const id = make(this._key);
    return { id, formerId: former === value ? id : make([former, ...this._parts].join("_")) };
  }

  /**
   * A part of construct ids that belongs to this subject alone.
   * @internal
   */
  public get _key(): string {
    return (this.knownKey ??= [this.issuedBy._stableKey.value, ...this._parts].join("_"));
  }

  /**
   * Tells this subject from every other one of the app; no address and no name is made of it.
   * @internal
   */
  public get _identity(): string {
    return (this.knownIdentity ??= [this.issuedBy.node.path, ...this._parts].join(":"));
  }

  /**
   * Whether a trust in this subject is a trust in another one.
   * @internal
   */
  public _covers(other: OidcSubject): boolean {
    return this._identity === other._identity;
  }

  /** @internal */
  public abstract _problems(): (string | undefined)[];
}
