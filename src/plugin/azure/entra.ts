import { PluginFailure } from "../failure";
import { emptyAnswer } from "../http/answers";
import { endpoint } from "../http/endpoint";
import { isTokenText, jsonObject, lookUp } from "../json";
import { FORM_HEADERS } from "../http/form";
import { A_FEW, NEVER, Refusal, sendUntilSettled, UNTIL_GIVEN_UP } from "../http/retry";
import { HttpResponse } from "../http/send";
import { isTemporary, NO_MESSAGE, vendorWords } from "../http/vendor-words";
import { lifeIn } from "../lifetime";
import { keepSecret } from "../redaction";
import { Run } from "../run";
import { entraAdvice } from "./entra-advice";

const PEER = "Entra";
/**
 * How often a refusal is worth another try. A federated credential that is minutes old answers 70021 until it is known
 * everywhere; 70025, 700211 and 700213, which mean a mismatch, were seen for new credentials and now and then for old
 * ones too. An issuer's keys that could not be read (50166, 90061) may be read the next time. The others are transient
 * by Microsoft's own words ("Microsoft Entra authentication and authorization error codes").
 */
const AGAIN: { readonly [code: string]: number } = {
  AADSTS70021: UNTIL_GIVEN_UP,
  AADSTS90024: UNTIL_GIVEN_UP,
  AADSTS90033: UNTIL_GIVEN_UP,
  AADSTS70025: A_FEW,
  AADSTS700211: A_FEW,
  AADSTS700213: A_FEW,
  AADSTS50166: A_FEW,
  AADSTS501661: A_FEW,
  AADSTS90061: A_FEW,
};

/**
 * A foreign token for an access token of an application or managed identity ("OAuth 2.0 client credentials flow", third
 * case: with a federated credential, Microsoft identity platform).
 *
 * @throws PluginFailure (exchange)
 */
export async function exchangeAssertion(
  run: Run,
  identity: { readonly authority: string; readonly tenant: string; readonly client: string; readonly server: string },
  assertion: string,
): Promise<{ readonly token: string; readonly expires: number }> {
  const base = endpoint(run.settings, "entra-endpoint", `https://${identity.authority}`);
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: identity.client,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    scope: `${identity.server}/.default`,
  });
  const response = await sendUntilSettled(
    run,
    {
      hop: "exchange",
      peer: PEER,
      vendor: "azure",
      method: "POST",
      url: `${base}/${identity.tenant}/oauth2/v2.0/token`,
      headers: FORM_HEADERS,
      body: form.toString(),
    },
    judge,
  );
  const { access_token, expires_in } = jsonObject(response.body) ?? {};
  if (!isTokenText(access_token)) throw emptyAnswer("exchange", PEER);
  const seconds = lifeIn(expires_in, "exchange", PEER);
  return { token: keepSecret(access_token), expires: Date.now() + seconds * 1000 };
}

function judge(response: HttpResponse): Refusal | undefined {
  if (response.status === 200) return undefined;
  const { code: error = `HTTP ${response.status}`, message = NO_MESSAGE } = vendorWords(response);
  const code = /AADSTS\d+/.exec(message)?.[0] ?? error;
  const told = message.startsWith(code) ? message : `${code}: ${message}`;
  const failure = new PluginFailure("exchange", `${PEER} refused the token: ${told}.`, entraAdvice(code), code);
  return { failure, again: isTemporary(error) ? UNTIL_GIVEN_UP : (lookUp(AGAIN, code) ?? NEVER) };
}
