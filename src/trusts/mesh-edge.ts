import { Construct } from "constructs";
import { AksTrust } from "./aks-trust";
import { AwsTrust } from "./aws-trust";
import { AzureTrust } from "./azure-trust";
import { ClusterTrust } from "./cluster-trust";
import { EksTrust } from "./eks-trust";
import { GcpTrust } from "./gcp-trust";
import { GkeTrust } from "./gke-trust";
import { Trust } from "./trust";
import { TrustMeshOptions } from "./trust-mesh-options";
import { Access, AwsAccess, AzureAccess, ClusterAccess, GcpAccess } from "../access";
import { AwsAccount, AzureSubscription, CloudAccount, GcpProject, IDestination } from "../accounts";
import { AksCluster, EksCluster, GkeCluster } from "../clusters";
import { SharedId, withCode } from "../common";
import { OidcSubject } from "../subjects";

/** Who is let in where, and with what access. */
export interface MeshEdge {
  readonly from: OidcSubject;
  readonly to: IDestination;
  readonly access: Access;
}

/** The destinations that a mesh knows, and the access that each takes. */
const DESTINATIONS = [
  [EksCluster, ClusterAccess],
  [GkeCluster, ClusterAccess],
  [AksCluster, ClusterAccess],
  [AwsAccount, AwsAccess],
  [GcpProject, GcpAccess],
  [AzureSubscription, AzureAccess],
] as const;

/** Why a destination does not take an access; undefined where it does. */
export function unfittingProblem({ to, access }: MeshEdge): string | undefined {
  const [destination, wanted] = DESTINATIONS.find(([one]) => to instanceof one) ?? [];
  if (!destination || !wanted) {
    const names = DESTINATIONS.map(([one]) => one.name).join(", ");
    const message = `allow: destination: "${to.node.id}" is not a destination of trusts. Give one of ${names}.`;
    return withCode(message, "destination");
  }
  if (access instanceof wanted) return undefined;
  const message = `allow: access: ${destination.name} "${to.node.id}" takes no ${access.constructor.name} ("${access.describe()}"). Give a ${wanted.name}.`;
  return withCode(message, "access-kind");
}

/**
 * A trust as it is to be. The mesh makes it in the function that users call, because CDKTF keeps the whole call stack with
 * every token and nested block: in a large mesh each frame less is seen in time and memory.
 */
export interface TrustPlan {
  readonly trustClass: TrustClass<object>;
  readonly props: object;
}

type TrustClass<Props> = new (scope: Construct, id: string, props: Props) => Trust;

/** A class and what it takes. */
function planOf<Props extends object>(trustClass: TrustClass<Props>, props: Props): TrustPlan {
  return { trustClass: trustClass as TrustClass<object>, props };
}

/** How the trust of an edge is made, whose destination takes its access. */
export function planOfEdge(edge: MeshEdge, options: TrustMeshOptions): TrustPlan {
  const { from, to } = edge;
  if (to instanceof AwsAccount) {
    return planOf(AwsTrust, { ...options.aws, from, to, access: edge.access as AwsAccess });
  }
  if (to instanceof GcpProject) {
    return planOf(GcpTrust, { ...options.gcp, from, to, access: edge.access as GcpAccess });
  }
  if (to instanceof AzureSubscription) {
    return planOf(AzureTrust, { ...options.azure, from, to, access: edge.access as AzureAccess });
  }
  const { delivery } = options;
  const access = edge.access as ClusterAccess;
  if (to instanceof EksCluster) return planOf(EksTrust, { ...options.eks, from, to, access, delivery });
  if (to instanceof GkeCluster) return planOf(GkeTrust, { ...options.gke, from, to, access, delivery });
  return planOf(AksTrust, { ...options.aks, from, to: to as AksCluster, access, delivery });
}

/** Adds the access of an edge to the trust that it has already. */
export function grantMore(trust: Trust, { access }: MeshEdge): void {
  if (trust instanceof ClusterTrust) trust.grant(access as ClusterAccess);
  if (trust instanceof AwsTrust) trust.grant(access as AwsAccess);
  if (trust instanceof GcpTrust) trust.grant(access as GcpAccess);
  if (trust instanceof AzureTrust) trust.grant(access as AzureAccess);
}

/** The ids of an edge's trust, which addresses are made of; a cluster and an account may have the same key. */
export function idsOfEdge(from: OidcSubject, to: IDestination): SharedId {
  const verb = to instanceof CloudAccount ? "uses" : "in";
  const { value, former } = to._stableKey;
  const id = `${from._key}_${verb}_${value}`;
  return { id, formerId: from._sharedId((key) => `${key}_${verb}_${former}`).formerId };
}
