import { Resource } from "../../terraform";
import { Answer, granted, Reason, refused, Refused } from "../answer";
import { audiencesOf, Claims, headerOf, oddTimeIn, ShownToken, timeOf } from "../token";
import { FEDERATED_TOKEN_ALGORITHMS, isEntraIssuer, MAX_FEDERATED_CREDENTIALS } from "../../vendor/azure/entra";
import { like } from "../nearest";
import { FlexibleCredential, takesToken } from "./flexible-credentials";
import { isStorable } from "./credential-faults";
import { FederatedCredential } from "./federated-credentials";
import { AzureWorld, ManagedIdentity } from "./read";

/** How far Entra lets clocks differ, in seconds. */
const TOLERANCE_SECONDS = 300;
const SEE =
  "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/**
 * What Entra answers to a federated assertion: a credential of the client must have the very issuer, subject and audience,
 * byte for byte; only then are time and signature looked at.
 *
 * Microsoft Entra documentation: "Workload identity federation", "Microsoft Entra authentication and authorization error
 * codes".
 *
 * @param now seconds since 1970
 */
export function exchangeAssertion(
  world: AzureWorld,
  tenant: string,
  clientId: string,
  token: ShownToken,
  now: number,
): Answer<ManagedIdentity> {
  if (!world.knowsTenant(tenant)) {
    const message = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`;
    return refuse("90002", message, { line: `no identity or application is of the tenant ${tenant}` });
  }
  const identity = world.identityOf(tenant, clientId);
  if (!identity) {
    const message = `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`;
    const line = `no identity, and no application with a service principal, has the client_id ${clientId} in the tenant`;
    return refuse("700016", message, like({ line }, world.nearestIdentity(clientId)));
  }
  const credentials = world.credentialsOf(identity);
  const flexible = world.flexibleCredentialsOf(identity);
  if (credentials.length + flexible.length === 0) {
    const message = `The client '${clientId}' has no configured federated identity credentials.`;
    const line = "no federated identity credential names it";
    const [first] = world.writtenCredentialsOf(identity);
    const because = first ? notStored(first) : { resource: identity.resource, line };
    return refuse("70025", message, notStoredFor(world, identity, token) ?? because);
  }
  if (world.hasTooManyCredentials(identity)) {
    const message = `The client '${clientId}' has no configured federated identity credentials.`;
    const line = `${credentials.length + flexible.length} federated identity credentials name it as parent_id, and Azure takes ${MAX_FEDERATED_CREDENTIALS}`;
    return refuse("70025", message, {
      resource: (credentials.at(-1) ?? flexible.at(-1))?.resource,
      argument: "parent_id",
      line,
    });
  }
  const matching = flexible.find((one) => takesToken(one, token.claims));
  if (matching) {
    return admit(identity, token, now, matching.resource, "claims_matching_expression", matching.expression);
  }
  const credential = credentials.length > 0 ? find(credentials, token) : unmatched(flexible, token);
  if ("granted" in credential) {
    return { ...credential, because: notStoredFor(world, identity, token) ?? credential.because };
  }
  if (isEntraIssuer(credential.issuer) && !identity.servicePrincipal) {
    const line = `issuer is "${credential.issuer}", and Entra takes its own tokens for no managed identity`;
    const message = "AAD-issued tokens may not be used for federated identity flows.";
    return refuse("700222", message, { resource: credential.resource, argument: "issuer", line });
  }
  return admit(identity, token, now, credential.resource, "subject", credential.subject);
}

/** The identity, where it is not disabled and the token is good. */
function admit(
  identity: ManagedIdentity,
  token: ShownToken,
  now: number,
  resource: Resource | undefined,
  argument: string,
  value: string,
): Answer<ManagedIdentity> {
  if (identity.isDisabled) {
    const message = `Application '${identity.clientId}' is disabled.`;
    const line = "its service principal has account_enabled = false";
    return refuse("7000112", message, { resource: identity.servicePrincipal, argument: "account_enabled", line });
  }
  const because = { resource, argument, line: `${argument} is "${value}"` };
  return timeOrSignatureProblem(token, now) ?? granted("exchange", identity, because);
}

/** Why Entra has no credential for a token: the one that is written for it is not stored. */
function notStoredFor(world: AzureWorld, identity: ManagedIdentity, { claims }: ShownToken): Reason | undefined {
  const found = world.writtenCredentialsOf(identity).find((one) => one.fault !== undefined && isMeant(one, claims));
  return found && notStored(found);
}

function notStored({ resource, fault }: FederatedCredential | FlexibleCredential): Reason {
  return { resource, line: `Azure does not store this credential: ${fault}` };
}

/** Whether a credential that is not stored is written for a token: of its issuer and subject one may be what is wrong. */
function isMeant(one: FederatedCredential | FlexibleCredential, claims: Claims): boolean {
  if ("expression" in one) return takesToken(one, claims);
  const { issuer, subject } = one;
  if (issuer !== claims.iss) return subject === claims.sub && !isStorable(issuer);
  return subject === claims.sub || !isStorable(subject);
}

/** What Entra says where every credential has an expression, and none takes the token. */
function unmatched(credentials: readonly FlexibleCredential[], { claims }: ShownToken): Refused {
  const nearest = credentials.find(({ issuer }) => issuer === claims.iss);
  const { resource, expression, issuer } = nearest ?? credentials[0];
  const because = { resource, argument: "claims_matching_expression", line: `${expression} does not fit the token` };
  const subject = `No matching federated identity record found for presented assertion subject '${claims.sub}'. ${SEE}`;
  if (nearest) return refuse("700213", subject, because);
  const line = `issuer is "${issuer}", and the token is of "${claims.iss}"`;
  const message = `No matching federated identity record found for presented assertion issuer '${claims.iss}'. ${SEE}`;
  return refuse("700211", message, { resource, argument: "issuer", line });
}

/** The credential that matches, or what Entra says of the one that comes nearest. */
function find(credentials: readonly FederatedCredential[], { claims }: ShownToken): FederatedCredential | Refused {
  const { iss } = claims;
  // A subject that is no text is none of a credential's.
  const sub = typeof claims.sub === "string" ? claims.sub : JSON.stringify(claims.sub ?? "");
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) {
    const [nearest] = credentials.filter(({ subject }) => subject === sub).concat(credentials);
    return mismatch("700211", "issuer", iss, nearest, `issuer is "${nearest.issuer}", and the token is of "${iss}"`);
  }
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) {
    const folded = ofIssuer.find(({ subject }) => subject.toLowerCase() === sub.toLowerCase());
    const nearest = folded ?? ofIssuer[0];
    const line = `subject is "${nearest.subject}", and the token's is "${sub}"`;
    if (!folded) return mismatch("700213", "subject", sub, nearest, line);
    const message = `No matching federated identity record found for presented assertion subject '${sub}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. ${SEE}`;
    return refuse("7002138", message, { resource: nearest.resource, argument: "subject", line });
  }
  const audiences = audiencesOf(claims);
  const found = ofSubject.find(({ audience }) => audiences.includes(audience));
  if (found) return found;
  const line = `audience is "${ofSubject[0].audience}", and the token is for "${audiences.join(", ")}"`;
  return mismatch("700212", "audience", audiences.join(", "), ofSubject[0], line);
}

