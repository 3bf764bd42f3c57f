import { parseDocument } from "yaml";
import { fields, list, text } from "./json";
import { CredentialKind } from "./static-credential";

/** A user of a kubeconfig who has a static credential. */
export interface StaticUser {
  readonly kind: CredentialKind;
  readonly user: string;
  /** The URL of the cluster that the user's context leads to, where there is one. */
  readonly server?: string;
}

/** Aliases are expanded to at most this many nodes: a document must not grow without bound. */
const MAX_ALIASES = 100;

/**
 * The users of a kubeconfig with a token, a password or a private key in it. Users with an exec stanza or a file's path
 * have none in the document.
 *
 * @returns undefined where the text is no kubeconfig
 */
export function staticUsers(document: string): readonly StaticUser[] | undefined {
  if (!/\bkind\b/.test(document) || !/\bConfig\b/.test(document)) return undefined;
  const config = read(document);
  if (config.kind !== "Config") return undefined;
  const servers = new Map(
    list(config.clusters).map((one) => [text(fields(one).name), text(fields(fields(one).cluster).server)]),
  );
  const contexts = list(config.contexts).map((one) => fields(fields(one).context));
  return list(config.users).flatMap((one) => {
    const user = text(fields(one).name) ?? "";
    const kind = kindOf(fields(fields(one).user));
    if (!kind) return [];
    const context = contexts.find((candidate) => candidate.user === user);
    return [{ kind, user, server: servers.get(text(context?.cluster)) }];
  });
}

function read(document: string) {
  try {
    return fields(parseDocument(document, { uniqueKeys: false }).toJS({ maxAliasCount: MAX_ALIASES }));
  } catch {
    return {};
  }
}

function kindOf(user: ReturnType<typeof fields>): CredentialKind | undefined {
  if (text(user.token)) return "kubernetes-token";
  const provider = fields(fields(user["auth-provider"]).config);
  if (["access-token", "id-token", "refresh-token", "client-secret"].some((name) => text(provider[name]))) {
    return "kubernetes-token";
  }
  if (text(user["client-key-data"])) return "kubernetes-client-certificate";
  return text(user.password) ? "kubernetes-basic-auth" : undefined;
}
