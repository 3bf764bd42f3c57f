import { Construct } from "constructs";
import { issuerProblem } from "./issuer-url";
import { StableKey } from "./stable-key";
import { StableKeyOptions } from "./stable-key-options";
import { problem, refuse } from "../common";

/**
 * An OpenID Connect issuer as a source of identities. It creates nothing: it carries the issuer's URL, which the
 * accounts that trust its subjects register.
 */
export abstract class OidcIssuer extends Construct {
  private readonly issuerUrl?: string;

  /** @internal */
  protected constructor(scope: Construct, id: string, options: StableKeyOptions, issuer?: string) {
    super(scope, id);
    this.issuerUrl = issuer;
    this._stableKey = new StableKey(this, options);
    refuse(this, () => this._problems());
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
   * Public signing keys for clouds that cannot fetch them.
   * @internal
   */
  public get _uploadedKeys(): string | undefined {
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
