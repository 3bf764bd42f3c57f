import { ExecStanza } from "../../simulator";

/**
 * Variables that tell a process where its network, its trusted authorities, its files and its metadata servers are. In a pod of
 * the lab all of these are the lab's, and a stanza's own would lead past it.
 */
const LAB_VARIABLES: readonly string[] = [
  ...["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE"],
  ...["PATH", "HOME", "XDG_CACHE_HOME"],
  ...["GCE_METADATA_HOST", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST"],
  ...["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
  ...["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"],
];

/** Whether a variable is for the lab to set. */
export function isLabVariable(name: string): boolean {
  return LAB_VARIABLES.includes(name);
}

/** The variables that a stanza adds to its pod's. */
export function stanzaVariables({ env }: ExecStanza): Readonly<Record<string, string>> {
  return Object.fromEntries(env.filter(({ name }) => !isLabVariable(name)).map(({ name, value }) => [name, value]));
}
