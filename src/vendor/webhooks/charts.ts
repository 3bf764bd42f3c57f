import { DEFAULT_AWS_AUDIENCE } from "../aws/sts";
import { AmazonWebhookOptions } from "./amazon";

/** What a chart that is known installs. */
export type Installed = "amazon-webhook" | "azure-webhook" | "cert-manager";

/** A Helm chart of which it is known what it makes in its cluster, as long as certain values are not set. */
export interface KnownChart {
  readonly installs: Installed;
  readonly chart: string;
  /** Where it is published, without a slash at the end. */
  readonly repositories: readonly string[];
  /** Values by which it makes objects, or gives identities, that are not its own. */
  readonly opening: readonly string[];
  /** The values without which Helm refuses the chart. */
  readonly required?: readonly string[];
  /** The value without which its ClusterRoles add rights to the roles that Kubernetes has for users. */
  readonly aggregating?: string;
}

/**
 * What these charts make has rights of its own alone: Amazon's webhook reads service accounts, Azure's those, its own webhook
 * configuration and the Secrets of its namespace; cert-manager manages certificates and the Secrets that hold them. Nothing of it
 * is granted to anybody else, but for what `aggregating` switches off.
 *
 * Amazon publishes manifests alone; the chart is the community's that its issue about charts names.
 *
 * @see https://github.com/jkroepke/helm-charts/tree/main/charts/amazon-eks-pod-identity-webhook
 * @see https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html
 * @see https://cert-manager.io/docs/installation/helm/
 */
const CHARTS: readonly KnownChart[] = [
  {
    installs: "amazon-webhook",
    chart: "amazon-eks-pod-identity-webhook",
    repositories: ["https://jkroepke.github.io/helm-charts"],
    opening: ["config.podIdentityWebhookMap", "config.extraArgs"],
  },
  {
    installs: "azure-webhook",
    chart: "workload-identity-webhook",
    repositories: ["https://azure.github.io/azure-workload-identity/charts"],
    // From 1.6 on: pods with an annotation of this name get a token for another audience.
    opening: ["customTokenEndpoint.annotationSuffix", "customTokenEndpoint.audience"],
    required: ["azureTenantID"],
  },
  {
    installs: "cert-manager",
    chart: "cert-manager",
    repositories: ["https://charts.jetstack.io", "oci://quay.io/jetstack/charts"],
    opening: ["extraObjects"],
    aggregating: "global.rbac.aggregateClusterRoles",
  },
];

/**
 * The chart of a release, where it is known.
 *
 * @param chart its name, or its whole address
 * @param repository where it is; undefined where the address tells it
 */
export function knownChart(chart: string, repository: string | undefined): KnownChart | undefined {
  const address = hostInLowerCase(repository === undefined ? chart : `${repository.replace(/\/+$/, "")}/${chart}`);
  return CHARTS.find((known) => known.repositories.some((one) => `${one}/${known.chart}` === address));
}

/** Schemes and hosts have no letter case; paths and names of charts have. */
function hostInLowerCase(address: string): string {
  return address.replace(/^[^/]*\/\/[^/]*/, (host) => host.toLowerCase());
}

/** What the community's chart sets for Amazon's webhook by itself. */
export const AMAZON_CHART_DEFAULTS = {
  audience: DEFAULT_AWS_AUDIENCE,
  region: "us-east-1",
  stsRegionalEndpoints: true,
} as const satisfies AmazonWebhookOptions;

/** Where the charts' values have what decides about pods. */
export const CHART_VALUES = {
  amazon: {
    annotationPrefix: "config.annotationPrefix",
    audience: "config.tokenAudience",
    tokenExpiration: "config.tokenExpiration",
    mountPath: "config.tokenMountPath",
    region: "config.defaultAwsRegion",
    stsRegionalEndpoints: "config.stsRegionalEndpoint",
    failurePolicy: "mutatingWebhook.failurePolicy",
    namespaceSelector: "mutatingWebhook.namespaceSelector",
    objectSelector: "mutatingWebhook.objectSelector",
  },
  azure: {
    tenantId: "azureTenantID",
    environment: "azureEnvironment",
    namespaceSelector: "mutatingWebhookNamespaceSelector",
  },
} as const;
