import { block, Configuration, Provider, Resource, text, unlessUnresolved } from "../../terraform";
import { Assumption } from "./adopt";
import { Edge } from "./edge";
import { serverAt } from "./server";

/** Where an API server is, by something else than a client's document. */
export interface Endpoint {
  /** The cluster's name in its cloud. */
  readonly cluster: string;
  readonly url: string;
  /** Who says so: `the provider kubernetes.west talks to`. */
  readonly said: string;
  /** Whether the lab drew it itself, because only the cloud knows it. */
  readonly isDrawn: boolean;
}

/** The host of a Kubernetes provider; undefined where it cannot be known. */
export function hostOf(provider: Provider): string | undefined {
  return unlessUnresolved(() => text(provider.argument("host")), undefined);
}

/** The endpoints of the clusters that a configuration makes or looks up. */
export function clusterEndpoints(configuration: Configuration): readonly Endpoint[] {
  const all = (type: string) => [...configuration.resources(type), ...configuration.dataSources(type)];
  return [
    ...all("aws_eks_cluster").flatMap((one) => endpointsOf(one, "arn", "endpoint", [attributeOf(one, "endpoint")])),
    ...all("google_container_cluster").flatMap((one) => {
      const { private_endpoint, public_endpoint } = block(
        unlessUnresolved(() => one.argument("private_cluster_config"), undefined),
      );
      const urls = [attributeOf(one, "endpoint"), text(private_endpoint), text(public_endpoint)];
      return endpointsOf(one, "id", "endpoint", urls);
    }),
    ...all("azurerm_kubernetes_cluster").flatMap((one) =>
      endpointsOf(one, "id", "fqdn", [attributeOf(one, "fqdn"), attributeOf(one, "private_fqdn")]),
    ),
  ];
}

/**
 * What is believed of an edge's server: that it is the cluster's, where nothing that was read says so and something says
 * otherwise. An endpoint inside a network beside a public one is as good, so it is no error.
 *
 * @param known of the edge's cluster
 * @param besides the edges into it
 */
export function serverBeliefs(
  { client, declaration }: Edge,
  known: readonly Endpoint[],
  besides: readonly Edge[],
): readonly Assumption[] {
  const { server, place, isUnchecked } = client;
  const { cluster } = declaration.target;
  const beliefs: string[] = [];
  if (isUnchecked) beliefs.push(`whoever answers at ${server} is ${cluster}, since ${place} checks no certificate`);
  const isElsewhere = (url: string) => url !== server && serverAt(url) !== serverAt(server);
  if (known.every(({ url }) => isElsewhere(url))) {
    const other = known.find(({ isDrawn }) => !isDrawn);
    const document = besides.find((one) => isElsewhere(one.client.server))?.client;
    const otherwise = other ? `${other.said} ${other.url}` : document && `${document.place} names ${document.server}`;
    if (otherwise) beliefs.push(`the API server of ${cluster} is at ${server} (${place}), though ${otherwise}`);
  }
  return beliefs.map((belief) => ({ belief, decidesExchange: false }));
}

function endpointsOf(
  resource: Resource,
  id: string,
  argument: string,
  urls: readonly (string | undefined)[],
): readonly Endpoint[] {
  const cluster = attributeOf(resource, id);
  if (cluster === undefined) return [];
  // What a state or a plan shows is the cloud's own word.
  const isDrawn = unlessUnresolved(() => resource.argument(argument), undefined) === undefined;
  return urls.flatMap((url) =>
    url
      ? { cluster, url: url.includes("://") ? url : `https://${url}`, said: `${resource.address} is at`, isDrawn }
      : [],
  );
}

function attributeOf(resource: Resource, name: string): string | undefined {
  return unlessUnresolved(() => text(resource.attribute(name)), undefined);
}
