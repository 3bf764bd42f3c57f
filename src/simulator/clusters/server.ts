import { UnresolvedValue } from "../../terraform";
import { ClientEntry } from "../documents/client-entry";

/** Of thousands of edges that lead to the same few servers, each URL is parsed once. */
const PARSED = new Map<string, string>();
const MOST_PARSED = 10_000;

/** What tells servers apart in their URLs: a port of 443 and a slash at the end make no difference. */
export function serverAt(url: string): string {
  const known = PARSED.get(url);
  if (known !== undefined) return known;
  if (PARSED.size >= MOST_PARSED) PARSED.clear();
  const parsed = parse(url);
  PARSED.set(url, parsed);
  return parsed;
}

function parse(url: string): string {
  // Clients in Go refuse what `new URL` would trim.
  if (/\s/.test(url)) return url;
  try {
    const { host, pathname } = new URL(url.includes("://") ? url : `https://${url}`);
    return `${host}${pathname.replace(/\/$/, "")}`;
  } catch {
    return url;
  }
}

/**
 * Refuses a server to which a client would send its credential for everybody to read.
 *
 * @throws UnresolvedValue
 */
export function checkServer({ place, server }: ClientEntry): void {
  if (/^https:\/\//i.test(server)) return;
  const reason = `its server "${server}" does not begin with https://, so a credential would go there in the open`;
  throw new UnresolvedValue(place, reason, "Give the cluster its endpoint, with https://");
}
