import { blocks, Configuration, Resource, text, unlessUnresolved } from "../../terraform";
import { Installed, KnownChart, knownChart } from "../../vendor/webhooks/charts";
import { serverOf } from "../clusters/same-cluster";
import { serverAt } from "../clusters/server";
import { HelmValues } from "./helm-values";

/** A Helm release whose chart is known. */
export interface KnownRelease {
  readonly resource: Resource;
  readonly chart: KnownChart;
}

/** The releases of a configuration that install one of the charts that are known. */
export function releasesOf(configuration: Configuration, installs: Installed): readonly KnownRelease[] {
  return configuration
    .resources("helm_release")
    .flatMap((resource) => knownRelease(resource) ?? [])
    .filter(({ chart }) => chart.installs === installs);
}

/** A release as one whose chart is known; undefined for others. */
export function knownRelease(resource: Resource): KnownRelease | undefined {
  const asked = (name: string) => unlessUnresolved(() => text(resource.argument(name)), undefined);
  const name = asked("chart");
  const chart = name === undefined ? undefined : knownChart(name, asked("repository"));
  return chart && { resource, chart };
}

/**
 * Why it is not known what a release of a known chart makes; undefined where it is.
 *
 * @param servers the API servers of clusters that edges lead into
 */
export function openingOf({ resource, chart }: KnownRelease, servers: readonly string[]): string | undefined {
  if (unlessUnresolved(() => blocks(resource.argument("postrender")).length > 0, true)) {
    return "its post-renderer can change what the chart makes";
  }
  const values = HelmValues.of(resource);
  if (!values) return "its values are not known, and some of the chart's add objects that are not read";
  const opening = chart.opening.find((path) => values.sets(path));
  if (opening !== undefined) return `its value ${opening} adds what is not read`;
  const { aggregating } = chart;
  if (aggregating === undefined || values.text(aggregating) === "false" || !mayBeAt(resource, servers)) {
    return undefined;
  }
  return `its ClusterRoles add rights to view, edit and admin in its cluster, unless its value ${aggregating} is false`;
}

/** Whether a release may be in a cluster that is at one of these servers. */
function mayBeAt(release: Resource, servers: readonly string[]): boolean {
  const host = serverOf(release.provider);
  return servers.length > 0 && (host === undefined || servers.some((url) => serverAt(url) === serverAt(host)));
}
