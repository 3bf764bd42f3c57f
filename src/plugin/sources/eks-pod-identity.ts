import { AwsCredentials } from "../credential";
import { sourceFailure } from "../failure";
import { parseUrl } from "../http/endpoint";
import { isNearby } from "../http/metadata";
import { Run } from "../run";
import { askMetadata } from "./ask-metadata";
import { credentialsFromJson } from "./aws-credentials-json";
import { Source } from "./source";
import { readTokenFile } from "./token-file";
import { AWS_AGENT_TOKEN_FILE, AWS_AGENT_URI } from "../variables";

const PEER = "the EKS Pod Identity agent";

/** The role that EKS Pod Identity gives a pod. */
export const eksPodIdentity: Source = {
  name: "eks-pod-identity",
  variables: [AWS_AGENT_URI, AWS_AGENT_TOKEN_FILE],
  read: async (run, { kind }) => ({
    kind: "aws",
    credentials: await podIdentityCredentials(run),
    mint: kind !== "eks",
  }),
};

/**
 * Credentials of EKS Pod Identity, from the agent on the node ("EKS Pod Identity", Amazon EKS User Guide). The agent
 * wants the pod's own token, which only goes to an address of this node, or over TLS to one that a flag names.
 *
 * @throws PluginFailure (source)
 */
export async function podIdentityCredentials(run: Run): Promise<AwsCredentials> {
  const address = run.settings.get("metadata-endpoint") ?? run.env[AWS_AGENT_URI];
  const tokenFile = run.env[AWS_AGENT_TOKEN_FILE];
  if (!address || !tokenFile) {
    const missing = address ? AWS_AGENT_TOKEN_FILE : AWS_AGENT_URI;
    throw sourceFailure(
      `EKS Pod Identity needs ${missing}, which is not set.`,
      "EKS sets it: associate the service account, then restart the pod.",
    );
  }
  const url = parseUrl(address);
  // The environment alone does not vouch for a host; the flag does, where what is sent cannot be read by others.
  const flagged = run.settings.get("metadata-endpoint") !== undefined;
  if (!url || !(isNearby(address) || (flagged && url.protocol === "https:"))) {
    throw sourceFailure(
      `${flagged ? "--metadata-endpoint" : AWS_AGENT_URI} is not of this node.`,
      `EKS sets http://169.254.170.23/v1/credentials; an agent elsewhere goes by --metadata-endpoint, over https.`,
    );
  }
  const { token } = readTokenFile(tokenFile, AWS_AGENT_TOKEN_FILE);
  const body = await askMetadata(
    run,
    { peer: PEER, vendor: "aws", url: url.href, headers: { authorization: token } },
    () => ({ wayOut: "Check the service account's pod identity association and the role's trust policy." }),
  );
  return credentialsFromJson(body, PEER);
}
