import { Construct } from "constructs";
import { EksSourceRole } from "./eks-source-role";
import { ToEksTrust, ToEksTrustProps } from "./to-eks-trust";
import { ClusterKind } from "../clusters";

/** What a trust between two EKS clusters is made from. */
export interface EksToEksTrustProps extends ToEksTrustProps {
  /**
   * A role of the source account that the service account's pods have already. The access entry names it directly, and
   * nothing is made in the target's IAM.
   *
   * @default - the service account federates like one of any other cloud
   */
  readonly sourceRole?: EksSourceRole;
}

/**
 * Lets a service account of an EKS cluster act in another EKS cluster, of the same or another account. Makes an IAM
 * OIDC provider for the source's issuer, a federated role and an access entry in the target's account, and bindings on
 * the role's group; or, with `sourceRole`, the access entry and the bindings alone.
 */
export class EksToEksTrust extends ToEksTrust {
  /**
   * Makes the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the target's providers
   * @param id the trust's id
   * @param props who is trusted, by which cluster, with what access
   */
  public constructor(scope: Construct, id: string, props: EksToEksTrustProps) {
    super(scope, id, props, ClusterKind.EKS, props.sourceRole);
  }
}
