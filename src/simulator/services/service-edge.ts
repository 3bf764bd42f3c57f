import { isDeepStrictEqual } from "node:util";
import { PluginSubcommand } from "../../exec-contract";
import { Configuration, Resource, UnresolvedValue } from "../../terraform";
import { ServiceCloud, ServiceDeclaration } from "../../trust-declaration";
import { ServiceEntry, serviceEntries } from "../documents/service-document";
import { Edge } from "../edges/edge";

/**
 * A service account that may use services of a cloud account. It is an edge, since the way to its identity is the one of an edge
 * into a cluster; where that leads to an API server, this one ends at what the account lets the identity do.
 */
export interface ServiceEdge extends Edge {
  readonly service: ServiceDeclaration;
  /** The service account from whose annotations a webhook wires the pods; undefined where they are wired otherwise alone. */
  readonly webhook?: WebhookAccount;
}

/** A service account, as a webhook sees it. */
export interface WebhookAccount {
  readonly annotations: Readonly<Record<string, string>>;
  /** Where it is made; undefined for a manifest in an output. */
  readonly resource?: Resource;
}

/** The subcommand whose flags say how a cloud's identity is reached. */
const SUBCOMMANDS: Readonly<Record<ServiceCloud, PluginSubcommand>> = { aws: "eks", google: "gke", azure: "aks" };

/** Whether an edge leads to services. */
export function isServiceEdge(edge: Edge): edge is ServiceEdge {
  return edge.service !== undefined;
}

/**
 * The uses of services that a configuration declares, each once, wherever and how often it stands.
 *
 * @throws UnresolvedValue for two declarations that promise different things by one identity
 */
export function serviceEdges(configuration: Configuration): readonly ServiceEdge[] {
  const edges = new Map<string, ServiceEdge>();
  for (const entry of serviceEntries(configuration)) {
    const edge = edgeOf(entry);
    const { source, account, principal, client, audience } = edge.service;
    const key = JSON.stringify([source.issuer, source.subject, account.cloud, principal, audience, client]);
    const known = edges.get(key);
    if (known && !isDeepStrictEqual(known.service, edge.service)) refuseBoth(known, entry);
    edges.set(key, { ...edge, ...known, ...(edge.webhook ? { webhook: edge.webhook } : {}) });
  }
  return [...edges.values()];
}

/** Ids of Azure are the same in any letter case, so that two documents of one edge may differ in it. */
function inOneCase(said: ServiceDeclaration): ServiceDeclaration {
  if (said.account.cloud !== "azure") return said;
  const client = Object.entries(said.client).map(([name, value]) => [
    name,
    /^(tenant|client)-id$/.test(name) && typeof value === "string" ? value.toLowerCase() : value,
  ]);
  return { ...said, client: Object.fromEntries(client) as ServiceDeclaration["client"] };
}

function refuseBoth({ client }: ServiceEdge, { spot, declaration }: ServiceEntry): never {
  const reason = `promises other things to ${declaration.source.subject} in ${declaration.account.name} than ${client.place} does`;
  throw new UnresolvedValue(spot.place, reason, "Synthesize the older one again");
}

function edgeOf({ spot, declaration: said, annotations }: ServiceEntry): ServiceEdge {
  const { byWebhook, ...service } = inOneCase(said);
  const { resource, ...place } = spot;
  const { source, account, audience, principal, client, adopted, owners, suspended, validFrom, validUntil } = service;
  return {
    service,
    ...(byWebhook ? { webhook: { annotations, ...(resource ? { resource } : {}) } } : {}),
    declaration: {
      source,
      target: { cluster: account.name, name: `${account.cloud}:${account.id}` },
      ...{ audience, principal, user: "", groups: [], access: [], adopted },
      ...(owners === undefined ? {} : { owners }),
      ...(suspended ? { suspended } : {}),
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
    },
    client: { ...place, server: "", stanza: { apiVersion: "", command: "", args: [], env: [] }, declarations: [] },
    request: { subcommand: SUBCOMMANDS[account.cloud], flags: client },
  };
}
