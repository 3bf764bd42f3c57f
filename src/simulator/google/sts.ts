import { Answer, granted, Reason, refused, Refused } from "../answer";
import { GOOGLE_TOKEN_ALGORITHMS } from "../../vendor/google/federation";
import { audiencesOf, headerOf, oddTimeIn, ShownToken, timeOf } from "../token";
import { like } from "../nearest";
import { CelFault, evaluateCel } from "./cel";
import { PoolProvider, toldBy } from "./pools";
import { GoogleWorld } from "./read";
import { Principal } from "./principal";
import { attributesOf, principalOf } from "./mapping";
import { uploadedAlgorithms } from "./uploaded-algorithms";

/** How far Google lets clocks differ, in seconds. */
const TOLERANCE_SECONDS = 60;
/** Security Token Service API, "Method: token", on `subjectToken`: a token is good for less, in seconds. */
const MAX_LIFETIME_SECONDS = 48 * 3600;
const AUDIENCE_FORM =
  /^\/\/(iam\.[a-z0-9.-]+)\/(projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+)(\/providers\/[^/]+)$/;

/**
 * What Google's STS answers to a foreign token: the provider that the audience parameter names, then the token's issuer,
 * audience, time and signature, then mapping and condition.
 *
 * Security Token Service documentation: "Method: token"; "Troubleshoot Workload Identity Federation".
 *
 * @param audience the audience parameter: `//iam.googleapis.com/projects/<number>/…/providers/<id>`
 * @param now seconds since 1970
 */
export function exchangeToken(world: GoogleWorld, audience: string, token: ShownToken, now: number): Answer<Principal> {
  const [, host, poolName, rest] = AUDIENCE_FORM.exec(audience) ?? [];
  if (host === undefined) {
    const message =
      'Invalid value for "audience". This value should be the full resource name of the Identity Provider. See https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token for the list of possible formats.';
    return refuse("invalid_request", message, { line: `the audience parameter is "${audience}"` });
  }
  const provider = world.providerOf(`${poolName}${rest}`);
  const pool = world.poolOf(poolName);
  if (!provider || provider.disabled || pool?.disabled) {
    const message =
      'The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.';
    const name = `${poolName}${rest}`;
    const off = pool?.disabled ? toldBy(pool) : toldBy(provider);
    if (off) return refuse("invalid_target", message, { resource: off, argument: "disabled", line: "it is disabled" });
    const line = `no google_iam_workload_identity_pool_provider has the name "${name}"`;
    const argument = "workload_identity_pool_provider_id";
    const near = world.nearestProvider(name);
    const because = near || pool ? undefined : poolOfIssuer(world, rest, token);
    return refuse("invalid_target", message, because ?? like({ line, argument }, near));
  }
  return (
    headerProblem(token) ??
    keyProblem(provider, token) ??
    tokenProblem(provider, host, token, now) ??
    judge(provider, `${host}/${poolName}`, token)
  );
}

/** The pool that has the token's issuer under the provider's id, where the pool that was asked for is not there: its name differs. */
function poolOfIssuer(world: GoogleWorld, providerPath: string, { claims }: ShownToken): Reason | undefined {
  const all = world.everyProvider.filter(({ issuer, name }) => issuer === claims.iss && name.endsWith(providerPath));
  const [own] = all;
  const resource = all.length === 1 ? world.poolOf(own.pool)?.resource : undefined;
  if (!resource) return undefined;
  return { resource, argument: "workload_identity_pool_id", line: `the provider of ${claims.iss} is in "${own.pool}"` };
}

/** "Configure Workload Identity Federation with other identity providers": algorithms, and the key's id. */
function headerProblem(token: ShownToken): Refused | undefined {
  const { alg, kid } = headerOf(token);
  if (!GOOGLE_TOKEN_ALGORITHMS.includes(alg)) {
    const line = `the token is signed by ${alg}, and Google takes ${GOOGLE_TOKEN_ALGORITHMS.join(" and ")}`;
    return refuse("invalid_grant", "Unable to verify the ID Token signature.", { line });
  }
  if (kid) return undefined;
  const line = "the token's header has no kid, by which Google finds the key";
  return refuse("invalid_grant", "Unable to verify the ID Token signature.", { line });
}

