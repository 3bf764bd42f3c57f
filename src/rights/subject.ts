import { Edge, sourceName } from "../simulator";
import { serviceAccountSubject } from "../vendor/kubernetes/names";

/** Who acts: a service account of a source cluster, or another identity that is trusted. */
export interface Subject {
  /** For people, and what `--from` takes: `west:argocd/controller`, `west:argocd/*`, or the identity in words. */
  readonly name: string;
  /** The source cluster's construct id; undefined where no document names the issuer. */
  readonly cluster?: string;
  /** The `iss` and `sub` of its tokens, where it is a service account. */
  readonly issuer?: string;
  readonly subject?: string;
}

/** The service account of an edge. */
export function subjectOf({ declaration }: Edge): Subject {
  const { cluster, issuer, subject } = declaration.source;
  return { name: sourceName(declaration), cluster, issuer, subject };
}

/** The names of issuers: the clusters that documents say they are of. */
export function issuerNames(edges: readonly Edge[]): ReadonlyMap<string, string> {
  return new Map(edges.map(({ declaration: { source } }) => [source.issuer, source.cluster]));
}

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):(\S+)(?: of (\S+))?$/;

/** An identity that no document declares, from the words in which it is told. */
export function strangerOf(who: string, names: ReadonlyMap<string, string>): Subject {
  const [, namespace, account, issuer] = SERVICE_ACCOUNT.exec(who) ?? [];
  if (namespace === undefined) return { name: who };
  const subject = serviceAccountSubject(namespace, account);
  if (issuer === undefined) return { name: `${namespace}/${account}`, subject };
  const cluster = names.get(issuer);
  const name = `${cluster ?? issuer}:${namespace}/${account}`;
  return { name, issuer, subject, ...(cluster === undefined ? {} : { cluster }) };
}
