import { unlessUnresolved, UnresolvedValue } from "../../terraform";
import { act } from "./act";
import { Answer, granted, Reason, refused, Refused } from "../answer";
import { AWS_BUILT_IN_GOOGLE, GOOGLE_ISSUER } from "../../vendor/issuers/clouds";
import { comparedClaims } from "../../vendor/aws/provider-claims";
import { audiencesOf, ShownToken } from "../token";
import { RequestContext, UnknownCondition } from "./condition";
import { listed } from "./listed";
import { AwsWorld, OidcProvider, Role } from "./read";
import { Candidate, like } from "../nearest";
import { contextOfSession, keysOfAll, keysOfFederation, keysOfSession } from "./request-keys";
import { evaluateTrustPolicy, PolicyVerdict } from "./policy";
import { policyDocument } from "./statement";
import { sessionArn } from "./session-caller";
import { sessionRequestFault } from "./session-request";
import {
  actionsFor,
  inherited,
  isAbsentTag,
  keysOfMarks,
  marksFault,
  marksOf,
  NO_MARKS,
  SessionMarks,
} from "./session-tags";
import { trustPolicyFault } from "./trust-policy-fault";
import { invalid, problemOf } from "./web-identity-token";
import { issuerInIam } from "../../vendor/aws/iam";

/** A session of a role. */
export interface AwsSession {
  readonly role: Role;
  readonly sessionName: string;
  /** Since when, in seconds since 1970. */
  readonly issued: number;
  /** Until when, in seconds since 1970. */
  readonly expires: number;
  /** @default none */
  readonly marks?: SessionMarks;
  /** The identity provider whose token began it. @default none */
  readonly provider?: string;
}

/** Where sessions are opened. */
type SessionHop = "exchange" | "impersonation";

/** What a caller asks of AssumeRoleWithWebIdentity. */
export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly token: ShownToken;
  /** @default 3600 */
  readonly durationSeconds?: number;
}

const DEFAULT_DURATION_SECONDS = 3600;
/** Roles assumed from a role's session may last an hour. */
const MAX_CHAINED_SECONDS = 3600;

/**
 * Google, which AWS knows without a registration, so that no list of client ids is asked.
 *
 * AWS IAM documentation: "Create a role for OpenID Connect federation".
 */
const GOOGLE: OidcProvider = { arn: AWS_BUILT_IN_GOOGLE, clientIds: [] };

const NOT_VALIDATED =
  "The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.";
const NO_KEY =
  "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";
const NOT_AUTHORIZED = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

/**
 * What STS answers to a foreign token: first the token itself, then the issuer's registration in the ROLE's account and
 * its audiences, then key and signature, at last the role's trust policy.
 *
 * AWS STS API Reference: "AssumeRoleWithWebIdentity".
 *
 * @param now seconds since 1970
 */
export function assumeRoleWithWebIdentity(
  world: AwsWorld,
  request: WebIdentityRequest,
  now: number,
): Answer<AwsSession> {
  const { roleArn, token } = request;
  const fault = sessionRequestFault(request);
  if (fault) return refused("exchange", "ValidationError", fault, { line: fault });
  const [, partition, , , account] = roleArn.split(":");
  const tokenProblem = problemOf(token, now);
  if (tokenProblem) return tokenProblem;
  const { iss } = token.claims;
  const provider = iss === GOOGLE_ISSUER ? GOOGLE : world.providerOf(iss, account, partition);
  if (!provider) {
    const line = `no aws_iam_openid_connect_provider of the account ${account} has the url "${iss}"`;
    const arn = `arn:${partition}:iam::${account}:oidc-provider/${issuerInIam(iss)}`;
    const meant = world.nearestProvider(arn) ?? trustedProvider(world, roleArn);
    return invalid(NOT_VALIDATED, like({ line, argument: "url" }, meant));
  }
  const audience = token.claims.azp ?? audiencesOf(token.claims)[0];
  if (provider !== GOOGLE && !provider.clientIds.includes(audience)) {
    return invalid(NOT_VALIDATED, {
      resource: provider.resource,
      argument: "client_id_list",
      line: `client_id_list is ${JSON.stringify(provider.clientIds)}, and the token is for "${audience}"`,
    });
  }
  const line = `the token is not signed by a key of ${iss}`;
  if (token.signature === "unknown key") return invalid(NO_KEY, { line });
  if (token.signature === "wrong") return invalid(NOT_VALIDATED, { line });
  const role = world.roleOf(roleArn);
  if (!role) return denied(NOT_AUTHORIZED, noRole(world, roleArn));
  const marks = marksOf(token.claims);
  const ofMarks = marksFault(marks);
  if (ofMarks !== undefined) return refused("exchange", "ValidationError", ofMarks, { line: ofMarks });
  const context = contextOf(request, provider, audience, marks, now);
  const caller = { kind: "Federated", names: [provider.arn], account } as const;
  const asked = { role, sessionName: request.sessionName, seconds: durationOf(request.durationSeconds), marks, now };
  const answer = openSession(
    asked,
    NOT_AUTHORIZED,
    (action) => evaluateTrustPolicy(role.trustPolicy(), caller, action, context),
    {
      action: "sts:AssumeRoleWithWebIdentity",
      hop: "exchange",
    },
  );
  return answer.granted ? { ...answer, value: { ...answer.value, provider: provider.arn } } : answer;
}

