import { Configuration, text, unlessUnresolved } from "../../terraform";
import { Edge } from "../edges/edge";
import { serverAt } from "./server";

/** An authority of a cluster's server, and what says so. */
export interface KnownAuthority {
  /** PEM in base64. */
  readonly authority: string;
  readonly said: string;
}

/** The part of a world that knows edges and providers. */
interface Mesh {
  readonly configuration: Configuration;
  besides(edge: Edge): readonly Edge[];
}

/** The authorities of an edge's server by other documents and by the providers that talk to it. */
export function authoritiesOf(world: Mesh, edge: Edge): readonly KnownAuthority[] {
  const at = serverAt(edge.client.server);
  const ofProviders = world.configuration.providers.flatMap((provider): readonly KnownAuthority[] => {
    if (!provider.key.startsWith("kubernetes")) return [];
    const host = unlessUnresolved(() => text(provider.argument("host")), undefined);
    const pem = unlessUnresolved(() => text(provider.argument("cluster_ca_certificate")), undefined);
    if (host === undefined || !pem || serverAt(host) !== at) return [];
    return [{ authority: Buffer.from(pem).toString("base64"), said: `${provider.stack}: provider.${provider.key}` }];
  });
  if (ofProviders.length > 0) return ofProviders;
  return world
    .besides(edge)
    .flatMap(({ client }) =>
      client !== edge.client && client.authority !== undefined && serverAt(client.server) === at
        ? [{ authority: client.authority.trim(), said: client.place }]
        : [],
    );
}
