import { fileAt, Pod, wholePods } from "../../../src/simulator";
import { read, Stack } from "../support/stack";

/** Kubernetes API reference: PodSpec; Terraform registry: the Kubernetes provider's workloads and kubernetes_manifest. */
const PATH = "/tokens/aws/token";
const container = { name: "app", image: "app:1", volume_mount: [{ name: "tokens", mount_path: "/tokens" }] };
const token = { audience: "sts.amazonaws.com", expiration_seconds: 3600, path: "aws/token" };
const spec = {
  service_account_name: "loader",
  volume: [{ name: "tokens", projected: [{ sources: [{ service_account_token: token }] }] }],
  container: [container],
};
const SPEC = {
  serviceAccountName: "loader",
  volumes: [
    {
      name: "tokens",
      projected: { sources: [{ serviceAccountToken: { audience: "sts.amazonaws.com", path: "aws/token" } }] },
    },
  ],
  containers: [{ name: "app", image: "app:1", volumeMounts: [{ name: "tokens", mountPath: "/tokens" }] }],
};
const metadata = { name: "app", namespace: "etl" };
const manifest = (kind: string, body: object) => ({ apiVersion: "v1", kind, metadata, spec: body });
const yaml = `apiVersion: batch/v1
kind: Job
metadata: {name: app, namespace: etl}
spec:
  template:
    spec: ${JSON.stringify(SPEC)}
`;

const podsOf = (stack: Stack) => {
  const { configuration } = read(stack);
  return wholePods(configuration).map((pod) => ({ pod, file: fileAt(configuration, pod, pod.containers[0], PATH) }));
};
const created = (type: string, body: object): Stack => ({ resource: { [type]: { app: { metadata, spec: body } } } });

describe("a pod with a projected token is read", () => {
  it.each<[string, Stack]>([
    ...[
      "deployment",
      "deployment_v1",
      "stateful_set",
      "stateful_set_v1",
      "daemonset",
      "daemon_set_v1",
      "job",
      "job_v1",
    ].map((type): [string, Stack] => [`of kubernetes_${type}`, created(`kubernetes_${type}`, { template: { spec } })]),
    ...["cron_job", "cron_job_v1"].map((type): [string, Stack] => [
      `of kubernetes_${type}`,
      created(`kubernetes_${type}`, { job_template: [{ spec: [{ template: [{ spec: [spec] }] }] }] }),
    ]),
    ...["pod", "pod_v1"].map((type): [string, Stack] => [`of kubernetes_${type}`, created(`kubernetes_${type}`, spec)]),
    [
      "of kubernetes_manifest",
      {
        resource: { kubernetes_manifest: { app: { manifest: manifest("Deployment", { template: { spec: SPEC } }) } } },
      },
    ],
    ["of kubectl_manifest", { resource: { kubectl_manifest: { app: { yaml_body: yaml } } } }],
    ["of a file", { resource: { local_file: { app: { filename: "a", content: `${yaml}---\nkind: Other\n` } } } }],
    ["of an output", { output: { manifests: { value: yaml } } }],
    [
      "of a list in a ConfigMap",
      {
        resource: {
          kubernetes_config_map_v1: {
            app: {
              metadata: { name: "jobs", namespace: "other" },
              data: { "jobs.json": JSON.stringify({ kind: "List", items: [manifest("Pod", SPEC)] }) },
            },
          },
        },
      },
    ],
  ])("%s", (_what, stack) => {
    const [{ pod, file }, ...others] = podsOf(stack);

    expect(others).toEqual([]);
    expect(pod).toMatchObject({ namespace: "etl", serviceAccount: "loader", isPart: false });
    expect(file).toMatchObject({ kind: "token", token: { audience: "sts.amazonaws.com", seconds: 3600 } });
  });

  it("of a chart's values, in the namespace of its release", () => {
    const values = {
      controller: {
        serviceAccount: { name: "loader" },
        extraVolumes: SPEC.volumes,
        extraVolumeMounts: SPEC.containers[0].volumeMounts,
      },
    };
    const release = { name: "app", chart: "app", namespace: "etl", values: [JSON.stringify(values)] };
    const [{ pod, file }] = podsOf({ resource: { helm_release: { app: release } } });

    expect(pod).toMatchObject({ namespace: "etl", serviceAccount: "loader", isPart: true });
    expect(file.kind).toBe("token");
  });

  it("of two outputs that hold its parts, each with the one that fits it best", () => {
    const parts = (account: string, path: string): Stack["output"] => ({
      [`${account}-pod`]: {
        value: JSON.stringify({
          serviceAccountName: account,
          volumes: [{ name: "tokens", projected: { sources: [{ serviceAccountToken: { audience: account, path } }] } }],
        }),
      },
      [`${account}-container`]: {
        value: JSON.stringify({
          volumeMounts: [{ name: "tokens", mountPath: "/tokens" }],
          env: [{ name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: `/tokens/${path}` }],
        }),
      },
    });
    const { configuration } = read({ output: { ...parts("b", "one"), ...parts("a", "two") } });
    const audienceOf = (pod: Pod) => {
      const file = fileAt(configuration, pod, pod.containers[0], pod.containers[0].variables[0].value ?? "");
      return file.kind === "token" ? file.token.audience : file.kind;
    };

    const found = wholePods(configuration).map((pod) => [pod.serviceAccount, audienceOf(pod)].join(" "));
    expect([...found].sort()).toEqual(["a a", "b b"]);
  });
});
