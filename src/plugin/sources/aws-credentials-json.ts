import { AwsCredentials } from "../credential";
import { emptyAnswer } from "../http/answers";
import { jsonObject } from "../json";
import { keepSecret } from "../redaction";

/**
 * Credentials in the form that EC2's metadata service and the container credential providers answer with.
 *
 * @throws PluginFailure (source) when the answer is no such thing
 */
export function credentialsFromJson(body: string, peer: string): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = jsonObject(body) ?? {};
  const expires = typeof Expiration === "string" ? Date.parse(Expiration) : NaN;
  if (typeof AccessKeyId !== "string" || typeof SecretAccessKey !== "string" || typeof Token !== "string") {
    throw emptyAnswer("source", peer);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: keepSecret(SecretAccessKey),
    sessionToken: keepSecret(Token),
    expires: Number.isFinite(expires) ? expires : undefined,
  };
}
