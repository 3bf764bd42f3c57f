import { Construct } from "constructs";
import { ToGkeTrust, ToGkeTrustProps } from "./to-gke-trust";
import { ClusterKind } from "../clusters";

/**
 * Lets a service account of a self-managed cluster act in a GKE cluster. Makes
 * a workload identity pool for the source and the right to look the cluster up in the target's project, and bindings on the
 * service account's `principal://`.
 */
export class OidcToGkeTrust extends ToGkeTrust {
  /**
   * Makes the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the target's providers
   * @param id the trust's id
   * @param props who is trusted, by which cluster, with what access
   */
  public constructor(scope: Construct, id: string, props: ToGkeTrustProps) {
    super(scope, id, props, ClusterKind.OIDC);
  }
}
