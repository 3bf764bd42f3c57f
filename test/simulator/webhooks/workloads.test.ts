import { readWorld } from "../../../src/simulator";
import { workloadsOf } from "../../../src/simulator/webhooks/workloads";
import { Args, read, Stack } from "../support/stack";

/** The workloads that run as one service account, in the forms of the provider's classes and of manifests. */
const PROVIDER: Stack["provider"] = {
  kubernetes: [
    { alias: "euro", host: "https://euro.example.com" },
    { alias: "euro2", host: "https://euro.example.com/" },
    { alias: "corp", config_path: "~/.kube/config", config_context: "corp" },
  ],
};
const ACCOUNT = {
  metadata: { name: "loader", namespace: "etl" },
  provider: "kubernetes.euro",
};
const POD = { service_account_name: "loader", container: [{ name: "app", image: "app:1" }] };
const TEMPLATE = { metadata: { labels: { app: "loader" } }, spec: POD };
const metadata = { name: "loader", namespace: "etl" };

function found(type: string, args: Args) {
  const { configuration } = read({
    provider: PROVIDER,
    resource: {
      kubernetes_service_account_v1: { account: ACCOUNT },
      [type]: { one: { provider: "kubernetes.euro", ...args } },
    },
  });
  const [resource] = configuration.resources("kubernetes_service_account_v1");
  return workloadsOf(configuration, { namespace: "etl", name: "loader", resource });
}

describe("the workloads of a service account", () => {
  it.each<[string, Args]>([
    ["kubernetes_deployment_v1", { metadata, spec: { template: TEMPLATE } }],
    ["kubernetes_deployment", { metadata: [metadata], spec: [{ template: [{ metadata: [{}], spec: [POD] }] }] }],
    ["kubernetes_stateful_set_v1", { metadata, spec: { template: TEMPLATE } }],
    ["kubernetes_daemonset", { metadata, spec: { template: TEMPLATE } }],
    ["kubernetes_job_v1", { metadata, spec: { template: TEMPLATE } }],
    ["kubernetes_cron_job_v1", { metadata, spec: { job_template: { spec: { template: TEMPLATE } } } }],
    ["kubernetes_pod_v1", { metadata, spec: POD }],
    ["kubernetes_deployment_v1", { metadata, spec: { template: TEMPLATE }, provider: "kubernetes.euro2" }],
    [
      "kubernetes_manifest",
      {
        manifest: {
          kind: "CronJob",
          metadata,
          spec: {
            jobTemplate: {
              spec: { template: { spec: { serviceAccountName: "loader", containers: [{ name: "app" }] } } },
            },
          },
        },
      },
    ],
  ])("are %s %#", (type, args) => {
    expect(found(type, args)).toMatchObject([{ pod: { containers: [{ name: "app" }] } }]);
  });

  it.each<[string, Args]>([
    ["of another account", { metadata, spec: { template: { spec: { ...POD, service_account_name: "other" } } } }],
    ["of no account", { metadata, spec: { template: { spec: { container: POD.container } } } }],
    ["of another namespace", { metadata: { name: "loader" }, spec: { template: TEMPLATE } }],
    ["of another cluster", { metadata, spec: { template: TEMPLATE }, provider: "kubernetes.corp" }],
  ])("are none %s", (_what, args) => {
    expect(found("kubernetes_deployment_v1", args)).toEqual([]);
  });

  it("have labels, annotations, variables, mounts and projected tokens", () => {
    const token = { audience: "acme", expiration_seconds: 900, path: "token" };
    const spec = {
      ...POD,
      node_selector: { "kubernetes.io/os": "linux" },
      volume: [{ name: "t", projected: { sources: [{ service_account_token: token }] } }, { name: "data" }],
      init_container: [{ name: "first" }],
      container: [
        {
          name: "app",
          env: [
            { name: "A", value: "1" },
            { name: "B", value_from: { secret_key_ref: { name: "s", key: "k" } } },
          ],
          volume_mount: [{ name: "t", mount_path: "/t" }],
        },
      ],
    };
    const labels = { app: "loader" };
    const annotations = { "eks.amazonaws.com/skip-containers": "first" };
    const [one] = found("kubernetes_deployment_v1", {
      metadata,
      spec: { template: { metadata: { labels, annotations }, spec } },
    });

    expect(one).toMatchObject({
      argument: "spec",
      pod: {
        ...{ labels, annotations, nodeSelector: { "kubernetes.io/os": "linux" } },
        volumes: [
          {
            name: "t",
            projected: {
              sources: [{ serviceAccountToken: { audience: "acme", expirationSeconds: 900, path: "token" } }],
            },
          },
          { name: "data" },
        ],
        initContainers: [{ name: "first" }],
        containers: [
          {
            name: "app",
            env: [{ name: "A", value: "1" }, { name: "B" }],
            volumeMounts: [{ name: "t", mountPath: "/t" }],
          },
        ],
      },
    });
  });

  it("are told where they name the account and cannot be known", () => {
    const spec = { template: { spec: { ...POD, container: [{ name: "app", image: "${var.missing}" }] } } };

    expect(found("kubernetes_deployment_v1", { metadata, spec })).toMatchObject([
      { argument: "spec", error: { name: "UnresolvedValue" } },
    ]);
  });

  it("are told where a state shows no provider, and two clusters have the account", () => {
    const made = (type: string, name: string, values: Args) => ({
      address: `${type}.${name}`,
      ...{ mode: "managed", type, name, values },
    });
    const account = (name: string) => made("kubernetes_service_account_v1", name, { metadata: [metadata] });
    const loader = made("kubernetes_deployment_v1", "loader", {
      metadata: [metadata],
      spec: [{ template: [TEMPLATE] }],
    });
    const inState = (...resources: object[]) => {
      const text = JSON.stringify({ format_version: "1.0", values: { root_module: { resources } } });
      const { configuration } = readWorld([{ name: "state", folder: "", file: "state.json", text }]);
      const [resource] = configuration.resources("kubernetes_service_account_v1");
      return workloadsOf(configuration, { namespace: "etl", name: "loader", resource });
    };

    expect(inState(account("euro"), loader)).toMatchObject([{ pod: { containers: [{ name: "app" }] } }]);
    expect(inState(account("euro"), account("corp"), loader)).toMatchObject([
      { error: { reason: "shows no provider, and several clusters have its service account" } },
    ]);
  });
});
