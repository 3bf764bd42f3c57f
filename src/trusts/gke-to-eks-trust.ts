import { Construct } from "constructs";
import { ToEksTrust, ToEksTrustProps } from "./to-eks-trust";
import { ClusterKind } from "../clusters";

/**
 * Lets a service account of a GKE cluster act in an EKS cluster. Makes
 * an IAM OIDC provider for the source's issuer, a federated role and an access entry in the target's account, and bindings
 * on the role's group.
 */
export class GkeToEksTrust extends ToEksTrust {
  /**
   * Makes the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the target's providers
   * @param id the trust's id
   * @param props who is trusted, by which cluster, with what access
   */
  public constructor(scope: Construct, id: string, props: ToEksTrustProps) {
    super(scope, id, props, ClusterKind.GKE);
  }
}
