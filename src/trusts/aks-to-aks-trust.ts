import { Construct } from "constructs";
import { ToAksTrust, ToAksTrustProps } from "./to-aks-trust";
import { ClusterKind } from "../clusters";

/**
 * Lets a service account of an AKS cluster act in an AKS cluster. The two may be in different subscriptions and tenants. Makes
 * a user-assigned identity with a federated credential in the target's subscription, and bindings on its object id.
 */
export class AksToAksTrust extends ToAksTrust {
  /**
   * Makes the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the target's providers
   * @param id the trust's id
   * @param props who is trusted, by which cluster, with what access
   */
  public constructor(scope: Construct, id: string, props: ToAksTrustProps) {
    super(scope, id, props, ClusterKind.AKS);
  }
}
