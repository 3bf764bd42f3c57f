import { AwsCredentials } from "../credential";
import { Hop, PluginFailure } from "../failure";
import { emptyAnswer } from "../http/answers";
import { endpoint } from "../http/endpoint";
import { FORM_HEADERS } from "../http/form";
import { NEVER, Refusal, sendUntilSettled, UNTIL_GIVEN_UP } from "../http/retry";
import { HttpResponse } from "../http/send";
import { NO_MESSAGE } from "../http/vendor-words";
import { excerpt, keepSecret } from "../redaction";
import { Run } from "../run";
import { stsHost } from "./partition";
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

/** A role to assume. */
export interface RoleRequest {
  readonly hop: Hop;
  readonly region: string;
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
  request: { readonly hop: Hop; readonly region: string; readonly audience: string; readonly seconds: number },
  credentials: AwsCredentials,
): Promise<string> {
  const form: [string, string][] = [
    ["Audience.member.1", request.audience],
    ["DurationSeconds", String(request.seconds)],
    ["SigningAlgorithm", "RS256"],
  ];
  const answer = await call(run, request, "GetWebIdentityToken", form, credentials);
  const token = elementText(answer.body, "WebIdentityToken");
  if (!token) throw emptyAnswer(request.hop, PEER);
  return keepSecret(token);
}

async function call(
  run: Run,
  where: { readonly hop: Hop; readonly region: string },
  action: string,
  parameters: readonly (readonly [string, string])[],
  credentials?: AwsCredentials,
): Promise<HttpResponse> {
  const { settings } = run;
  const host = stsHost(where.region, { fips: settings.has("fips"), dualStack: settings.has("dual-stack") });
  const address = new URL(`${endpoint(settings, "aws-sts-endpoint", `https://${host}`)}/`);
  const form: (readonly [string, string])[] = [["Action", action], ["Version", API_VERSION], ...parameters];
  const body = form.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join("&");
  const headers = credentials ? sign(address, body, where.region, credentials) : FORM_HEADERS;
  return await sendUntilSettled(
    run,
    { hop: where.hop, peer: PEER, vendor: "aws", method: "POST", url: address.href, headers, body },
    (response) => judge(where.hop, action, response),
  );
}

function sign(address: URL, body: string, region: string, credentials: AwsCredentials): { [name: string]: string } {
  const scope = { region, service: "sts", time: new Date() };
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
  const accessKeyId = elementText(body, "AccessKeyId");
  const secretAccessKey = elementText(body, "SecretAccessKey");
  const sessionToken = elementText(body, "SessionToken");
  const expires = Date.parse(elementText(body, "Expiration") ?? "");
  if (!accessKeyId || !secretAccessKey || !sessionToken || !Number.isFinite(expires)) {
    throw emptyAnswer(hop, PEER);
  }
  return { accessKeyId, secretAccessKey: keepSecret(secretAccessKey), sessionToken: keepSecret(sessionToken), expires };
}
