import { Resource, text, unlessUnresolved } from "../../terraform";

/** Where an API server is, by something else than a client's document. */
export interface Endpoint {
  /** The cluster's name in its cloud. */
  readonly cluster: string;
  readonly url: string;
  /** What says so: `the provider kubernetes.west talks to`. */
  readonly said: string;
  /** Whether the lab drew it itself, because only the cloud knows it. */
  readonly isDrawn: boolean;
  /** What makes or looks up the cluster. */
  readonly resource?: Resource;
}

/**
 * The endpoints of a cluster that a resource makes or looks up.
 *
 * @param id the attribute that names the cluster
 * @param argument the argument that a state or plan shows the endpoint in
 */
export function endpointsOf(
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
      ? {
          cluster,
          url: url.includes("://") ? url : `https://${url}`,
          said: `${resource.address} is at`,
          isDrawn,
          resource,
        }
      : [],
  );
}

/** An attribute's text; undefined where it cannot be known. */
export function attributeOf(resource: Resource, name: string): string | undefined {
  return unlessUnresolved(() => text(resource.attribute(name)), undefined);
}
