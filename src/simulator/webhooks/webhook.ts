import { block, Configuration, Resource, text, unlessUnresolved } from "../../terraform";
import { AMAZON_SKIP_LABEL, mutatedByAmazon } from "../../vendor/webhooks/amazon";
import { AZURE_POD_LABEL, isForAzure, mutatedByAzure, PodRefusal } from "../../vendor/webhooks/azure";
import { AMAZON_CHART_DEFAULTS, CHART_VALUES } from "../../vendor/webhooks/charts";
import { AccountAnnotations, WebhookPod } from "../../vendor/webhooks/pod";
import { assumed, Assumption } from "../assumption";
import { attributeOf } from "../clusters/endpoint";
import { clusterKey } from "../clusters/same-cluster";
import { selects } from "../kubernetes/label-selector";
import { ServiceEdge, WebhookAccount } from "../services/service-edge";
import { HelmValues } from "./helm-values";
import { releasesOf } from "./releases";

/** A webhook of a source cluster that wires pods. */
export interface Webhook {
  readonly name: string;
  /** What installs it; undefined for the cluster's own, and where it is not part of what was read. */
  readonly release?: Resource;
  /** Whether it is assumed to be there. */
  readonly isAssumed: boolean;
  /** Whether the API server refuses the pods that it is for while it is down. */
  readonly failsClosed: boolean;
  /** Whether pods need a label. */
  readonly label?: string;
  /** Why it is not asked about a pod; undefined where it is. */
  passesOver(pod: WebhookPod, namespace: NamespaceLabels): string | undefined;
  /** What it makes of a pod that it is asked about. */
  mutate(pod: WebhookPod, account: AccountAnnotations): WebhookPod | PodRefusal;
}

/** A namespace's labels, by which selectors choose it. */
export type NamespaceLabels = Readonly<Record<string, string>>;

