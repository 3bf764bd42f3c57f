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
  /** The chart's version, or a constraint on it. @default - unknown, as in AKS: the newest is played */
  readonly version?: string;
}

const ENVIRONMENTS: Readonly<Record<string, string>> = {
  AzurePublicCloud: "public",
  AzureUSGovernmentCloud: "usgovernment",
  AzureChinaCloud: "china",
};
/** Where a version of the webhook puts the token; `AZURE_FEDERATED_TOKEN_FILE` tells it to containers. */
interface TokenPlace {
  readonly volume: string;
  readonly mountPath: string;
  /** The token's path in the volume. */
  readonly path: string;
}

/** Up to 1.5. A volume that projects a token of this path already is used instead. */
const FIRST_PLACE: TokenPlace = {
  volume: "azure-identity-token",
  mountPath: "/var/run/secrets/azure/tokens",
  path: "azure-identity-token",
};

/**
 * From 1.6.0 on the volume has a reserved name that ends in a digest of the pod's, and after 1.6.0 the folder has as well, so that no
 * container can know the path in advance. The digest here is that of no pod.
 *
 * Azure Workload Identity: `pkg/webhook/consts.go` and `webhook.go`, and pull request 1720 on the changed path
 */
function placeIn(version: string | undefined): TokenPlace {
  const [, major = "9", minor = "9", patch = "9"] = EXACT.exec(version ?? "") ?? WITHIN_MINOR.exec(version ?? "") ?? [];
  if (Number(major) < 1 || (major === "1" && Number(minor) < 6)) return FIRST_PLACE;
  const digest = "of-the-pods-name";
  return {
    volume: `azure-workload-identity-reserved-${digest}`,
    mountPath: `/var/run/secrets/azure/wi${major === "1" && minor === "6" && patch === "0" ? "" : `/${digest}`}`,
    path: "token/azure-identity-token",
  };
}

/** One version, and a constraint that only the patch is free in. */
const EXACT = /^\s*[=v]*\s*(\d+)\.(\d+)\.(\d+)\s*$/;
const WITHIN_MINOR = /^\s*[~v]*\s*(\d+)\.(\d+)(?:\.[\dxX*]+)?\s*$/;

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
  const place = placeIn(options.version);
  const { authority } = azureCloudByName(ENVIRONMENTS[options.environment ?? ""]) ?? AZURE_CLOUDS[0];
  const variables = [
    { name: "AZURE_CLIENT_ID", value: account[clientId] ?? "" },
    { name: "AZURE_TENANT_ID", value: account[tenantId] ?? options.tenantId ?? "" },
    { name: "AZURE_FEDERATED_TOKEN_FILE", value: `${place.mountPath}/${place.path}` },
    { name: "AZURE_AUTHORITY_HOST", value: `https://${authority}/` },
  ].filter(({ value }) => value !== "");
  const skipped = new Set((annotations[skipContainers] ?? "").split(";").map((name) => name.trim()));
  const changed = withContainers(pod, skipped, (container) => mutated(container, variables, place));
  return withToken(changed, expirationSeconds, place);
}

function mutated(
  container: WebhookContainer,
  variables: readonly { readonly name: string; readonly value: string }[],
  { volume, mountPath }: TokenPlace,
): WebhookContainer {
  const has = (name: string) => (container.env ?? []).some((one) => one.name === name);
  const missing = variables.filter(({ name }) => !has(name));
  return withMount(withVariables(container, missing), volume, mountPath);
}

/** The token's volume goes last, unless it is there: up to 1.5 whatever its name is. */
function withToken(pod: WebhookPod, expirationSeconds: number, place: TokenPlace): WebhookPod {
  const { volumes = [] } = pod;
  const { volume: name, path } = place;
  const isThere = volumes.some(({ projected }) =>
    (projected?.sources ?? []).some(({ serviceAccountToken }) => serviceAccountToken?.path === path),
  );
  if (isThere && place === FIRST_PLACE) return pod;
  const serviceAccountToken = { path, expirationSeconds, audience: AZURE_WEBHOOK_AUDIENCE };
  return { ...pod, volumes: [...volumes, { name, projected: { sources: [{ serviceAccountToken }] } }] };
}
