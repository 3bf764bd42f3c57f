import { readFileSync } from "node:fs";
import { AwsCredentials } from "../credential";
import { PluginFailure } from "../failure";
import { parseUrl } from "../http/endpoint";
import { isNearby } from "../http/metadata";
import { keepSecret } from "../redaction";
import { Run } from "../run";
import { askMetadata } from "./ask-metadata";
import { credentialsFromJson } from "./aws-credentials-json";
import { AWS_AGENT_TOKEN_FILE, AWS_AGENT_URI } from "../variables";

const PEER = "the EKS Pod Identity agent";

/**
 * Credentials of EKS Pod Identity, from the agent on the node ("EKS Pod Identity", Amazon EKS User Guide). The agent
 * wants the pod's own token, which only goes to an address of this node or over TLS.
 *
 * @throws PluginFailure (source)
 */
export async function podIdentityCredentials(run: Run): Promise<AwsCredentials> {
  const address = run.settings.get("metadata-endpoint") ?? run.env[AWS_AGENT_URI];
  const tokenFile = run.env[AWS_AGENT_TOKEN_FILE];
  if (!address || !tokenFile) {
    const missing = address ? AWS_AGENT_TOKEN_FILE : AWS_AGENT_URI;
    throw new PluginFailure(
      "source",
      `EKS Pod Identity needs ${missing}, which is not set.`,
      "EKS sets it: associate the service account, then restart the pod.",
    );
  }
  const url = parseUrl(address);
  if (!url || (url.protocol !== "https:" && !isNearby(address))) {
    throw new PluginFailure(
      "source",
      `${AWS_AGENT_URI} is neither https nor of this node.`,
      "EKS sets http://169.254.170.23/v1/credentials.",
    );
  }
  let token: string;
  try {
    token = keepSecret(readFileSync(tokenFile, "utf8").trim());
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new PluginFailure(
      "source",
      `${AWS_AGENT_TOKEN_FILE} ${tokenFile} cannot be read: ${code}.`,
      "Restart the pod; check its fsGroup.",
      code,
    );
  }
  const body = await askMetadata(
    run,
    { peer: PEER, vendor: "aws", url: url.href, headers: { authorization: token } },
    () => ({ wayOut: "Check the service account's pod identity association and the role's trust policy." }),
  );
  return credentialsFromJson(body, PEER);
}
