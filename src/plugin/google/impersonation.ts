import { PluginFailure } from "../failure";
import { emptyAnswer } from "../http/answers";
import { endpoint } from "../http/endpoint";
import { isTokenText, jsonObject, lookUp } from "../json";
import { NEVER, Refusal, sendUntilSettled } from "../http/retry";
import { HttpResponse } from "../http/send";
import { NO_MESSAGE, vendorWords } from "../http/vendor-words";
import { endedAlready, endIn } from "../lifetime";
import { keepSecret } from "../redaction";
import { Run } from "../run";
import { CLOUD_PLATFORM_SCOPE, USERINFO_EMAIL_SCOPE } from "../../vendor/google/federation";
import { AccessToken } from "./sts";

const PEER = "Google's IAM Credentials API";

/**
 * An access token of a service account, in exchange for the federated one ("generateAccessToken", IAM Service Account
 * Credentials API).
 *
 * @param address the API's own address, unless a flag names another
 * @param lifetime seconds, 600 to 43200
 * @throws PluginFailure (impersonation)
 */
export async function impersonate(
  run: Run,
  address: string,
  account: string,
  lifetime: number,
  federatedToken: string,
): Promise<AccessToken> {
  const base = endpoint(run.settings, "google-iam-endpoint", address);
  const response = await sendUntilSettled(
    run,
    {
      hop: "impersonation",
      peer: PEER,
      vendor: "google",
      method: "POST",
      url: `${base}/v1/projects/-/serviceAccounts/${encodeURIComponent(account)}:generateAccessToken`,
      headers: { "content-type": "application/json", authorization: `Bearer ${federatedToken}` },
      body: JSON.stringify({ scope: [CLOUD_PLATFORM_SCOPE, USERINFO_EMAIL_SCOPE], lifetime: `${lifetime}s` }),
    },
    (answer) => judge(account, answer),
  );
  const { accessToken, expireTime } = jsonObject(response.body) ?? {};
  if (!isTokenText(accessToken)) throw emptyAnswer("impersonation", PEER);
  const expires = run.localTime(endIn(expireTime, "impersonation", PEER));
  if (expires <= Date.now()) throw endedAlready("impersonation", PEER);
  return { token: keepSecret(accessToken), expires };
}

const ADVICE: { readonly [code: string]: string } = {
  PERMISSION_DENIED:
    "Grant roles/iam.workloadIdentityUser on the service account to the federated principal; new grants take minutes.",
  NOT_FOUND: "The service account does not exist: check --service-account.",
  INVALID_ARGUMENT: "A --token-lifetime over 3600 needs an organization policy that allows it.",
};

function judge(account: string, response: HttpResponse): Refusal | undefined {
  if (response.status === 200) return undefined;
  const { code = `HTTP ${response.status}`, message = NO_MESSAGE } = vendorWords(response);
  const failure = new PluginFailure(
    "impersonation",
    `${PEER} refused a token of ${account}: ${code}: ${message}.`,
    lookUp(ADVICE, code),
    code,
  );
  return { failure, again: NEVER };
}
