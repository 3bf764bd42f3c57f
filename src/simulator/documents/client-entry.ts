import { Block } from "../../terraform";
import { TrustDeclaration } from "../../trust-declaration";

/** The exec stanza of a client's document. */
export interface ExecStanza {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

/** Where a document stands. */
export interface Spot {
  /** For people: `west-access: output.kubeconfig`. */
  readonly place: string;
  /** The file and line of it, found on demand: most documents are never reported. */
  where(): string;
}

/** One cluster as a client's document has it, with the trusts by which it is used. */
export interface ClientEntry extends Spot {
  readonly server: string;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
  /** The authority that the server's certificate is of, PEM in base64. */
  readonly authority?: string;
  /** Whether the client takes whatever certificate the server shows. */
  readonly isUnchecked?: boolean;
  readonly stanza: ExecStanza;
  readonly declarations: readonly TrustDeclaration[];
  /** Argo CD's secret: the namespace that it is in. */
  readonly argoCd?: { readonly namespace: string };
  /** A kubeconfig and its context, where the document is one; Argo CD's secret is none. */
  readonly kubeconfig?: { readonly text: string; readonly context: string; readonly document: Block };
}

/** What a document says of its server's place and certificate, as entries have it. */
export function connectionOf(said: {
  readonly tlsServerName: unknown;
  readonly proxyUrl: unknown;
  readonly authority: unknown;
  readonly isUnchecked: unknown;
}): Pick<ClientEntry, "tlsServerName" | "proxyUrl" | "authority" | "isUnchecked"> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value));
}

/** A stanza with nothing left out. */
export function stanzaOf({
  apiVersion,
  command,
  args,
  env,
}: { [name in keyof ExecStanza]?: ExecStanza[name] | null }): ExecStanza {
  return { apiVersion: apiVersion ?? "", command: command ?? "", args: args ?? [], env: env ?? [] };
}
