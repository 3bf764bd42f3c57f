import { AksTrust } from "./aks-trust";
import { EksTrust } from "./eks-trust";
import { GkeTrust } from "./gke-trust";
import { ClusterKind } from "../clusters";

/** `EksTrust` for a service account of an EKS cluster: it acts in another EKS cluster. */
export class EksToEksTrust extends EksTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.EKS;
  }
}

/** `EksTrust` for a service account of a GKE cluster: it acts in an EKS cluster. */
export class GkeToEksTrust extends EksTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.GKE;
  }
}

/** `EksTrust` for a service account of an AKS cluster: it acts in an EKS cluster. */
export class AksToEksTrust extends EksTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.AKS;
  }
}

/** `EksTrust` for a service account of a self-managed cluster: it acts in an EKS cluster. */
export class OidcToEksTrust extends EksTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.OIDC;
  }
}

/** `GkeTrust` for a service account of an EKS cluster: it acts in a GKE cluster. */
export class EksToGkeTrust extends GkeTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.EKS;
  }
}

/** `GkeTrust` for a service account of a GKE cluster: it acts in another GKE cluster. */
export class GkeToGkeTrust extends GkeTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.GKE;
  }
}

/** `GkeTrust` for a service account of an AKS cluster: it acts in a GKE cluster. */
export class AksToGkeTrust extends GkeTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.AKS;
  }
}

/** `GkeTrust` for a service account of a self-managed cluster: it acts in a GKE cluster. */
export class OidcToGkeTrust extends GkeTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.OIDC;
  }
}

/** `AksTrust` for a service account of an EKS cluster: it acts in an AKS cluster. */
export class EksToAksTrust extends AksTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.EKS;
  }
}

/** `AksTrust` for a service account of a GKE cluster: it acts in an AKS cluster. */
export class GkeToAksTrust extends AksTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.GKE;
  }
}

/** `AksTrust` for a service account of an AKS cluster: it acts in another AKS cluster. */
export class AksToAksTrust extends AksTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.AKS;
  }
}

/** `AksTrust` for a service account of a self-managed cluster: it acts in an AKS cluster. */
export class OidcToAksTrust extends AksTrust {
  /** @internal */
  protected override get _sourceKind(): ClusterKind {
    return ClusterKind.OIDC;
  }
}
