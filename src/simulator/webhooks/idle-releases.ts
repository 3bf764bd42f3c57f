import { block, Configuration, Provider, text } from "../../terraform";
import { knownChart } from "../../vendor/webhooks/charts";
import { isSameCluster } from "../clusters/same-cluster";
import { ServiceEdge } from "../services/service-edge";
import { webhookOf } from "./webhook";

/** A release of a webhook that `count` or `for_each` makes not once, and an edge of whose cluster the webhook is only assumed. */
export interface IdleRelease {
  /** Stack and address. */
  readonly place: string;
  readonly edge: ServiceEdge;
}

/** The releases of webhooks that are written and not made, while pods of an edge need such a webhook. */
export function idleReleases(configuration: Configuration, edges: readonly ServiceEdge[]): readonly IdleRelease[] {
  const without = edges.filter(({ webhook }) => webhook?.resource);
  if (without.length === 0) return [];
  return configuration.written("resource").flatMap(({ stack, value }) =>
    Object.entries(block(block(value).helm_release)).flatMap(([name, body]): readonly IdleRelease[] => {
      const { chart, repository, provider: key = "helm" } = block(body);
      const installs = knownChart(text(chart) ?? "", text(repository))?.installs;
      const address = `helm_release.${name}`;
      const isMade = configuration
        .resources("helm_release")
        .some((one) => one.stack === stack && (one.address === address || one.address.startsWith(`${address}[`)));
      if (installs === undefined || isMade) return [];
      const provider = configuration.providers.find((one) => one.stack === stack && one.key === key);
      const edge = without.find((one) => needs(configuration, one, installs, provider));
      return edge ? [{ place: `${stack}: ${address}`, edge }] : [];
    }),
  );
}

/** Whether an edge's pods need a webhook that nothing is seen to install, where the release would be. */
function needs(
  configuration: Configuration,
  edge: ServiceEdge,
  installs: string,
  provider: Provider | undefined,
): boolean {
  const { webhook: account, service } = edge;
  if (!account || (installs === "azure-webhook") !== (service.account.cloud === "azure")) return false;
  if (isSameCluster(account.resource?.provider, provider) === false) return false;
  return webhookOf(configuration, edge, account).isAssumed;
}
