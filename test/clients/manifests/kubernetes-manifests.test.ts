import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformOutput, TerraformStack } from "cdktf";
import { parse, parseAllDocuments } from "yaml";
import {
  ArgoCdClusterSecret,
  ArgoCdHelmValues,
  ClusterAccess,
  GcpAccess,
  GcpTrust,
  Kubeconfig,
  KubernetesManifests,
  PluginConfigMap,
  PluginDelivery,
  PodWiring,
  SdkConfigMap,
  SourceServiceAccount,
  TrustMesh,
} from "../../../src";
import { jsonDocument } from "../../../src/clients/json-document";
import { accountsOf } from "../../support/accounts";
import { PLUGIN_FIXTURE, reachableAks, reachableEks } from "../../support/clients";
import { Clouds } from "../../support/clouds";
import { describeWithStandIns, TerraformFolder } from "../../support/terraform";

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});

/** Everything of a service account that a manifest can hold, each as YAML and as the plain JSON that it must equal. */
function documentsOf(clouds: Clouds): Record<string, { yaml: unknown; json: object | object[] }> {
  const { stack } = clouds;
  const hub = reachableEks(stack, "hub");
  const corp = reachableAks(stack, "corp");
  const account = hub.serviceAccount("argocd", "controller");
  const mesh = new TrustMesh(stack, "mesh");
  mesh.allow(account, corp, ClusterAccess.edit("payments"));
  const trust = mesh.clusterTrustOf(account, corp);
  const cloud = new GcpTrust(stack, "data-access", {
    from: account,
    to: accountsOf(clouds).data,
    access: GcpAccess.readBucket("acme-exports"),
  });
  const aws = new AwsProvider(stack, "own-aws", { alias: "own", region: "us-west-2" });
  const role = new IamRole(stack, "role", { provider: aws, name: "own", assumeRolePolicy: POLICY });
  const serviceAccount = new SourceServiceAccount(stack, "account", {
    serviceAccount: account,
    webhooks: { eksRoleArn: role.arn },
    annotations: { "example.com/note": 'say "${hi}": %{if}\n# not a comment' },
  });
  const plugin = new PluginConfigMap(stack, "plugin", { namespace: "argocd", pluginFile: PLUGIN_FIXTURE });
  const sdk = new SdkConfigMap(stack, "sdk", { namespace: "argocd", trusts: [cloud] });
  const argoCd = new ArgoCdClusterSecret(stack, "argocd-corp", { trusts: [trust] });
  const delivery = PluginDelivery.initContainer(plugin);
  const wiring = PodWiring.for(account, [trust, cloud], { plugin: delivery, sdkFiles: sdk });
  const kubeconfig = Kubeconfig.of([trust]);
  const values = ArgoCdHelmValues.of({ controller: wiring, server: wiring });
  const objects = [serviceAccount, plugin, sdk, argoCd];
  return {
    account: { yaml: serviceAccount.toYaml(), json: serviceAccount.toManifest() },
    plugin: { yaml: plugin.toYaml(), json: plugin.toManifest() },
    sdk: { yaml: sdk.toYaml(), json: sdk.toManifest() },
    argocd: { yaml: argoCd.toYaml(), json: argoCd.toManifest() },
    pod: { yaml: wiring.toPodYaml(), json: wiring.toPodJson() },
    container: { yaml: wiring.toContainerYaml(), json: wiring.toContainerJson() },
    kubeconfig: { yaml: kubeconfig.toYaml(), json: kubeconfig.toDocument() },
    values: { yaml: values.toYaml(), json: values.toDocument() },
    all: { yaml: KubernetesManifests.of(...objects), json: objects.map((one) => one.toManifest()) },
    text: {
      yaml: `# Who applies this: the platform team.\n${KubernetesManifests.of(KubernetesManifests.of(plugin), sdk).toString()}`,
      json: [plugin.toManifest(), sdk.toManifest()],
    },
  };
}

describeWithStandIns("what a GitOps team applies, rendered by the real Terraform engine", () => {
  const folder = new TerraformFolder();
  let outputs: Record<string, string>;
  beforeAll(() => {
    folder.synth((app) => {
      const clouds = new Clouds(app);
      for (const [name, { yaml, json }] of Object.entries(documentsOf(clouds))) {
        new TerraformOutput(clouds.stack, `${name}-yaml`, { value: yaml });
        new TerraformOutput(clouds.stack, `${name}-json`, { value: jsonDocument(json) });
      }
    });
    folder.init("stack");
    folder.apply("stack");
    outputs = folder.outputs("stack") as Record<string, string>;
  });
  afterAll(() => folder.remove());

  it.each(["account", "plugin", "sdk", "argocd", "pod", "container", "kubeconfig", "values"])(
    "is the same document as YAML and as JSON: %s",
    (name) => {
      const document: unknown = parse(outputs[`${name}-yaml`]);

      expect(document).toEqual(JSON.parse(outputs[`${name}-json`]));
      expect(JSON.stringify(document)).not.toMatch(/TfToken|\$\{aws/);
    },
  );

  it.each(["all", "text"])("is a stream of several documents: %s", (name) => {
    const documents = parseAllDocuments(outputs[`${name}-yaml`]).map((one) => one.toJS() as unknown);

    expect(documents).toEqual(JSON.parse(outputs[`${name}-json`]));
  });

  // https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/: "The keys and the values in the map
  // must be strings."
  it.each(["account", "sdk", "argocd"])("has text alone in annotations, labels and data: %s", (name) => {
    const { metadata, ...object } = parse(outputs[`${name}-yaml`]) as Record<string, Record<string, object>>;
    const maps = [metadata.annotations, metadata.labels, object.data, object.stringData].filter(Boolean);

    expect(maps.length).toBeGreaterThan(0);
    for (const value of maps.flatMap((map): unknown[] => Object.values(map))) expect(value).toEqual(expect.any(String));
  });

  it("has late values filled in, and literals as they were", () => {
    expect(parse(outputs["account-yaml"])).toMatchObject({
      metadata: {
        annotations: {
          "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/own",
          "example.com/note": 'say "${hi}": %{if}\n# not a comment',
        },
      },
    });
  });
});

describe("manifests", () => {
  it("are plain objects as well, in the order in which they are given", () => {
    const stack = new TerraformStack(new Clouds().app, "other");
    const [a, b] = ["a", "b"].map(
      (id) => new PluginConfigMap(stack, id, { namespace: id, pluginFile: PLUGIN_FIXTURE }),
    );

    expect(KubernetesManifests.of(b, a).toManifests()).toEqual([b.toManifest(), a.toManifest()]);
  });
});
