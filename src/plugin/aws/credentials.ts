import { AwsCredentials } from "../credential";
import { Hop } from "../failure";
import { emptyAnswer } from "../http/answers";
import { isTokenText } from "../json";
import { endIn } from "../lifetime";
import { keepSecret } from "../redaction";

/**
 * Temporary credentials from the parts of an answer: the key's id, the secret key and the session token.
 *
 * @throws PluginFailure when a part is missing, or is not what can be signed and sent
 */
export function awsCredentials(parts: readonly unknown[], end: unknown, hop: Hop, peer: string): AwsCredentials {
  const [accessKeyId, secretAccessKey, sessionToken] = parts.filter(isTokenText);
  if (sessionToken === undefined) throw emptyAnswer(hop, peer);
  return {
    accessKeyId,
    secretAccessKey: keepSecret(secretAccessKey),
    sessionToken: keepSecret(sessionToken),
    expires: end === undefined || end === null ? undefined : endIn(end, hop, peer),
  };
}
