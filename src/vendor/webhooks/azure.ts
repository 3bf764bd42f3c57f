import { AZURE_CLOUDS, azureCloudByName } from "../azure/clouds";
import { AccountAnnotations, WebhookContainer, WebhookPod, withContainers, withMount, withVariables } from "./pod";

/** The label that pods need since version 1.0: the webhook is asked for no other pod. */
export const AZURE_POD_LABEL = "azure.workload.identity/use";
/** What Azure's webhook reads of service accounts and pods. */
export const AZURE_ANNOTATIONS = {
  clientId: "azure.workload.identity/client-id",
  tenantId: "azure.workload.identity/tenant-id",
  tokenExpiration: "azure.workload.identity/service-account-token-expiration",
  skipContainers: "azure.workload.identity/skip-containers",
  injectProxySidecar: "azure.workload.identity/inject-proxy-sidecar",
} as const;
/** How long the webhook lets its tokens live, in seconds; it refuses pods that ask for anything else. */
export const AZURE_TOKEN_SECONDS = { min: 3600, max: 86_400, usual: 3600 } as const;
/** The audience that the webhook projects. Its chart has no value for another one. */
export const AZURE_WEBHOOK_AUDIENCE = AZURE_CLOUDS[0].audience;

/** How Azure's webhook was installed. */
export interface AzureWebhookOptions {
  /** The tenant of service accounts that name none. */
  readonly tenantId?: string;
  /** The cloud, as the chart's `azureEnvironment` names it. */
  readonly environment?: string;
}

const ENVIRONMENTS: Readonly<Record<string, string>> = {
  AzurePublicCloud: "public",
  AzureUSGovernmentCloud: "usgovernment",
  AzureChinaCloud: "china",
};
/** Up to 1.5 the volume's name, and the token's in it; later versions have other paths, which `AZURE_FEDERATED_TOKEN_FILE` tells. */
const TOKEN = "azure-identity-token";
const MOUNT_PATH = "/var/run/secrets/azure/tokens";

/** Why the webhook does not admit a pod. */
export interface PodRefusal {
  readonly refused: string;
}

/** Whether Azure's webhook is asked about a pod. */
export function isForAzure({ labels = {} }: WebhookPod): boolean {
  return labels[AZURE_POD_LABEL] === "true";
}

/**
 * What Azure's webhook makes of a pod: a volume with a token of the service account, its mount, and the variables of Azure's SDKs, of
 * which those that are there stay as they are. A pod without the label is left as it is. The proxy sidecar is not added: it plays a
 * metadata server for programs that know no federated token.
 *
 * Azure Workload Identity: "Service account labels and annotations", and `pkg/webhook/webhook.go`
 *
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
export function mutatedByAzure(
  pod: WebhookPod,
  account: AccountAnnotations,
  options: AzureWebhookOptions = {},
): WebhookPod | PodRefusal {
  if (!isForAzure(pod)) return pod;
  const { annotations = {} } = pod;
  const { tokenExpiration, clientId, tenantId, skipContainers } = AZURE_ANNOTATIONS;
  const asked = annotations[tokenExpiration] || account[tokenExpiration] || String(AZURE_TOKEN_SECONDS.usual);
  const expirationSeconds = Number(asked);
  const { min, max } = AZURE_TOKEN_SECONDS;
  if (!/^\d+$/.test(asked) || expirationSeconds < min || expirationSeconds > max) {
    return { refused: `token expiration ${asked} is not within ${min} to ${max} seconds` };
  }
  const { authority } = azureCloudByName(ENVIRONMENTS[options.environment ?? ""]) ?? AZURE_CLOUDS[0];
  const variables = [
    { name: "AZURE_CLIENT_ID", value: account[clientId] ?? "" },
    { name: "AZURE_TENANT_ID", value: account[tenantId] ?? options.tenantId ?? "" },
    { name: "AZURE_FEDERATED_TOKEN_FILE", value: `${MOUNT_PATH}/${TOKEN}` },
    { name: "AZURE_AUTHORITY_HOST", value: `https://${authority}/` },
  ].filter(({ value }) => value !== "");
  const skipped = new Set((annotations[skipContainers] ?? "").split(";").map((name) => name.trim()));
  const changed = withContainers(pod, skipped, (container) => mutated(container, variables));
  return withToken(changed, expirationSeconds);
}

function mutated(
  container: WebhookContainer,
  variables: readonly { readonly name: string; readonly value: string }[],
): WebhookContainer {
  const has = (name: string) => (container.env ?? []).some((one) => one.name === name);
  const missing = variables.filter(({ name }) => !has(name));
  return withMount(withVariables(container, missing), TOKEN, MOUNT_PATH);
}

/** The token's volume goes last, unless some volume projects a token of its name already. */
function withToken(pod: WebhookPod, expirationSeconds: number): WebhookPod {
  const { volumes = [] } = pod;
  const isThere = volumes.some(({ projected }) =>
    (projected?.sources ?? []).some(({ serviceAccountToken }) => serviceAccountToken?.path === TOKEN),
  );
  if (isThere) return pod;
  const serviceAccountToken = { path: TOKEN, expirationSeconds, audience: AZURE_WEBHOOK_AUDIENCE };
  return { ...pod, volumes: [...volumes, { name: TOKEN, projected: { sources: [{ serviceAccountToken }] } }] };
}
