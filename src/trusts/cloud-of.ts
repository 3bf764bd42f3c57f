import { DestinationKind } from "../accounts";
import { TargetCloud } from "../subjects/token-way";

/** The cloud that exchanges a subject's token for each kind of destination. */
export const CLOUD_OF: { readonly [kind in DestinationKind]: TargetCloud } = {
  [DestinationKind.EKS]: "aws",
  [DestinationKind.GKE]: "google",
  [DestinationKind.AKS]: "azure",
  [DestinationKind.AWS]: "aws",
  [DestinationKind.GCP]: "google",
  [DestinationKind.AZURE]: "azure",
};
