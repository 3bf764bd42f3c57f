import { TerraformProvider } from "cdktf";
import { IConstruct } from "constructs";
import { StableKey } from "../subjects/stable-key";

/** The kinds of destination. */
export enum DestinationKind {
  /** An EKS cluster. */
  EKS = "eks",
  /** A GKE cluster. */
  GKE = "gke",
  /** An AKS cluster. */
  AKS = "aks",
  /** The services of an AWS account. */
  AWS = "aws",
  /** The services of a Google Cloud project. */
  GCP = "gcp",
  /** The services of an Azure subscription. */
  AZURE = "azure",
}

/**
 * Where a subject can be granted access: a cluster (`EksCluster`, `GkeCluster`, `AksCluster`), or the services of an account
 * (`AwsAccount`, `GcpProject`, `AzureSubscription`). These six implement it; a mesh refuses others.
 */
export interface IDestination extends IConstruct {
  /** What the destination is, which decides the access and the options that it takes. */
  readonly destinationKind: DestinationKind;

  /**
   * What tells the destination apart in addresses.
   * @internal
   */
  readonly _stableKey: StableKey;

  /**
   * The provider in whose stack trusts into the destination stand.
   * @internal
   */
  readonly _provider: TerraformProvider | undefined;
}
