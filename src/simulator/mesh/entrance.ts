import { AzureWorld, ManagedIdentity } from "../azure/entra";
import { GoogleWorld, PoolProvider } from "../google/iam";
import { principalOf } from "../google/mapping";
import { FederatedPrincipal } from "../google/principal";
import { claimsOf } from "../token";
import { Edge } from "./edge";
import { ExecRequest, flagOf } from "./exec-request";

const AUDIENCE = /^\/\/([^/]+)\/(.+)$/;

/** The pool's provider that an exec stanza names by its audience. */
export function providerOf(google: GoogleWorld, request: ExecRequest): PoolProvider | undefined {
  const [, , name] = AUDIENCE.exec(flagOf(request, "audience") ?? "") ?? [];
  return name === undefined ? undefined : google.providerOf(name);
}

/** The managed identity that an exec stanza names by tenant and client id. */
export function identityOf(azure: AzureWorld, request: ExecRequest): ManagedIdentity | undefined {
  return azure.identityOf(flagOf(request, "tenant-id") ?? "", flagOf(request, "client-id") ?? "");
}

/**
 * Whom an edge's provider makes of a subject of the edge's issuer, its condition left aside; undefined where there is no
 * such provider, or where it makes nobody of it.
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
