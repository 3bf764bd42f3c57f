import { Construct } from "constructs";
import { issuerProblem } from "./issuer-url";
import { StableKey } from "./stable-key";
import { StableKeyOptions } from "./stable-key-options";
import { TargetCloud, TokenWay } from "./token-way";
import { problem, refuseFaulty } from "../common";

/**
 * Whatever signs OpenID Connect tokens and is a source of identities: a cluster, a CI service, a cloud. It creates nothing:
 * it carries the issuer's URL, which the accounts that trust its subjects register.
 */
export abstract class TokenIssuer extends Construct {
  private readonly issuerUrl?: string;

  /** @internal */
  protected constructor(scope: Construct, id: string, options: StableKeyOptions, issuer?: string) {
    super(scope, id);
    this.issuerUrl = issuer;
    this._stableKey = new StableKey(this, options);
    refuseFaulty(this);
  }

  /**
   * The `iss` of the tokens that this issuer signs, byte for byte: AKS issuers end in a slash, EKS and GKE issuers do
   * not. An empty string for a cluster that was declared without one.
   */
  public get issuer(): string {
    return this.issuerUrl ?? "";
  }

  /**
   * What addresses and names are made of. Not the issuer's URL, which may be unknown until apply and changes when a
   * cluster is recreated, and not the construct's path, which changes with a stack's name.
   * @internal
   */
  public readonly _stableKey: StableKey;

  /**
   * What the issuer is, for descriptions of cloud objects.
   * @internal
   */
  public get _title(): string {
    return `the issuer ${this._stableKey.former}`;
  }

  /**
   * What it is called where it is one of several.
   * @internal
   */
  public get _noun(): string {
    return "issuer";
  }

  /**
   * What its registration in a Google pool is called.
   * @internal
   */
  public get _providerId(): string {
    return "oidc";
  }

  /**
   * The audience of its tokens, where a token's audience cannot be chosen for each target.
   * @internal
   */
  public get _fixedAudience(): string | undefined {
    return undefined;
  }

  /**
   * The audiences of tokens that its callers have for the issuer itself, whatever they are meant for.
   * @internal
   */
  public get _ownAudiences(): readonly string[] {
    return [];
  }

  /**
   * The name by which AWS knows the issuer without a registration.
   * @internal
   */
  public get _builtInToAws(): string | undefined {
    return undefined;
  }

  /**
   * Why a cloud does not trust this issuer's tokens, as a refusal.
   * @internal
   */
  public _refusedBy(_cloud: TargetCloud | undefined): string | undefined {
    return undefined;
  }

  /**
   * How the exec plugin finds a token of this issuer; undefined for the file where pods mount it.
   *
   * @param _destinationId what trusts the token
   * @internal
   */
  public _tokenWay(_destinationId: string): TokenWay | undefined {
    return undefined;
  }

  /**
   * Public signing keys for clouds that cannot fetch them.
   * @internal
   */
  public get _uploadedKeys(): string | undefined {
    return undefined;
  }

  /**
   * The thumbprints of those keys by their ids; empty where they are a token.
   * @internal
   */
  public get _declaredKeys(): Record<string, string> | undefined {
    return undefined;
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    return [issuerProblem(this.issuerUrl), ...this._stableKey.problems()];
  }

  /**
   * What stops this issuer from being a source.
   * @internal
   */
  public _sourceProblems(): (string | undefined)[] {
    if (this.issuerUrl) return [];
    return [
      problem("issuer", "is missing, and this cluster is the source of a trust", "Give the cluster's issuer URL"),
    ];
  }
}
