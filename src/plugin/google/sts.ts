import { PluginFailure } from "../failure";
import { emptyAnswer } from "../http/answers";
import { endpoint } from "../http/endpoint";
import { isTokenText, jsonObject } from "../json";
import { FORM_HEADERS } from "../http/form";
import { A_FEW, NEVER, Refusal, sendUntilSettled, UNTIL_GIVEN_UP } from "../http/retry";
import { HttpResponse } from "../http/send";
import { Claims } from "../jwt";
import { isTemporary, NO_MESSAGE, vendorWords } from "../http/vendor-words";
import { lifeIn } from "../lifetime";
import { keepSecret } from "../redaction";
import { Run } from "../run";
import { googleStsAdvice } from "./sts-advice";
import { CLOUD_PLATFORM_SCOPE, USERINFO_EMAIL_SCOPE } from "../../vendor/google/federation";

const PEER = "Google's STS";
const OAUTH = "urn:ietf:params:oauth:";
/** Types of token (RFC 8693, section 3). */
export const TOKEN_TYPE = `${OAUTH}token-type:`;
export const JWT_TYPE = `${TOKEN_TYPE}jwt`;

/** An access token and its end by this machine's clock (milliseconds since 1970). */
export interface AccessToken {
  readonly token: string;
  readonly expires: number;
}

/**
 * A foreign token for Google's federated access token ("Method: token", Security Token Service API, RFC 8693).
 *
 * @param address the STS's own address, unless a flag names another
 * @param provider the workload identity pool provider, without `https:`
 * @throws PluginFailure (exchange)
 */
export async function exchangeToken(
  run: Run,
  address: string,
  provider: string,
  token: string,
  claims: Claims,
  impersonating: boolean,
): Promise<AccessToken> {
  // The email scope would be refused to nobody, but an impersonated token asks for it itself.
  const scopes = impersonating ? [CLOUD_PLATFORM_SCOPE] : [CLOUD_PLATFORM_SCOPE, USERINFO_EMAIL_SCOPE];
  const form = new URLSearchParams({
    grant_type: `${OAUTH}grant-type:token-exchange`,
    audience: provider,
    scope: scopes.join(" "),
    requested_token_type: `${TOKEN_TYPE}access_token`,
    subject_token_type: JWT_TYPE,
    subject_token: token,
  });
  const response = await sendUntilSettled(
    run,
    {
      hop: "exchange",
      peer: PEER,
      vendor: "google",
      method: "POST",
      url: `${endpoint(run.settings, "google-sts-endpoint", address)}/v1/token`,
      headers: FORM_HEADERS,
      body: form.toString(),
    },
    judge,
  );
  const { access_token, expires_in } = jsonObject(response.body) ?? {};
  if (!isTokenText(access_token)) throw emptyAnswer("exchange", PEER);
  // Google may leave expires_in out: its token then ends with the subject's.
  const expires =
    expires_in === undefined
      ? run.localTime(claims.exp * 1000)
      : Date.now() + lifeIn(expires_in, "exchange", PEER) * 1000;
  return { token: keepSecret(access_token), expires };
}

function judge(response: HttpResponse): Refusal | undefined {
  if (response.status === 200) return undefined;
  const { code = `HTTP ${response.status}`, message = NO_MESSAGE } = vendorWords(response);
  const failure = new PluginFailure(
    "exchange",
    `${PEER} refused the token: ${code}: ${message}.`,
    googleStsAdvice(code, message),
    code,
  );
  return { failure, again: triesFor(code, message) };
}

/** RFC 6749, section 5.2, has `temporarily_unavailable` for what heals; reading an issuer's keys may fail once. */
function triesFor(code: string, message: string): number {
  if (isTemporary(code)) return UNTIL_GIVEN_UP;
  return /connecting to the given credential's issuer/i.test(message) ? A_FEW : NEVER;
}