/** Uploaded keys are all that counts: a token that is signed by another type of key finds none. */
function keyProblem(provider: PoolProvider, { header }: ShownToken): Refused | undefined {
  const algorithms = uploadedAlgorithms(provider);
  if (!header || !algorithms || algorithms.includes(header.alg)) return undefined;
  const line = `the token is signed by ${header.alg}, and the keys that were uploaded are for ${algorithms.join(" and ") || "nothing"}`;
  const because = { resource: toldBy(provider), argument: "oidc.jwks_json", line };
  return refuse("invalid_grant", "Unable to verify the ID Token signature.", because);
}

function tokenProblem(
  provider: PoolProvider,
  host: string,
  { claims, signature }: ShownToken,
  now: number,
): Refused | undefined {
  const { issuer, name } = provider;
  const resource = toldBy(provider);
  if (claims.iss !== issuer) {
    const message = `The issuer in ID Token ${claims.iss ?? "null"} does not match the expected one in config: ${issuer}.`;
    const line = `issuer_uri is "${issuer}", and the token is of "${claims.iss}"`;
    return refuse("invalid_grant", message, { resource, argument: "oidc.issuer_uri", line });
  }
  const own = `//${host}/${name}`;
  const allowed = provider.allowedAudiences.length ? provider.allowedAudiences : [own, `https:${own}`];
  const audiences = audiencesOf(claims);
  if (!audiences.some((audience) => allowed.includes(audience))) {
    const message = `The audience in ID Token [${audiences.join(", ")}] does not match the expected audience.`;
    const line = `allowed_audiences is ${JSON.stringify(allowed)}, and the token is for ${JSON.stringify(audiences)}`;
    return refuse("invalid_grant", message, { resource, argument: "oidc.allowed_audiences", line });
  }
  const { exp, iat, nbf = iat } = claims;
  const odd = oddTimeIn(claims);
  // Where one of the times is not there, nothing is fresh. RFC 7519, "nbf": before it a token must not be accepted.
  const isFresh = exp + TOLERANCE_SECONDS >= now && Math.max(iat, nbf) - TOLERANCE_SECONDS <= now;
  if (odd !== undefined || !isFresh) {
    const message = `ID Token issued at ${iat} is stale to sign-in.`;
    const line = odd ?? `the token is good from ${timeOf(Math.max(iat, nbf))} to ${timeOf(exp)}`;
    return refuse("invalid_grant", message, { line });
  }
  if (exp - iat >= MAX_LIFETIME_SECONDS) {
    const message = "The expiration time of the ID Token is too far in the future.";
    const line = `the token is good for ${Math.round((exp - iat) / 3600)} hours, and Google takes less than 48`;
    return refuse("invalid_grant", message, { line });
  }
  if (signature === "good") return undefined;
  const message =
    signature === "wrong"
      ? "Unable to verify the ID Token signature."
      : "Error connecting to the given credential's issuer.";
  return refuse("invalid_grant", message, { line: `the token is not signed by a key of ${claims.iss}` });
}

/** The condition is asked first, also where a claim is not there that the subject is made of. */
function judge(provider: PoolProvider, pool: string, token: ShownToken): Answer<Principal> {
  const { condition } = provider;
  const because = { resource: toldBy(provider), argument: "attribute_condition" };
  const { subject, groups, attributes } = attributesOf(provider, token.claims);
  const names = { assertion: token.claims, google: { subject, groups }, attribute: attributes };
  const { holds, fault } = condition === undefined ? { holds: true } : ask(condition, names);
  if (!holds) {
    const line = `${condition} does not hold for sub "${token.claims.sub}"${fault ? ` (${fault})` : ""}`;
    const message = "The given credential is rejected by the attribute condition.";
    return refuse("unauthorized_client", message, { ...because, line });
  }
  const principal = principalOf(provider, pool, token);
  if ("granted" in principal) return principal;
  const line = condition ?? "there is no condition: every token of the issuer is accepted";
  return granted("exchange", principal, { ...because, line });
}

function ask(condition: string, names: Readonly<Record<string, unknown>>): { holds: boolean; fault?: string } {
  try {
    return { holds: evaluateCel(condition, names) === true };
  } catch (error) {
    if (!(error instanceof CelFault)) throw error;
    return { holds: false, fault: error.message };
  }
}

function refuse(code: string, message: string, because: Reason): Refused {
  return refused("exchange", code, message, because);
}
