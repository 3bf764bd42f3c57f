import { Configuration, Resource } from "../../terraform";
import { partitionOfRegion } from "../../vendor/aws/partitions";
import { CHART_VALUES } from "../../vendor/webhooks/charts";
import { clusterKey } from "../clusters/same-cluster";
import { ServiceEdge } from "../services/service-edge";
import { HelmValues } from "./helm-values";
import { KnownRelease, knownRelease, releasesOf } from "./releases";
import { webhookOf } from "./webhook";

/** The releases whose charts are known. */
export function knownReleases(configuration: Configuration): readonly KnownRelease[] {
  return configuration.resources("helm_release").flatMap((resource) => knownRelease(resource) ?? []);
}

/** Why the values of a release keep Helm from installing it, or pods from a credential; undefined where nothing does. */
export function valueFault({ resource, chart }: KnownRelease): string | undefined {
  const values = HelmValues.of(resource);
  if (!values) return undefined;
  const missing = chart.required?.find((path) => !values.sets(path));
  if (missing !== undefined) return `Helm refuses the chart without its value ${missing}`;
  if (chart.installs !== "amazon-webhook") return undefined;
  const path = CHART_VALUES.amazon.region;
  const region = values.text(path) ?? "";
  if (region === "" || partitionOfRegion(region)) return undefined;
  return `its value ${path} is "${region}", which is no region of AWS, so SDKs of the pods find no STS to ask`;
}

/** A release of a webhook that is not in the cluster of any service account that needs one, and such an edge. */
export interface StrayRelease {
  readonly resource: Resource;
  readonly edge: ServiceEdge;
}

/** The releases that are taken for those of a service account's cluster, while nothing tells which cluster they are in. */
export function placelessReleases(
  configuration: Configuration,
  edges: readonly ServiceEdge[],
): readonly StrayRelease[] {
  return edges.flatMap((edge) => {
    const account = edge.webhook?.resource;
    if (!edge.webhook || !account || clusterKey(account) === undefined) return [];
    const { release } = webhookOf(configuration, edge, edge.webhook);
    return release?.provider && clusterKey(release) === undefined ? [{ resource: release, edge }] : [];
  });
}

/** The releases that wire no declared service account, while the webhook of another one's cluster is only assumed. */
export function strayReleases(configuration: Configuration, edges: readonly ServiceEdge[]): readonly StrayRelease[] {
  const wired = edges.flatMap((edge) =>
    edge.webhook ? [{ edge, webhook: webhookOf(configuration, edge, edge.webhook) }] : [],
  );
  const used = new Set(wired.map(({ webhook }) => webhook.release));
  return (["amazon-webhook", "azure-webhook"] as const).flatMap((installs) => {
    const cloud = installs === "azure-webhook" ? "azure" : "aws";
    const without = wired.find(({ edge, webhook }) => webhook.isAssumed && edge.service.account.cloud === cloud);
    if (!without) return [];
    return releasesOf(configuration, installs)
      .filter(({ resource }) => !used.has(resource))
      .map(({ resource }) => ({ resource, edge: without.edge }));
  });
}