/** The provider that a role's trust policy names, where it was read: its issuer is another one, of a cluster that was made anew. */
function trustedProvider(world: AwsWorld, roleArn: string): Candidate | undefined {
  const policy = unlessUnresolved(() => world.roleOf(roleArn)?.trustPolicy(), undefined) ?? "";
  return world.everyProvider.find(
    ({ text, resource }) => resource !== undefined && policy.includes(JSON.stringify(text)),
  );
}

/**
 * What STS answers to a role's session that assumes another role, which inherits its transitive tags: the other role's trust policy
 * and the permissions of the session's own role must allow it. Permissions of a role that was given by others are taken as given.
 *
 * AWS STS API Reference: "AssumeRole".
 */
export function assumeRole(
  world: AwsWorld,
  caller: AwsSession,
  request: { roleArn: string; sessionName: string; externalId?: string; durationSeconds?: number },
  now: number,
): Answer<AwsSession> {
  const { role: own, marks: ownMarks = NO_MARKS } = caller;
  const fault = sessionRequestFault(request);
  if (fault) return refused("impersonation", "ValidationError", fault, { line: fault });
  const session = sessionArn(caller);
  const message = `User: ${session} is not authorized to perform: sts:AssumeRole on resource: ${request.roleArn}`;
  const role = world.roleOf(request.roleArn);
  if (!role) return denied(message, noRole(world, request.roleArn), "impersonation");
  const seconds = durationOf(request.durationSeconds);
  const marks = inherited(ownMarks);
  const keys = new Map([
    ...keysOfMarks(marks),
    ["sts:rolesessionname", [request.sessionName]] as const,
    ...keysOfSession(caller),
    ...keysOfAll(now),
    ...(request.externalId === undefined ? [] : [["sts:externalid", [request.externalId]] as const]),
  ]);
  const context = contextOfSession(caller, keys, (key) => !key.startsWith("aws:") || isAbsentTag(key, marks));
  const asker = { kind: "AWS", names: [own.arn, session], account: own.account } as const;
  const answer = openSession(
    { role, sessionName: request.sessionName, seconds, marks, now },
    message,
    (action) => evaluateTrustPolicy(role.trustPolicy(), asker, action, context),
    { action: "sts:AssumeRole", hop: "impersonation" },
  );
  if (!answer.granted) return answer;
  for (const action of ["sts:AssumeRole", ...actionsFor(marks)]) {
    const because = mayNot(world, caller, action, role, keys, now);
    if (because) return denied(message.replace("sts:AssumeRole", action), because, "impersonation");
  }
  if (seconds <= MAX_CHAINED_SECONDS) return answer;
  const text = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
  return refused("impersonation", "ValidationError", text, { line: `DurationSeconds is ${seconds}` });
}

/** Why a session's own role surely may not do something to another role; undefined where it may, or where that cannot be told. */
function mayNot(
  world: AwsWorld,
  session: AwsSession,
  action: string,
  { arn, account, name, resource, trustPolicy }: Role,
  keys: ReadonlyMap<string, readonly string[]>,
  now: number,
): Reason | undefined {
  if (!session.role.resource) return undefined;
  const policy = {
    ...{ name: `the trust policy of ${name}`, document: policyDocument(trustPolicy(), "trust") },
    ...(resource ? { resource, argument: "assume_role_policy" } : {}),
  };
  const { allowed, because, gaps } = act(world, { session, action, resource: arn, account, policy, keys }, now);
  return allowed || gaps.length > 0 ? undefined : because;
}

