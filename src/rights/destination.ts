import { Cloud, Cluster, ServiceEdge, World } from "../simulator";

/** Where a subject acts: a cluster, or a cloud account, whose services it uses or of which it is not known what is reached. */
export interface Destination {
  readonly kind: "cluster" | "account";
  /** For people, and what `--to` takes: the construct id. */
  readonly label: string;
  /** The name in its cloud: an ARN, a full resource name, a resource id. */
  readonly name: string;
  readonly cloud: CloudLabel;
  /** The AWS account, Google Cloud project or Azure subscription; empty where it is not known. */
  readonly account: string;
}

export type CloudLabel = "AWS" | "Google Cloud" | "Azure";

/** What the clouds are called, by their kind of cluster. */
export const CLOUD_LABELS = { eks: "AWS", gke: "Google Cloud", aks: "Azure" } as const satisfies Record<
  Cloud["kind"],
  CloudLabel
>;

/** A target cluster. */
export function destinationOf(world: World, { kind, name, label }: Cluster): Destination {
  const account = world.cloudOf({ kind }).accountOf(name);
  return { kind: "cluster", label, name, cloud: CLOUD_LABELS[kind], account };
}

const ACCOUNT_LABELS = { aws: "AWS", google: "Google Cloud", azure: "Azure" } as const satisfies Record<
  ServiceEdge["service"]["account"]["cloud"],
  CloudLabel
>;

/** The account whose services an edge is for. */
export function accountOf({ service: { account } }: ServiceEdge): Destination {
  const { name: label, id, cloud } = account;
  return { kind: "account", label, name: id || label, cloud: ACCOUNT_LABELS[cloud], account: id };
}
