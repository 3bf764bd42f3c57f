import { ITrust } from "./i-trust";
import { digest } from "../common";

/** Where pods find the tokens of trusts, each in the folder of its target. */
export const TOKEN_FOLDER = "/var/run/secrets/trust-mesh";

/**
 * A token's path below TOKEN_FOLDER. Exec stanza and pod wiring both ask here, so that they agree. It depends on the
 * target alone: the components of one application, each with a service account of its own, share one exec stanza.
 */
export function tokenPath(trust: ITrust): string {
  return `${folderName(trust.destinationId)}/token`;
}

/**
 * The file in which a pod finds its token for a trust; none where the trust uses no projected token, or where the subject's
 * token is elsewhere.
 */
export function tokenFile(trust: ITrust): string | undefined {
  if (!trust.usesProjectedToken) return undefined;
  const way = trust.subject._tokenWay(trust.destinationId);
  if (way?.["token-file"] !== undefined) return way["token-file"];
  if (way?.source !== undefined || way?.["token-variable"] !== undefined) return undefined;
  return `${TOKEN_FOLDER}/${tokenPath(trust)}`;
}

/** A construct id as one path segment; what is replaced is told apart by a digest. */
export function folderName(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) return id;
  const readable = id.replace(/[^A-Za-z0-9_]+/g, "-").replace(/^-+|-+$/g, "");
  return [readable, digest(id)].filter(Boolean).join("-");
}
