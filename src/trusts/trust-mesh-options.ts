import { AksTrustOptions } from "./aks-trust";
import { AwsTrustOptions } from "./aws-trust";
import { AzureTrustOptions } from "./azure-trust";
import { EksTrustOptions } from "./eks-trust";
import { GcpTrustOptions } from "./gcp-trust";
import { GkeTrustOptions } from "./gke-trust";
import { KubernetesDelivery } from "../access";
import { DestinationKind, IDestination } from "../accounts";
import { problem } from "../common";

/** How trusts are shaped, by the kind of destination. */
export interface TrustMeshOptions {
  /**
   * How bindings get into clusters: `KubernetesDelivery.MANIFESTS` for a team that applies them by GitOps.
   *
   * @default KubernetesDelivery.RESOURCES
   */
  readonly delivery?: KubernetesDelivery;
  /** For trusts into EKS clusters. @default - the defaults of EksTrustOptions */
  readonly eks?: EksTrustOptions;
  /** For trusts into GKE clusters. @default - the defaults of GkeTrustOptions */
  readonly gke?: GkeTrustOptions;
  /** For trusts into AKS clusters. @default - the defaults of AksTrustOptions */
  readonly aks?: AksTrustOptions;
  /** For trusts into AWS accounts. @default - the defaults of AwsTrustOptions */
  readonly aws?: AwsTrustOptions;
  /** For trusts into Google Cloud projects. @default - the defaults of GcpTrustOptions */
  readonly gcp?: GcpTrustOptions;
  /** For trusts into Azure subscriptions. @default - the defaults of AzureTrustOptions */
  readonly azure?: AzureTrustOptions;
}

/** What refusals call each kind of destination; options are named after the kinds. */
const KIND_NAMES = {
  eks: "EKS",
  gke: "GKE",
  aks: "AKS",
  aws: "an AWS account",
  gcp: "a Google Cloud project",
  azure: "an Azure subscription",
} satisfies Record<`${DestinationKind}`, string>;

type Kind = keyof typeof KIND_NAMES;

const OPTION_KINDS = Object.keys(KIND_NAMES) as Kind[];

/** The options of a trust that has none of its own. */
export const NO_OPTIONS: TrustMeshOptions = Object.freeze({});

/** Options of one trust that are for another kind of destination, or come too late. */
export function optionProblems(
  to: IDestination,
  edge: string,
  options: TrustMeshOptions,
  trustExists: boolean,
): string[] {
  if (options === NO_OPTIONS) return [];
  const own: string = to.destinationKind;
  const late = `is given again for "${edge}", whose trust is made already`;
  const first = "Give the options with the first allow of the pair";
  const delivered = trustExists && options.delivery !== undefined;
  const byKind = givenKinds(options).flatMap((kind) => {
    const property = `allow options.${kind}`;
    if (kind !== own) {
      const reason = `is given for "${edge}", whose target is ${KIND_NAMES[to.destinationKind]}`;
      return [problem(property, reason, `Give options.${own}`)];
    }
    if (!trustExists) return [];
    return [problem(property, late, first)];
  });
  return delivered ? [...byKind, problem("allow options.delivery", late, first)] : byKind;
}

/** Options for a kind that none of the destinations is of: they would have no effect. */
export function unusedOptionProblems(destinations: readonly IDestination[], options: TrustMeshOptions): string[] {
  return givenKinds(options)
    .filter((kind) => !destinations.some(({ destinationKind }) => String(destinationKind) === kind))
    .map((kind) =>
      problem(
        `allowAll options.${kind}`,
        `are given, and none of the destinations is ${KIND_NAMES[kind]}`,
        "Leave them out",
      ),
    );
}

/** The options of one kind of destination alone. */
export function optionsOfKind(kind: DestinationKind, options: TrustMeshOptions): TrustMeshOptions {
  const { delivery } = options;
  if (options[kind] === undefined && delivery === undefined) return NO_OPTIONS;
  return {
    ...(options[kind] === undefined ? {} : { [kind]: options[kind] }),
    ...(delivery === undefined ? {} : { delivery }),
  };
}

/** Each option of a trust replaces the mesh's own. */
export function mergedOptions(ofMesh: TrustMeshOptions, ofTrust: TrustMeshOptions): TrustMeshOptions {
  if (ofTrust === NO_OPTIONS) return ofMesh;
  const byKind = OPTION_KINDS.map((kind) => [kind, { ...ofMesh[kind], ...ofTrust[kind] }]);
  const merged = Object.fromEntries(byKind) as TrustMeshOptions;
  return { ...merged, delivery: ofTrust.delivery ?? ofMesh.delivery };
}

function givenKinds(options: TrustMeshOptions): Kind[] {
  return OPTION_KINDS.filter((kind) => options[kind] !== undefined);
}
