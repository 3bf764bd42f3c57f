import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { Construct, IConstruct } from "constructs";
import { isLiteral, problem, refuse } from "../common";

/** A project's registration of an issuer: a provider in a workload identity pool. */
export interface IGcpWorkloadIdentityProvider extends IConstruct {
  /** The pool's resource name by project NUMBER: `projects/<number>/locations/global/workloadIdentityPools/<pool>`. */
  readonly poolName: string;
  /** The provider's resource name: the pool's name and `/providers/<provider>`. */
  readonly providerName: string;
  /** The audience that tokens must have; undefined where it is the provider's resource name as a URL. */
  readonly audience?: string;
  /** The pool, where this library made it. */
  readonly pool?: IamWorkloadIdentityPool;
  /** The provider, where this library made it. */
  readonly provider?: IamWorkloadIdentityPoolProvider;
}

/**
 * A workload identity pool provider that exists already. It must map `google.subject` to the token's `sub` and accept
 * the service accounts; nothing is created in its pool.
 *
 * Google Cloud documentation: "Manage workload identity pools and providers".
 */
export class GcpWorkloadIdentityProvider extends Construct implements IGcpWorkloadIdentityProvider {
  /**
   * Declares the provider.
   *
   * @param scope where the declaration lives
   * @param id the declaration's id
   * @param providerName `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`
   * @param audience the audience it accepts. Default: its own resource name as a URL
   */
  public static fromProviderName(
    scope: Construct,
    id: string,
    providerName: string,
    audience?: string,
  ): IGcpWorkloadIdentityProvider {
    return new GcpWorkloadIdentityProvider(scope, id, providerName, audience);
  }

  /** The pool's resource name by project number. */
  public readonly poolName: string;
  /** The provider's resource name. */
  public readonly providerName: string;
  /** The audience that was given, if any. */
  public readonly audience?: string;

  private constructor(scope: Construct, id: string, providerName: string, audience?: string) {
    super(scope, id);
    const pattern = /^(projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+)\/providers\/[a-z0-9-]+$/;
    const match = isLiteral(providerName) ? pattern.exec(providerName) : null;
    this.poolName = match?.[1] ?? "";
    this.providerName = providerName;
    this.audience = audience;
    refuse(this, () => [match ? undefined : this.refusal()]);
  }

  private refusal(): string {
    return problem(
      "providerName",
      isLiteral(this.providerName)
        ? `"${this.providerName}" is not a provider's resource name`
        : "is not known at synth",
      "Give projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>, with the project's number",
    );
  }
}
