import { Configuration, text, unlessUnresolved } from "../../terraform";
import { Edge } from "../edges/edge";
import { gather } from "../gather";
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
  const ofProviders = authoritiesOfProviders(world.configuration).get(at);
  if (ofProviders) return ofProviders;
  return world
    .besides(edge)
    .flatMap(({ client }) =>
      client !== edge.client && client.authority !== undefined && serverAt(client.server) === at
        ? [{ authority: client.authority.trim(), said: client.place }]
        : [],
    );
}

const OF_PROVIDERS = new WeakMap<Configuration, ReadonlyMap<string, readonly KnownAuthority[]>>();

/** The authorities that providers check, by the server that they talk to: gathered once for all edges. */
function authoritiesOfProviders(configuration: Configuration): ReadonlyMap<string, readonly KnownAuthority[]> {
  const known = OF_PROVIDERS.get(configuration);
  if (known) return known;
  const authorities = new Map<string, KnownAuthority[]>();
  for (const provider of configuration.providers) {
    if (!provider.key.startsWith("kubernetes")) continue;
    const host = unlessUnresolved(() => text(provider.argument("host")), undefined);
    const pem = unlessUnresolved(() => text(provider.argument("cluster_ca_certificate")), undefined);
    if (host === undefined || !pem) continue;
    const said = `${provider.stack}: provider.${provider.key}`;
    gather(authorities, serverAt(host), { authority: Buffer.from(pem).toString("base64"), said });
  }
  OF_PROVIDERS.set(configuration, authorities);
  return authorities;
}
