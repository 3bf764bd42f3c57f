import { AwsCredentials } from "../credential";
import { Hop, PluginFailure } from "../failure";
import { emptyAnswer } from "../http/answers";
import { endpoint } from "../http/endpoint";
import { FORM_HEADERS } from "../http/form";
import { NEVER, Refusal, sendUntilSettled, UNTIL_GIVEN_UP } from "../http/retry";
import { HttpResponse } from "../http/send";
import { NO_MESSAGE } from "../http/vendor-words";
import { excerpt, keepSecret } from "../redaction";
import { isTokenText } from "../json";
import { Run } from "../run";
import { awsCredentials } from "./credentials";
import { amzDate, authorization, percentEncode, SignableRequest } from "./sigv4";
import { stsAdvice } from "./sts-advice";
import { elementText } from "./xml";

const PEER = "AWS STS";
const API_VERSION = "2011-06-15";
/** Least life of a role session. The EKS token lives no longer, so neither need the credentials that sign it. */
const SESSION_SECONDS = "900";
/** Codes that come with status 400 and yet heal ("Common Errors", AWS STS API Reference; AWS SDKs' retry modes). */
const HEALING_CODES = [
  "IDPCommunicationError",
  "RequestLimitExceeded",
  "RequestTimeout",
  "RequestTimeoutException",
  "Throttling",
  "ThrottlingException",
];
/** InvalidIdentityToken comes with these words now and then for sound tokens; AWS's SDK for Go tries it again. */
const KEYS_NOT_READ = /couldn.t retrieve verification key/i;

/** Which STS is asked, and at what step of the run. */
export interface StsPlace {
  readonly hop: Hop;
  readonly region: string;
  /** The STS's own host, unless a flag names another address. */
  readonly host: string;
}

/** A role to assume. */
export interface RoleRequest extends StsPlace {
  readonly roleArn: string;
  readonly sessionName: string;
}

/** AssumeRoleWithWebIdentity: a foreign token for a role's credentials. */
export async function assumeRoleWithWebIdentity(run: Run, role: RoleRequest, token: string): Promise<AwsCredentials> {
  const answer = await call(run, role, "AssumeRoleWithWebIdentity", [
    ["DurationSeconds", SESSION_SECONDS],
    ["RoleArn", role.roleArn],
    ["RoleSessionName", role.sessionName],
    ["WebIdentityToken", token],
  ]);
  return credentialsIn(role.hop, answer);
}

/** AssumeRole: one role's credentials for another's. */
export async function assumeRole(
  run: Run,
  role: RoleRequest & { readonly externalId?: string },
  credentials: AwsCredentials,
): Promise<AwsCredentials> {
  const form: [string, string][] = [
    ["DurationSeconds", SESSION_SECONDS],
    ["RoleArn", role.roleArn],
    ["RoleSessionName", role.sessionName],
  ];
  if (role.externalId !== undefined) form.push(["ExternalId", role.externalId]);
  return credentialsIn(role.hop, await call(run, role, "AssumeRole", form, credentials));
}

/** GetWebIdentityToken: an AWS identity's own token, which other clouds can trust ("outbound identity federation"). */
export async function getWebIdentityToken(
  run: Run,
  request: StsPlace & { readonly audience: string; readonly seconds: number },
  credentials: AwsCredentials,
): Promise<string> {
  const form: [string, string][] = [
    ["Audience.member.1", request.audience],
    ["DurationSeconds", String(request.seconds)],
    ["SigningAlgorithm", "RS256"],
  ];
  const answer = await call(run, request, "GetWebIdentityToken", form, credentials);
  const token = elementText(answer.body, "WebIdentityToken");
  if (!isTokenText(token)) throw emptyAnswer(request.hop, PEER);
  return keepSecret(token);
}

async function call(
  run: Run,
  where: StsPlace,
  action: string,
  parameters: readonly (readonly [string, string])[],
  credentials?: AwsCredentials,
): Promise<HttpResponse> {
  const address = new URL(`${endpoint(run.settings, "aws-sts-endpoint", `https://${where.host}`)}/`);
  const form: (readonly [string, string])[] = [["Action", action], ["Version", API_VERSION], ...parameters];
  const body = form.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join("&");
  const headers = credentials ? sign(run, address, body, where.region, credentials) : FORM_HEADERS;
  return await sendUntilSettled(
    run,
    { hop: where.hop, peer: PEER, vendor: "aws", method: "POST", url: address.href, headers, body },
    (response) => judge(where.hop, action, response),
  );
}

function sign(run: Run, address: URL, body: string, region: string, credentials: AwsCredentials) {
  const scope = { region, service: "sts", time: new Date(run.serverTime) };
  const headers: [string, string][] = [
    ["content-type", FORM_HEADERS["content-type"]],
    ["host", address.host],
    ["x-amz-date", amzDate(scope.time)],
  ];
  if (credentials.sessionToken !== undefined) headers.push(["x-amz-security-token", credentials.sessionToken]);
  const request: SignableRequest = { method: "POST", path: address.pathname, query: [], headers, body };
  return { ...Object.fromEntries(headers), authorization: authorization(request, credentials, scope) };
}

function judge(hop: Hop, action: string, response: HttpResponse): Refusal | undefined {
  if (response.status === 200) return undefined;
  const code = elementText(response.body, "Code") ?? `HTTP ${response.status}`;
  const message = excerpt(elementText(response.body, "Message") ?? "") || NO_MESSAGE;
  const failure = new PluginFailure(
    hop,
    `AWS STS refused ${action}: ${code}: ${message.replace(/\.$/, "")}.`,
    stsAdvice(action, code),
    code,
  );
  return { failure, again: HEALING_CODES.includes(code) || KEYS_NOT_READ.test(message) ? UNTIL_GIVEN_UP : NEVER };
}

function credentialsIn(hop: Hop, { body }: HttpResponse): AwsCredentials {
  const parts = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map((name) => elementText(body, name));
  // An answer of STS always tells the end.
  return awsCredentials(parts, elementText(body, "Expiration") ?? "", hop, PEER);
}
