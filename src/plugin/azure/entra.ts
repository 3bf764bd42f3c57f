import { PluginFailure } from "../failure";
import { emptyAnswer } from "../http/answers";
import { endpoint } from "../http/endpoint";
import { isTokenText, jsonObject } from "../json";
import { FORM_HEADERS } from "../http/form";
import { Refusal, sendUntilSettled } from "../http/retry";
import { HttpResponse } from "../http/send";
import { keepSecret } from "../redaction";
import { Run } from "../run";
import { entraAdvice } from "./entra-advice";

const PEER = "Entra";
/**
 * "No matching federated identity record found": what a credential made minutes ago also answers until it is known
 * everywhere. The codes that tell a mismatch (700211 to 700213) never heal by waiting.
 */
const PROPAGATION_CODE = "AADSTS70021";

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
): Promise<{ readonly accessToken: string; readonly expires: number }> {
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
  const seconds = Number(expires_in);
  if (!isTokenText(access_token) || !(seconds > 0)) {
    throw emptyAnswer("exchange", PEER);
  }
  return { accessToken: keepSecret(access_token), expires: Date.now() + seconds * 1000 };
}

function judge(response: HttpResponse): Refusal | undefined {
  if (response.status === 200) return undefined;
  const { error, error_description: description } = jsonObject(response.body) ?? {};
  // The description's later lines are trace ids and a timestamp.
  const message = typeof description === "string" ? description.split(/[\r\n]/)[0].slice(0, 400) : "no message";
  const code = /AADSTS\d+/.exec(message)?.[0] ?? (typeof error === "string" ? error : `HTTP ${response.status}`);
  const told = message.startsWith(code) ? message : `${code}: ${message}`;
  const failure = new PluginFailure(
    "exchange",
    `${PEER} refused the token: ${told.replace(/\.$/, "")}.`,
    entraAdvice(code),
    code,
  );
  return { failure, heals: code === PROPAGATION_CODE };
}
