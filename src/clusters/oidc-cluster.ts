import { Construct } from "constructs";
import { Cluster, ClusterKind } from "./cluster";
import { Jwks } from "./jwks";
import { StableKeyOptions } from "../subjects";

/** What a self-managed cluster is described by. */
export interface OidcClusterAttributes extends StableKeyOptions {
  /** The API server's `--service-account-issuer`, byte for byte. A token is allowed. */
  readonly issuer: string;
  /**
   * The cluster's public signing keys, the JSON of `kubectl get --raw /openid/v1/jwks`, uploaded to Google for an
   * issuer that it cannot reach. It is not refreshed: upload new keys before they are used. AWS and Azure have no such
   * upload, so for them the issuer must be public. Members that Google does not take (x5c, x5t, …) are left out.
   *
   * @default - Google fetches the keys from the issuer
   */
  readonly jwks?: string;
}

/**
 * A self-managed cluster, source only: any API server that issues OpenID Connect tokens for its service accounts.
 *
 * Kubernetes documentation: "Configure Service Accounts for Pods", section on issuer discovery.
 */
export class OidcCluster extends Cluster {
  /**
   * Declares a self-managed cluster. Nothing is created.
   *
   * @param scope where the declaration lives
   * @param id the cluster's name in construct paths and default names
   * @param attributes what is known of the cluster; every value may be a token
   */
  public static fromAttributes(scope: Construct, id: string, attributes: OidcClusterAttributes): OidcCluster {
    return new OidcCluster(scope, id, attributes);
  }

  /** The public keys to upload to Google, reduced to the members that it takes; a token is handed on as it is. */
  public readonly jwks?: string;
  private readonly keys?: Jwks;

  private constructor(scope: Construct, id: string, attributes: OidcClusterAttributes) {
    super(scope, id, ClusterKind.OIDC, attributes, attributes.issuer);
    this.keys = attributes.jwks === undefined ? undefined : new Jwks(attributes.jwks);
    this.jwks = this.keys?.forGoogle();
  }

  /** @internal */
  public override get _uploadedKeys(): string | undefined {
    return this.jwks;
  }

  /** @internal */
  public override get _declaredKeys(): Record<string, string> | undefined {
    return this.keys?.thumbprints();
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    return [...super._problems(), ...(this.keys?.problems() ?? [])];
  }
}
