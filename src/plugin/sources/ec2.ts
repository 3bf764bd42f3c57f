import { AwsCredentials } from "../credential";
import { sourceFailure } from "../failure";
import { metadataEndpoint } from "../http/metadata";
import { keepSecret } from "../redaction";
import { Run } from "../run";
import { askMetadata } from "./ask-metadata";
import { credentialsFromJson } from "./aws-credentials-json";
import { Source } from "./source";

const OWN_ADDRESS = "http://169.254.169.254";
const PEER = "the EC2 metadata service";
const SESSION_SECONDS = "60";

/** The role of an EC2 instance. */
export const ec2: Source = {
  name: "ec2",
  variables: [],
  read: async (run, { kind }) => ({ kind: "aws", credentials: await instanceCredentials(run), mint: kind !== "eks" }),
};

/**
 * Credentials of the instance's role, by IMDSv2 ("Use the Instance Metadata Service", Amazon EC2 User Guide).
 *
 * @throws PluginFailure (source)
 */
export async function instanceCredentials(run: Run): Promise<AwsCredentials> {
  const session = await openSession(run);
  const folder = "/latest/meta-data/iam/security-credentials/";
  const role = (await read(run, session, folder)).trim().split("\n")[0];
  if (!/^[\w+=,.@-]{1,64}$/.test(role)) {
    throw sourceFailure(`${PEER} names no role.`, "Attach an instance profile.");
  }
  return credentialsFromJson(await read(run, session, folder + role), PEER);
}

/** The instance's region. */
export async function instanceRegion(run: Run): Promise<string> {
  return (await read(run, await openSession(run), "/latest/meta-data/placement/region")).trim();
}

async function openSession(run: Run): Promise<string> {
  if (run.env.AWS_EC2_METADATA_DISABLED?.toLowerCase() === "true") {
    throw sourceFailure("AWS_EC2_METADATA_DISABLED switches the EC2 metadata service off.", "Unset it.");
  }
  const headers = { "x-aws-ec2-metadata-token-ttl-seconds": SESSION_SECONDS };
  return keepSecret(await ask(run, "/latest/api/token", headers, "PUT"));
}

async function read(run: Run, session: string, path: string): Promise<string> {
  return await ask(run, path, { "x-aws-ec2-metadata-token": session });
}

async function ask(
  run: Run,
  path: string,
  headers: { readonly [name: string]: string },
  method?: "PUT",
): Promise<string> {
  const url = metadataEndpoint(run.settings, OWN_ADDRESS, "AWS_EC2_METADATA_SERVICE_ENDPOINT") + path;
  return await askMetadata(run, { peer: PEER, vendor: "aws", url, headers, method }, () => ({
    detail: ` for ${path}`,
    wayOut: "Check the instance's role, and its hop limit for containers.",
  }));
}
