import type { Equivalence } from "./equivalence";

const RELEASE = /^helm_release\./;
const ACCOUNT = /^kubernetes_service_account/;
const WORKLOAD = /^kubernetes_deployment/;

/** The name of the value that a path in `set` is in. */
function settingAt({ path, object }: { readonly path: string; readonly object: object }): string {
  const [, index] = path.split(".");
  const { set = [] } = object as { set?: readonly { name?: string }[] };
  return set[Number(index)]?.name ?? "";
}

/** Changes of webhooks' releases, and of what they wire, that change nothing of who may do what. */
export const EQUIVALENCES_OF_WEBHOOKS: readonly Equivalence[] = [
  {
    name: "name-and-version-of-release",
    ...{ address: RELEASE, path: /^(name|version)$/ },
    reason:
      "pods do not depend on a release's name; what is known of a chart holds for its versions, and Helm refuses others",
  },
  {
    name: "namespace-of-release",
    ...{ address: RELEASE, path: /^(namespace|create_namespace)$/ },
    reason: "a webhook is asked about pods of every namespace, and Helm refuses a release whose namespace is not there",
  },
  {
    name: "value-that-no-chart-has",
    ...{ address: RELEASE, path: /^set$/, operator: /^add block$/ },
    reason: "the chart does not read it",
  },
  {
    name: "replicas-and-region",
    ...{ address: RELEASE, path: /^set\.\d+(\.(name|value))?$/ },
    reason: "STS gives the same credentials in the default region, and by however many replicas the pod is changed",
    holds: (change) => ["replicaCount", "config.defaultAwsRegion"].includes(settingAt(change)),
  },
  {
    name: "replicas-and-region, all of them",
    ...{ address: RELEASE, path: /^set$/, operator: /^remove argument$/ },
    reason: "what is set are replicas and the region alone",
    holds: ({ object }) =>
      ((object as { set?: { name?: string }[] }).set ?? []).every(({ name = "" }) =>
        ["replicaCount", "config.defaultAwsRegion"].includes(name),
      ),
  },
  {
    name: "tenant-that-service-accounts-tell",
    ...{ address: RELEASE, path: /^set\.\d+\.value$/ },
    reason: "the service account's own tenant counts before the chart's",
    holds: (change) =>
      settingAt(change) === "azureTenantID" && change.everything.includes("azure.workload.identity/tenant-id"),
  },
  {
    name: "tenant-that-the-webhook-tells",
    ...{ address: ACCOUNT, path: /annotations\.azure\.workload\.identity\/tenant-id$/ },
    operator: /^(remove argument|other case)$/,
    reason: "the webhook's tenant is the same one, and ids of Azure have no letter case",
  },
  {
    name: "regional-sts",
    ...{ address: ACCOUNT, path: /annotations\.eks\.amazonaws\.com\/sts-regional-endpoints$/ },
    reason: "newer SDKs ask the region's STS by themselves, and each gives the same credentials",
  },
  {
    name: "by-webhook",
    ...{ address: ACCOUNT, path: /services\.\(json\)\.\d+\.byWebhook$/ },
    reason: "it says which pods are played; annotations, identity and grants stay",
  },
  {
    name: "workload-of-another-account",
    ...{ address: WORKLOAD, path: /^(metadata\.namespace|spec\.template\.spec\.service_account_name)$/ },
    reason: "its pods run as a service account that nothing trusts, or do not start where there is none",
    holds: ({ object }) => !/"service_?account_?token"/i.test(JSON.stringify(object)),
  },
  {
    name: "workload-in-another-cluster",
    ...{ address: WORKLOAD, path: /^provider$/, operator: /^other provider$/ },
    reason: "the other cluster's webhook gives its pods the identity that the service account there has",
    holds: ({ object }) => !/"service_?account_?token"/i.test(JSON.stringify(object)),
  },
  {
    name: "containers",
    ...{ address: WORKLOAD, path: /^spec\.template\.spec\.container(\.\d+\.name)?$/ },
    operator: /^(add block|remove argument|empty|wildcard|longer by a wildcard|other case)$/,
    reason: "a further container has what its pod has, and the API server refuses a name that cannot be",
  },
];
