import { Construct } from "constructs";
import { AksToAksTrust } from "./aks-to-aks-trust";
import { AksToEksTrust } from "./aks-to-eks-trust";
import { AksToGkeTrust } from "./aks-to-gke-trust";
import { EksToAksTrust } from "./eks-to-aks-trust";
import { EksToEksTrust } from "./eks-to-eks-trust";
import { EksToGkeTrust } from "./eks-to-gke-trust";
import { GkeToAksTrust } from "./gke-to-aks-trust";
import { GkeToEksTrust } from "./gke-to-eks-trust";
import { GkeToGkeTrust } from "./gke-to-gke-trust";
import { OidcToAksTrust } from "./oidc-to-aks-trust";
import { OidcToEksTrust } from "./oidc-to-eks-trust";
import { OidcToGkeTrust } from "./oidc-to-gke-trust";
import { ToAksTrustProps } from "./to-aks-trust";
import { ToEksTrustProps } from "./to-eks-trust";
import { ToGkeTrustProps } from "./to-gke-trust";
import { Trust } from "./trust";
import { ClusterKind } from "../clusters";

type TrustClass<Props> = new (scope: Construct, id: string, props: Props) => Trust;

/** The class of each direction into EKS, by the source's kind. */
export const TO_EKS: Record<ClusterKind, TrustClass<ToEksTrustProps>> = {
  [ClusterKind.EKS]: EksToEksTrust,
  [ClusterKind.GKE]: GkeToEksTrust,
  [ClusterKind.AKS]: AksToEksTrust,
  [ClusterKind.OIDC]: OidcToEksTrust,
};

/** The class of each direction into GKE, by the source's kind. */
export const TO_GKE: Record<ClusterKind, TrustClass<ToGkeTrustProps>> = {
  [ClusterKind.EKS]: EksToGkeTrust,
  [ClusterKind.GKE]: GkeToGkeTrust,
  [ClusterKind.AKS]: AksToGkeTrust,
  [ClusterKind.OIDC]: OidcToGkeTrust,
};

/** The class of each direction into AKS, by the source's kind. */
export const TO_AKS: Record<ClusterKind, TrustClass<ToAksTrustProps>> = {
  [ClusterKind.EKS]: EksToAksTrust,
  [ClusterKind.GKE]: GkeToAksTrust,
  [ClusterKind.AKS]: AksToAksTrust,
  [ClusterKind.OIDC]: OidcToAksTrust,
};
