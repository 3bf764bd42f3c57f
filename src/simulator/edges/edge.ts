import { isDeepStrictEqual } from "node:util";
import { ServiceDeclaration, TrustDeclaration } from "../../trust-declaration";
import { clientEntries } from "../documents/client-document";
import { ClientEntry } from "../documents/client-entry";
import { ExecFault, ExecRequest, readExecArguments } from "./exec-request";
import { kindOf } from "../subjects/kinds";
import { Configuration, UnresolvedValue } from "../../terraform";

/**
 * One declared edge of the mesh: a service account that may act in a cluster, or use services of an account, and the document that
 * says so.
 */
export interface Edge {
  readonly declaration: TrustDeclaration;
  readonly client: ClientEntry;
  readonly request: ExecRequest;
  /** Argo CD's cluster secret that says the same, where there is one. */
  readonly secret?: ClientEntry;
  /** What of an account's services it leads to; undefined for an edge into a cluster. */
  readonly service?: ServiceDeclaration;
}

/**
 * The edges that a configuration declares, each once. Two documents are one edge where they declare the same, and a client
 * would do the same by both; the kubeconfig speaks for it. Whatever differs is an edge of its own, and is tried.
 *
 * @param clients the documents, where they were read already
 * @throws UnresolvedValue
 */
export function declaredEdges(
  configuration: Configuration,
  clients: readonly ClientEntry[] = clientEntries(configuration),
): readonly Edge[] {
  const edges = new Map<string, Edge[]>();
  for (const client of clients) {
    const request = requestOf(client);
    for (const declaration of client.declarations) {
      const { source, target } = declaration;
      const key = JSON.stringify([source.issuer, source.subject, target.name]);
      const others = edges.get(key) ?? [];
      const edge = { declaration, client, request, ...(client.kubeconfig ? {} : { secret: client }) };
      const same = others.findIndex((other) => isDeepStrictEqual(wayOf(other), wayOf(edge)));
      if (same < 0) others.push(edge);
      else others[same] = joined(others[same], edge);
      edges.set(key, others);
    }
  }
  return [...edges.values()].flat();
}

/** One edge of two documents that say the same. */
function joined(known: Edge, edge: Edge): Edge {
  const secret = known.secret ?? edge.secret;
  const first = !known.client.kubeconfig && edge.client.kubeconfig ? edge : known;
  return secret === undefined ? first : { ...first, secret };
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

/** Who acts, for people: `west:argocd/controller`, `github-actions:repo:acme/app:environment:prod`. */
export function sourceName({ source }: TrustDeclaration): string {
  return `${source.cluster}:${kindOf(source).nameOf(source.subject)}`;
}

/** Whether EKS gives the acting role to the pods themselves. */
export function isNativeRole(edge: Edge): boolean {
  return nativeSource(edge) === "eks-pod-identity";
}

/** Whether pods come by an AWS role of their own, before any that the stanza names. */
export function hasOwnRole(edge: Pick<Edge, "request">): boolean {
  return ["irsa", "eks-pod-identity"].includes(nativeSource(edge) ?? "");
}

/** Whether an edge's pods authenticate with a token that another workload could get. */
export function showsToken(edge: Pick<Edge, "request">): boolean {
  return !["eks-pod-identity", "google-metadata"].includes(nativeSource(edge) ?? "");
}

/** Sources that ask the job's or machine's own service for a token of the declared subject. */
const MINTED: readonly string[] = ["github-actions", "google-id-token", "azure-managed-identity"];

/** Whether a client of the edge could be given whatever token, and would show it. */
export function takesAnyToken(edge: Pick<Edge, "request">): boolean {
  const source = nativeSource(edge);
  return source === undefined || MINTED.includes(source);
}

/** The source that asks AWS STS for a token, by the credentials that the process has. */
export const STS_MINTED = "aws-web-identity";

/** Where the plugin takes the subject's credential from, if not from a projected token. */
export function nativeSource({ request }: Pick<Edge, "request">): string | undefined {
  const source = request.flags.source;
  return typeof source === "string" && source !== "token-file" ? source : undefined;
}

/** Whether an edge is one of a service account, by the `iss` and `sub` of its tokens. */
export function isOfSubject({ declaration: { source } }: Edge, issuer: string, subject: string): boolean {
  if (issuer !== source.issuer) return false;
  return source.subject.endsWith("*") ? subject.startsWith(source.subject.slice(0, -1)) : subject === source.subject;
}
