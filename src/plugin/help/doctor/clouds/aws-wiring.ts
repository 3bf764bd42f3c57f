import type { Run } from "../../../run";
import { PluginFailure, readTextFile, sourceFailure } from "../../borrowed";

const CONFIG = "AWS_CONFIG_FILE";
const MAXIMUM_FILE_BYTES = 256 * 1024;

/** What an SDK finds in a pod. */
export interface AwsWiring {
  readonly roleArn?: string;
  /** Undefined where EKS Pod Identity's agent gives credentials. */
  readonly tokenFile?: string;
  /** How the file came to be known, for messages. */
  readonly origin: string;
  readonly region: string;
  /** What is worth knowing although the way goes on. */
  readonly note: string;
}

/**
 * Reads what AWS's SDKs read, and refuses what would be taken before it ("Standardized credential providers", AWS SDKs and
 * Tools Reference Guide).
 *
 * @throws PluginFailure (source or usage)
 */
export function awsWiring({ env, settings }: Run): AwsWiring {
  if (env.AWS_ACCESS_KEY_ID) {
    throw fail("AWS_ACCESS_KEY_ID is set: SDKs take those static keys before the token.", "Remove it from the pod.");
  }
  const name = settings.get("profile");
  const role = settings.get("role-arn");
  if (name && role) {
    throw fail("both a role and a profile are named, and SDKs differ in which one wins.", "Leave out one of the two.");
  }
  const profile = name === undefined ? {} : profileIn(env[CONFIG] || `${env.HOME ?? ""}/.aws/config`, name);
  const region = settings.get("region") ?? profile.region;
  if (!region) throw fail("no region is set.", "Set AWS_REGION and AWS_DEFAULT_REGION: SDKs read one or the other.");
  const unset = ["AWS_REGION", "AWS_DEFAULT_REGION"].filter((variable) => !env[variable]);
  const note = unset.length === 1 ? `. ${unset[0]} is not set, which some SDKs read alone` : "";
  const roleArn = role ?? profile.role_arn;
  const tokenFile = settings.get("token-file") ?? profile.web_identity_token_file;
  const origin = name === undefined ? "AWS_WEB_IDENTITY_TOKEN_FILE" : "web_identity_token_file";
  if (roleArn && tokenFile) return { roleArn, tokenFile, region, note, origin };
  if (name === undefined && !roleArn && !tokenFile && env.AWS_CONTAINER_CREDENTIALS_FULL_URI) {
    return { region, note, origin };
  }
  const missing = [roleArn ? "" : "AWS_ROLE_ARN", tokenFile ? "" : "AWS_WEB_IDENTITY_TOKEN_FILE"].filter(Boolean);
  throw fail(
    `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set.`,
    "Wire the pod with PodWiring. By the webhook: annotate the service account with eks.amazonaws.com/role-arn and start " +
      "the pod anew; while the webhook is down pods start without.",
  );
}

/** A profile of the configuration file ("Shared config and credentials files", AWS SDKs and Tools Reference Guide). */
function profileIn(path: string, name: string): { readonly [setting: string]: string | undefined } {
  let text: string;
  try {
    text = readTextFile(path, MAXIMUM_FILE_BYTES);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw fail(`${CONFIG} ${path} cannot be read: ${code}.`, "Mount SdkConfigMap's files, or correct the variable.");
  }
  const settings = new Map<string, string>();
  let found = false;
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[\s*(?:profile\s+)?(.*?)\s*\]/.exec(line)?.[1];
    if (heading !== undefined) inside = heading.replace(/^["']|["']$/g, "") === name;
    else if (inside) {
      const [, key, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (key) settings.set(key.toLowerCase(), value);
    }
    found ||= inside;
  }
  if (!found) throw fail(`${path} has no profile "${name}".`, "Correct AWS_PROFILE.");
  return Object.fromEntries(settings);
}

function fail(reason: string, wayOut: string): PluginFailure {
  return sourceFailure(reason, wayOut);
}
