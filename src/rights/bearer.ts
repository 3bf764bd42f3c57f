import { Edge, exampleOf, sourceName } from "../simulator";
import { serviceAccountSubject } from "../vendor/kubernetes/names";

/** Whose token is shown. */
export interface Bearer {
  readonly issuer: string;
  readonly subject: string;
}

/** A bearer by the name that people give it: `west:argocd/controller`. */
export interface NamedBearer extends Bearer {
  readonly name: string;
}

/** The parts of a service account's name as people write it. */
export interface NamedServiceAccount {
  readonly cluster: string;
  readonly namespace: string;
  readonly account: string;
  readonly subject: string;
}

/** A service account that is written CLUSTER:NAMESPACE/NAME; undefined for another text. */
export function serviceAccountNamed(name: string): NamedServiceAccount | undefined {
  const [, cluster, namespace, account] = /^([^:]+):([^/]+)\/(.+)$/s.exec(name) ?? [];
  if (cluster === undefined) return undefined;
  return { cluster, namespace, account, subject: serviceAccountSubject(namespace, account) };
}

/** The subject of an edge, or one of those that it stands for. */
export function bearerOf({ declaration }: Edge): NamedBearer {
  const { source } = declaration;
  return { name: sourceName(declaration), issuer: source.issuer, subject: exampleOf(source) };
}

/**
 * The bearer of a name: the subject of an edge, or another service account of a cluster that is the source of one. Undefined for a
 * name of neither, and where documents name several issuers for the cluster.
 */
export function bearerNamed(edges: readonly Edge[], name: string): NamedBearer | undefined {
  const own = edges.find(({ declaration }) => sourceName(declaration) === name);
  if (own) return bearerOf(own);
  const account = serviceAccountNamed(name);
  if (!account) return undefined;
  const sources = edges.map(({ declaration: { source } }) => source);
  const issuers = new Set(sources.filter(({ cluster }) => cluster === account.cluster).map(({ issuer }) => issuer));
  const [issuer] = issuers;
  return issuers.size === 1 ? { name, issuer, subject: account.subject } : undefined;
}
