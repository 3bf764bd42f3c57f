import { Construct } from "constructs";
import { AksTrust, AwsTrust, AzureTrust, EksTrust, GcpTrust, GkeTrust } from "./kinds";
import { Trust } from "./trust";
import { TrustMeshOptions } from "./trust-mesh-options";
import { Access, AwsAccess, AzureAccess, ClusterAccess, GcpAccess } from "../access";
import { AwsAccount, AzureSubscription, CloudAccount, DestinationKind, GcpProject, IDestination } from "../accounts";
import { AksCluster, EksCluster, GkeCluster } from "../clusters";
import { SharedId, withCode } from "../common";
import { OidcSubject } from "../subjects";

/** Who is let in where, and with what access. */
export type MeshEdge = Edge<IDestination, Access>;

interface Edge<Destination, Granted> {
  readonly from: OidcSubject;
  readonly to: Destination;
  readonly access: Granted;
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

/** A class, whether or not its constructor is private. */
interface ClassOf {
  readonly name: string;
  [Symbol.hasInstance](value: unknown): boolean;
}

interface Kind {
  /** The class of such destinations, and that of the access that they take. */
  readonly classes: () => readonly [destination: ClassOf, access: ClassOf];
  readonly plan: (edge: MeshEdge, options: TrustMeshOptions) => TrustPlan;
}

/** The destinations that a mesh knows. Classes are named within functions, so that an app loads the files of its own kinds. */
const KINDS: { readonly [kind in DestinationKind]: Kind } = {
  [DestinationKind.EKS]: {
    classes: () => [EksCluster, ClusterAccess],
    plan: (edge, { eks, delivery }) =>
      planOf(EksTrust, { ...eks, ...(edge as Edge<EksCluster, ClusterAccess>), delivery }),
  },
  [DestinationKind.GKE]: {
    classes: () => [GkeCluster, ClusterAccess],
    plan: (edge, { gke, delivery }) =>
      planOf(GkeTrust, { ...gke, ...(edge as Edge<GkeCluster, ClusterAccess>), delivery }),
  },
  [DestinationKind.AKS]: {
    classes: () => [AksCluster, ClusterAccess],
    plan: (edge, { aks, delivery }) =>
      planOf(AksTrust, { ...aks, ...(edge as Edge<AksCluster, ClusterAccess>), delivery }),
  },
  [DestinationKind.AWS]: {
    classes: () => [AwsAccount, AwsAccess],
    plan: (edge, { aws }) => planOf(AwsTrust, { ...aws, ...(edge as Edge<AwsAccount, AwsAccess>) }),
  },
  [DestinationKind.GCP]: {
    classes: () => [GcpProject, GcpAccess],
    plan: (edge, { gcp }) => planOf(GcpTrust, { ...gcp, ...(edge as Edge<GcpProject, GcpAccess>) }),
  },
  [DestinationKind.AZURE]: {
    classes: () => [AzureSubscription, AzureAccess],
    plan: (edge, { azure }) => planOf(AzureTrust, { ...azure, ...(edge as Edge<AzureSubscription, AzureAccess>) }),
  },
};

/** Why a destination does not take an access; undefined where it does. */
export function unfittingProblem({ to, access }: MeshEdge): string | undefined {
  const known: Readonly<Record<string, Kind | undefined>> = KINDS;
  const [destination, wanted] = known[to.destinationKind]?.classes() ?? [];
  if (!destination || !wanted || !(to instanceof destination)) {
    const names = Object.values(KINDS).map(({ classes }) => classes()[0].name);
    const message = `allow: destination: "${to.node.id}" is not a destination of trusts. Give one of ${names.join(", ")}.`;
    return withCode(message, "destination");
  }
  if (access instanceof wanted) return undefined;
  const message = `allow: access: ${destination.name} "${to.node.id}" takes no ${access.constructor.name} ("${access.describe()}"). Give a ${wanted.name}.`;
  return withCode(message, "access-kind");
}

/** How the trust of an edge is made, whose destination takes its access. */
export function planOfEdge(edge: MeshEdge, options: TrustMeshOptions): TrustPlan {
  return KINDS[edge.to.destinationKind].plan(edge, options);
}

/** Adds the access of an edge, which its destination takes, to the trust that it has already. */
export function grantMore(trust: Trust, { access }: MeshEdge): void {
  (trust as Trust & { grant(access: Access): void }).grant(access);
}

/** The ids of an edge's trust, which addresses are made of; a cluster and an account may have the same key. */
export function idsOfEdge(from: OidcSubject, to: IDestination): SharedId {
  const verb = to instanceof CloudAccount ? "uses" : "in";
  const { value, former } = to._stableKey;
  const id = `${from._key}_${verb}_${value}`;
  return { id, formerId: from._sharedId((key) => `${key}_${verb}_${former}`).formerId };
}
