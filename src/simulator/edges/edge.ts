import { isDeepStrictEqual } from "node:util";
import { TrustDeclaration } from "../../trust-declaration";
import { clientEntries } from "../documents/client-document";
import { ClientEntry } from "../documents/client-entry";
import { ExecFault, ExecRequest, readExecArguments } from "./exec-request";
import { Configuration, UnresolvedValue } from "../../terraform";

/** One declared edge of the mesh: a service account that may act in a cluster, and the client's document that says so. */
export interface Edge {
  readonly declaration: TrustDeclaration;
  readonly client: ClientEntry;
  readonly request: ExecRequest;
}

/**
 * The edges that a configuration declares, each once. Two documents are one edge where they declare the same, and a client
 * would do the same by both; the kubeconfig speaks for it. Whatever differs is an edge of its own, and is tried.
 *
 * @throws UnresolvedValue
 */
export function declaredEdges(configuration: Configuration): readonly Edge[] {
  const edges = new Map<string, Edge[]>();
  for (const client of clientEntries(configuration)) {
    const request = requestOf(client);
    for (const declaration of client.declarations) {
      const { source, target } = declaration;
      const key = JSON.stringify([source.issuer, source.subject, target.name]);
      const others = edges.get(key) ?? [];
      const edge = { declaration, client, request };
      const same = others.findIndex((other) => isDeepStrictEqual(wayOf(other), wayOf(edge)));
      if (same < 0) others.push(edge);
      else if (!others[same].client.kubeconfig && client.kubeconfig) others[same] = edge;
      edges.set(key, others);
    }
  }
  return [...edges.values()].flat();
}

/** All that a client acts by, and what it was promised. */
function wayOf({ declaration, client }: Edge): unknown {
  const { server, tlsServerName, proxyUrl, authority, isUnchecked, stanza } = client;
  return { declaration, server, tlsServerName, proxyUrl, authority, isUnchecked, stanza };
}

function requestOf({ place, stanza }: ClientEntry): ExecRequest {
  try {
    return readExecArguments(stanza.args);
  } catch (error) {
    if (!(error instanceof ExecFault)) throw error;
    throw new UnresolvedValue(place, `the exec stanza is not the plugin's: ${error.message}`, "Mend the arguments");
  }
}

/** Who acts, for people: `west:argocd/controller`. */
export function sourceName({ source }: TrustDeclaration): string {
  const [, , namespace, name] = source.subject.split(":");
  return `${source.cluster}:${namespace}/${name}`;
}

/** Whether the subject stands for every service account of its namespace. */
export function isWholeNamespace({ source }: TrustDeclaration): boolean {
  return source.subject.endsWith(":*");
}

/** Whether EKS gives the acting role to the pods themselves. */
export function isNativeRole(edge: Edge): boolean {
  return nativeSource(edge) === "eks-pod-identity";
}

/** Whether pods come by an AWS role of their own, before any that the stanza names. */
export function hasOwnRole(edge: Pick<Edge, "request">): boolean {
  return ["irsa", "eks-pod-identity"].includes(nativeSource(edge) ?? "");
}

/** Whether an edge's pods come with a token that somebody else could have. */
export function showsToken(edge: Pick<Edge, "request">): boolean {
  return !["eks-pod-identity", "google-metadata"].includes(nativeSource(edge) ?? "");
}

/** Where the plugin takes the subject's credential from, if not from a projected token. */
export function nativeSource({ request }: Pick<Edge, "request">): string | undefined {
  const source = request.flags.source;
  return typeof source === "string" && source !== "token-file" ? source : undefined;
}