/** EKS runs Amazon's webhook itself, and AKS Azure's where workload identity is on. */
const OWN_ISSUERS = { aws: /^https:\/\/oidc\.eks\./, azure: /\.oic\.prod-aks\.azure\.com\// };
const NAMES = { aws: "amazon-eks-pod-identity-webhook", azure: "azure-workload-identity" };

/** The webhook that wires the pods of an edge. */
export function webhookOf(configuration: Configuration, edge: ServiceEdge, account: WebhookAccount): Webhook {
  const cloud = edge.service.account.cloud === "azure" ? "azure" : "aws";
  const installs = cloud === "azure" ? "azure-webhook" : "amazon-webhook";
  const release = releaseFor(
    releasesOf(configuration, installs).map(({ resource }) => resource),
    account,
  );
  const isOwn = OWN_ISSUERS[cloud].test(edge.declaration.source.issuer);
  const values = release && HelmValues.of(release);
  const common = { name: NAMES[cloud], ...(release ? { release } : {}), isAssumed: !release && !isOwn };
  if (cloud === "aws") return { ...common, ...amazon(values, !release && isOwn) };
  const off = release ? undefined : switchedOff(configuration, edge);
  const version = release && unlessUnresolved(() => text(release.argument("version")), undefined);
  return { ...common, ...azure(values, off, version) };
}

/** That the webhook is there, where neither the cluster brings it nor a release that was read. */
export function webhookAssumptions(configuration: Configuration, edge: ServiceEdge): readonly Assumption[] {
  const { webhook: account, declaration } = edge;
  if (!account) return [];
  const { isAssumed, name } = webhookOf(configuration, edge, account);
  return isAssumed ? assumed(`${name} is installed in the cluster ${declaration.source.cluster}`) : [];
}

/** The one release in the service account's cluster. */
function releaseFor(releases: readonly Resource[], { resource }: WebhookAccount): Resource | undefined {
  const here = resource && clusterKey(resource);
  if (here !== undefined) {
    const sure = releases.filter((release) => clusterKey(release) === here);
    if (sure.length > 0) return sure.length === 1 ? sure[0] : undefined;
  }
  const found = releases.filter(
    (release) =>
      (here === undefined || clusterKey(release) === undefined) && (!resource || release.stack === resource.stack),
  );
  return found.length === 1 ? found[0] : undefined;
}

type Behaviour = Pick<Webhook, "failsClosed" | "label" | "passesOver" | "mutate">;

function amazon(values: HelmValues | undefined, isOwn: boolean): Behaviour {
  const at = CHART_VALUES.amazon;
  const sts = values?.text(at.stsRegionalEndpoints);
  const expiration = values?.text(at.tokenExpiration);
  const options = given({
    ...(values ? AMAZON_CHART_DEFAULTS : {}),
    annotationPrefix: values?.text(at.annotationPrefix),
    audience: values?.text(at.audience) ?? (values ? AMAZON_CHART_DEFAULTS.audience : undefined),
    mountPath: values?.text(at.mountPath),
    region: values?.text(at.region) ?? (values ? AMAZON_CHART_DEFAULTS.region : undefined),
    stsRegionalEndpoints: sts === undefined ? (values ? true : undefined) : sts === "true",
    tokenExpiration: expiration === undefined ? undefined : Number(expiration),
  });
  return {
    failsClosed: values?.text(at.failurePolicy) === "Fail",
    passesOver: ({ labels = {} }, namespace) => {
      if (isOwn && AMAZON_SKIP_LABEL in labels) return `it has the label ${AMAZON_SKIP_LABEL}`;
      return unselected(values, at, labels, namespace);
    },
    mutate: (pod, account) => mutatedByAmazon(pod, account, options),
  };
}

function azure(values: HelmValues | undefined, off: string | undefined, version: string | undefined): Behaviour {
  const at = CHART_VALUES.azure;
  const options = given({ tenantId: values?.text(at.tenantId), environment: values?.text(at.environment), version });
  return {
    failsClosed: true,
    label: AZURE_POD_LABEL,
    passesOver: (pod, namespace) => {
      if (off !== undefined) return off;
      if (!isForAzure(pod)) return `it has no label ${AZURE_POD_LABEL}: "true"`;
      return unselected(values, at, {}, namespace);
    },
    mutate: (pod, account) => mutatedByAzure(pod, account, options),
  };
}

/** Why a chart's selectors leave a pod out. */
function unselected(
  values: HelmValues | undefined,
  at: { readonly namespaceSelector: string; readonly objectSelector?: string },
  labels: Readonly<Record<string, string>>,
  namespace: NamespaceLabels,
): string | undefined {
  const chosen = (path: string, of: Readonly<Record<string, string>>) => !values || selects(values.object(path), of);
  if (!chosen(at.namespaceSelector, namespace)) return `${at.namespaceSelector} does not select its namespace`;
  const { objectSelector } = at;
  return objectSelector !== undefined && !chosen(objectSelector, labels)
    ? `${objectSelector} does not select its labels`
    : undefined;
}

/** Why AKS has no webhook of its own. */
function switchedOff(configuration: Configuration, { declaration }: ServiceEdge): string | undefined {
  const cluster = configuration
    .resources("azurerm_kubernetes_cluster")
    .find((one) => attributeOf(one, "oidc_issuer_url") === declaration.source.issuer);
  if (!cluster) return undefined;
  const isOn = unlessUnresolved(() => text(cluster.argument("workload_identity_enabled")), "true") === "true";
  return isOn ? undefined : `workload_identity_enabled of ${cluster.address} is not true`;
}

/** The labels of a namespace, as far as they are part of what was read; Kubernetes adds its name. */
export function namespaceLabels(configuration: Configuration, name: string, account: WebhookAccount): NamespaceLabels {
  const resources = ["kubernetes_namespace", "kubernetes_namespace_v1"].flatMap((type) =>
    configuration.resources(type),
  );
  const host = account.resource && clusterKey(account.resource);
  const labels = resources.flatMap((resource) => {
    const metadata = block(unlessUnresolved(() => resource.argument("metadata"), undefined));
    return metadata.name === name && clusterKey(resource) === host ? Object.entries(block(metadata.labels)) : [];
  });
  return {
    "kubernetes.io/metadata.name": name,
    ...Object.fromEntries(labels.map(([key, value]) => [key, text(value) ?? ""])),
  };
}

/** Without what is not given. */
function given<T extends object>(options: T): { [name in keyof T]?: Exclude<T[name], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [name in keyof T]?: Exclude<T[name], undefined>;
  };
}