/** A session that is asked for. */
export interface AskedSession {
  readonly role: Role;
  readonly sessionName: string;
  readonly seconds: number;
  readonly marks: SessionMarks;
  readonly now: number;
}

/**
 * A session of a role, where its trust policy lets the caller in.
 *
 * @param evaluate what the role's trust policy says to an action; each that the session needs is asked for
 */
export function openSession(
  { role, sessionName, seconds, marks, now }: AskedSession,
  message: string,
  evaluate: (action: string) => PolicyVerdict,
  { action, hop }: { readonly action: string; readonly hop: SessionHop },
): Answer<AwsSession> {
  const because = { resource: role.resource ?? role.shownBy, argument: "assume_role_policy" };
  let verdict: PolicyVerdict;
  try {
    const stored = role.resource ? trustPolicyFault(role.trustPolicy()) : undefined;
    if (stored !== undefined) return denied(message, { ...because, line: `IAM does not store it: ${stored}` }, hop);
    verdict = evaluate(action);
    for (const further of verdict.allowed ? actionsFor(marks) : []) {
      const one = evaluate(further);
      if (!one.allowed) {
        return denied(message.replace(action, further), { ...because, line: `${further}: ${one.line}` }, hop);
      }
    }
  } catch (error) {
    // A policy that cannot be judged must never look like one that allows.
    const known = [UnknownCondition, SyntaxError, UnresolvedValue].some((kind) => error instanceof kind);
    if (!known) throw error;
    return denied(message, { ...because, line: `cannot be judged: ${(error as Error).message}` }, hop);
  }
  if (!verdict.allowed) return denied(message, { ...because, line: verdict.line }, hop);
  if (seconds > role.maxSeconds) {
    const text = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    return refused(hop, "ValidationError", text, {
      resource: role.resource,
      argument: "max_session_duration",
      line: `max_session_duration is ${role.maxSeconds}, and ${seconds} are asked for`,
    });
  }
  const given = actionsFor(marks).length > 0 ? { marks } : {};
  const session = { role, sessionName, issued: now, expires: now + seconds, ...given };
  return granted(hop, session, { ...because, line: verdict.line });
}

function contextOf(
  request: WebIdentityRequest,
  provider: OidcProvider,
  audience: string,
  marks: SessionMarks,
  now: number,
): RequestContext {
  const { claims } = request.token;
  const prefix = issuerInIam(claims.iss).toLowerCase();
  const { amr } = claims;
  const keys = new Map<string, readonly string[]>([
    ...keysOfMarks(marks),
    [`${prefix}:aud`, [audience]],
    [`${prefix}:oaud`, audiencesOf(claims)],
    [`${prefix}:sub`, [claims.sub]],
    ...(amr === undefined ? [] : [[`${prefix}:amr`, [amr].flat().map(String)] as const]),
    ...comparedClaims(prefix).map((name) => [`${prefix}:${name}`, listed(claims[name])] as const),
    ["sts:rolesessionname", [request.sessionName]],
    ["sts:roleauthorizedbyidp", ["false"]],
    ["aws:principalaccount", provider === GOOGLE ? [] : [provider.arn.split(":")[4]]],
    ["aws:principaltype", ["User"]],
    ["aws:userid", [provider.arn]],
    ["aws:principalarn", []],
    ...keysOfFederation(provider.arn),
    ...keysOfAll(now),
  ]);
  return { get: (key) => keys.get(key) ?? (isAbsentTag(key, marks) ? [] : undefined) };
}

function noRole(world: AwsWorld, arn: string): Reason {
  return like({ line: `no aws_iam_role has the ARN "${arn}"`, argument: "name" }, world.nearestRole(arn));
}

function durationOf(seconds: number | undefined): number {
  return seconds ?? DEFAULT_DURATION_SECONDS;
}

function denied(message: string, because: Reason, hop: SessionHop = "exchange"): Refused {
  return refused(hop, "AccessDenied", message, because);
}