function timeOrSignatureProblem(token: ShownToken, now: number): Refused | undefined {
  const { claims, signature } = token;
  const { alg } = headerOf(token);
  if (!FEDERATED_TOKEN_ALGORITHMS.includes(alg)) {
    const line = `the token is signed by ${alg}, and Microsoft supports ${FEDERATED_TOKEN_ALGORITHMS.join(", ")} alone`;
    return refuse("7000274", "Client assertion contains an invalid signature.", { line });
  }
  const { iss, exp, nbf = claims.iat } = claims;
  const odd = oddTimeIn(claims);
  // Where one of the times is not there, it is not good.
  if (odd !== undefined || !(exp + TOLERANCE_SECONDS >= now && nbf - TOLERANCE_SECONDS <= now)) {
    const message = `Client assertion is not within its valid time range. Current time: ${timeOf(now)}, assertion valid from ${timeOf(nbf)}, expiry time of assertion ${timeOf(exp)}. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .`;
    return refuse("700024", message, { line: odd ?? `the token is good from ${timeOf(nbf)} to ${timeOf(exp)}` });
  }
  const line = `the token is not signed by a key of ${iss}`;
  if (signature === "unknown key") {
    const message = `The certificate used to sign the federated credential could not be found in the metadata of identity provider ${iss}. Please validate that your Identity Provider's metadata exposes the key used to sign the incoming token.`;
    return refuse("7000272", message, { line });
  }
  if (signature === "wrong") return refuse("7000274", "Client assertion contains an invalid signature.", { line });
  return undefined;
}

function mismatch(code: string, what: string, told: string, { resource }: FederatedCredential, line: string): Refused {
  const message = `No matching federated identity record found for presented assertion ${what} '${told}'. ${SEE}`;
  return refuse(code, message, { resource, argument: what, line });
}

function refuse(number: string, message: string, because: Reason): Refused {
  return refused("exchange", `AADSTS${number}`, message, because);
}
