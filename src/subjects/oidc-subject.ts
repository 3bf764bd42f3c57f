import { OidcIssuer } from "./oidc-issuer";
import { SubjectGroup } from "./subject-group";
import { SharedId } from "../common";

/**
 * Who is trusted: the `sub` of an issuer's tokens. A cluster's `serviceAccount(namespace, name)` makes one.
 */
export abstract class OidcSubject {
  /** The issuer of the subject's tokens. */
  public readonly issuedBy: OidcIssuer;

  /** @internal */
  protected constructor(issuedBy: OidcIssuer) {
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
   * The claim by which a pattern's subjects are told.
   * @internal
   */
  public get _group(): SubjectGroup | undefined {
    return undefined;
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
    return this._nameParts.join(":");
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
    return this.issuedBy._stableKey.id((key) => make([key, ...this._parts].join("_")));
  }

  /**
   * A part of construct ids that belongs to this subject alone.
   * @internal
   */
  public get _key(): string {
    return [this.issuedBy._stableKey.value, ...this._parts].join("_");
  }

  /**
   * Tells this subject from every other one of the app; no address and no name is made of it.
   * @internal
   */
  public get _identity(): string {
    return [this.issuedBy.node.path, ...this._parts].join(":");
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
