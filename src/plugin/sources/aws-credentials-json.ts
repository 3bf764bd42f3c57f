import { awsCredentials } from "../aws/credentials";
import { AwsCredentials } from "../credential";
import { jsonObject } from "../json";

/**
 * Credentials in the form that EC2's metadata service and the container credential providers answer with.
 *
 * @throws PluginFailure (source) when the answer is no such thing
 */
export function credentialsFromJson(body: string, peer: string): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = jsonObject(body) ?? {};
  return awsCredentials([AccessKeyId, SecretAccessKey, Token], Expiration, "source", peer);
}
