import { PoolProvider } from "./pools";
import { GoogleWorld } from "./read";
import { principalOf } from "./mapping";
import { FederatedPrincipal } from "./principal";
import { claimsOf } from "../token";
import { Edge } from "../edges/edge";
import { ExecRequest, flagOf } from "../edges/exec-request";

const AUDIENCE = /^\/\/([^/]+)\/(.+)$/;

/** The pool's provider that an exec stanza names by its audience. */
export function providerOf(google: GoogleWorld, request: ExecRequest): PoolProvider | undefined {
  const [, , name] = AUDIENCE.exec(flagOf(request, "audience") ?? "") ?? [];
  return name === undefined ? undefined : google.providerOf(name);
}

/**
 * The principal that a subject of the edge's issuer maps to, the provider's condition left aside; undefined where there is no
 * such provider, or where the subject maps to none.
 *
 * @param now seconds since 1970
 * @param uid the service account's
 */
export function federatedAs(
  google: GoogleWorld,
  { request, declaration }: Edge,
  subject: string,
  now: number,
  uid?: string,
): FederatedPrincipal | undefined {
  const provider = providerOf(google, request);
  if (!provider) return undefined;
  const [, host] = AUDIENCE.exec(flagOf(request, "audience") ?? "") ?? [];
  const claims = claimsOf(declaration.source.issuer, subject, declaration.audience, now, uid);
  const made = principalOf(provider, `${host}/${provider.pool}`, { claims });
  return "granted" in made ? undefined : made;
}
