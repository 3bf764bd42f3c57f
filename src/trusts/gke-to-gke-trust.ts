import { Construct } from "constructs";
import { ToGkeTrust, ToGkeTrustProps } from "./to-gke-trust";
import { ClusterKind } from "../clusters";

/** What a trust between two GKE clusters is made from. */
export interface GkeToGkeTrustProps extends ToGkeTrustProps {
  /**
   * Uses the workload identity pool that GKE keeps for the source's project, so that no pool is made and no token is
   * projected. The same namespace and name in ANY cluster of that project is then the same principal, which warns.
   *
   * @default false
   */
  readonly builtInPool?: boolean;
}

/**
 * Lets a service account of a GKE cluster act in another GKE cluster, of the same or another project. Makes a workload
 * identity pool for the source and the right to look the cluster up in the target's project, and bindings on the
 * service account's `principal://`; or, with `builtInPool`, the right and the bindings alone.
 */
export class GkeToGkeTrust extends ToGkeTrust {
  /**
   * Makes the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the target's providers
   * @param id the trust's id
   * @param props who is trusted, by which cluster, with what access
   */
  public constructor(scope: Construct, id: string, props: GkeToGkeTrustProps) {
    super(scope, id, props, ClusterKind.GKE, props.builtInPool);
  }
}
