import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack } from "cdktf";
import { join } from "node:path";
import {
  AwsAccess,
  AwsAccount,
  AwsTrust,
  AzureAccess,
  AzureCloud,
  AzureSubscription,
  AzureTrust,
  CloudTrust,
  GcpAccess,
  GcpProject,
  GcpTrust,
  OidcCluster,
  PodWiring,
  SdkConfigMap,
} from "../../src";
import { NODE_PROGRAMS, whyNoNodeSdks } from "../oracles/support/node-sdks";
import { PYTHON_PROGRAM, whyNoPython } from "../oracles/support/python";
import { run } from "../plugin/support";
import { ACCOUNT_ID, PROJECT_NUMBER, SUBSCRIPTION_ID, TENANT_ID } from "../support/clouds";
import { ServicePod } from "./support/service-pod";
import { STORAGE, VAULT } from "./support/services";
import { LabFixture } from "./support/use-lab";

/**
 * Services of partitions, Azure clouds and universes other than the public ones, by the vendors' SDKs: they find the hosts by the
 * region, by the credential file and by the URLs that the programs are given.
 */
jest.setTimeout(180_000);

const CONTENT = "Played by trust-mesh lab.\n";
const UNIVERSE = "apis-s3ns.fr";

/** A pod by the name of its cluster: in each, one account of each vendor. */
const REGIONS: readonly [pod: string, region: string][] = [
  ["china", "cn-north-1"],
  ["government", "us-gov-west-1"],
  ["europe", "eusc-de-east-1"],
  ["iso", "us-iso-east-1"],
];
const AZURE: readonly [pod: string, cloud: AzureCloud, blobs: string, vault: string][] = [
  ["china", AzureCloud.CHINA, "blob.core.chinacloudapi.cn", "vault.azure.cn"],
  ["government", AzureCloud.US_GOVERNMENT, "blob.core.usgovcloudapi.net", "vault.usgovcloudapi.net"],
];

const fixture = new LabFixture((app: App) => {
  const stack = new TerraformStack(app, "sovereign");
  for (const [name, region] of REGIONS) {
    const cluster = OidcCluster.fromAttributes(stack, name, { issuer: `https://oidc.${name}.example.com` });
    const loader = cluster.serviceAccount("etl", "loader");
    const aws = AwsAccount.fromProvider(
      stack,
      `${name}-account`,
      new AwsProvider(stack, `${name}-aws`, { alias: name, region }),
      {
        accountId: ACCOUNT_ID,
      },
    );
    const access = AwsAccess.readBucket("acme-reports");
    const trust = new AwsTrust(stack, `${name}-to-aws`, { from: loader, to: aws, access });
    trust.grant(AwsAccess.readSecret("database", { region }));
    const trusts: CloudTrust[] = [trust];
    const [, cloud] = AZURE.find(([pod]) => pod === name) ?? [];
    if (cloud) {
      const environment = cloud === AzureCloud.CHINA ? "china" : "usgovernment";
      const azurerm = new AzurermProvider(stack, `${name}-azurerm`, {
        ...{ alias: name, features: [{}], environment, subscriptionId: SUBSCRIPTION_ID, tenantId: TENANT_ID },
      });
      const core = AzureSubscription.fromProvider(stack, `${name}-core`, azurerm, {
        ...{ cloud, subscriptionId: SUBSCRIPTION_ID, tenantId: TENANT_ID },
        ...{ resourceGroupName: `rg-${name}`, location: "here" },
      });
      const azure = new AzureTrust(stack, `${name}-to-azure`, {
        from: loader,
        to: core,
        access: AzureAccess.readBlobs(STORAGE),
      });
      azure.grant(AzureAccess.readSecrets(VAULT));
      trusts.push(azure);
    }
    if (name === "europe") {
      const google = new GoogleProvider(stack, "google", { project: "acme-euro", universeDomain: UNIVERSE });
      const to = GcpProject.fromProvider(stack, "data", google, {
        ...{ projectNumber: PROJECT_NUMBER, universeDomain: UNIVERSE },
      });
      const gcp = new GcpTrust(stack, "europe-to-google", {
        from: loader,
        to,
        access: GcpAccess.readBucket("acme-exports"),
      });
      gcp.grant(GcpAccess.writeBucket("acme-drop", "europe/"));
      trusts.push(gcp);
    }
    const provider = new KubernetesProvider(stack, `kubernetes-${name}`, { alias: name });
    const sdkFiles = new SdkConfigMap(stack, `${name}-sdk`, { namespace: "etl", trusts, kubernetesProvider: provider });
    const { volumes, volumeMounts, environment, annotations } = PodWiring.for(loader, trusts, { sdkFiles });
    const labels = { app: "loader" };
    const container = [{ name: "loader", image: "loader:1", volumeMount: volumeMounts, env: environment }];
    new DeploymentV1(stack, `${name}-loader`, {
      provider,
      metadata: { name: "loader", namespace: "etl" },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations },
          spec: { serviceAccountName: "loader", volume: volumes, container },
        },
      },
    });
  }
});

const LANGUAGES = [
  {
    name: "Python",
    reason: whyNoPython(),
    start: (cloud: string) => [PYTHON_PROGRAM, join(__dirname, "programs", `read_${cloud}.py`)] as const,
  },
  {
    name: "JavaScript",
    reason: whyNoNodeSdks(),
    start: (cloud: string) => [process.execPath, join(NODE_PROGRAMS, `read-${cloud}.mjs`)] as const,
  },
];

for (const { name, reason, start } of LANGUAGES) {
  const suite = reason === undefined ? describe : describe.skip;

  suite(`${name}'s SDKs${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
    async function answers(cluster: string, cloud: string, args: string[]): Promise<unknown> {
      const pod = new ServicePod(fixture.lab, cluster);
      await pod.rotate();
      const [command, program] = start(cloud);
      const { stdout, stderr } = await run(command, [program, ...args], pod.environment);
      expect(stderr).not.toMatch(/Traceback|\n {4}at /);
      return JSON.parse(stdout);
    }

    it.each(REGIONS)("read a bucket and a secret of AWS in %s (%s), and nothing next to them", async (cluster) => {
      expect(await answers(cluster, "aws", ["acme-reports", "acme-reports-next"])).toEqual({
        ...{
          names: ["lab-object"],
          content: CONTENT,
          secret: CONTENT,
          neighbour: "AccessDenied",
          write: "AccessDenied",
        },
        ...{ buckets: "AccessDenied", "other secret": "AccessDeniedException" },
      });
    });

    it.each(AZURE)("read a blob and a secret of Azure in %s", async (cluster, _cloud, blobs, vault) => {
      expect(await answers(cluster, "azure", ["acmereports", "acme-vault", blobs, vault])).toEqual({
        ...{ names: ["lab-object"], content: CONTENT, secret: CONTENT },
        ...{ neighbour: "403 AuthorizationPermissionMismatch", write: "403 AuthorizationPermissionMismatch" },
        "other vault": "403 Forbidden",
      });
    });

    it("read a bucket of Google's in another universe", async () => {
      const buckets = ["acme-exports", "acme-exports-next", "acme-drop", "europe/"];
      expect(await answers("europe", "google", buckets)).toMatchObject({
        ...{ names: ["lab-object"], content: CONTENT, neighbour: "403", write: "403" },
        ...{ "other prefix": "403", bucket: "403" },
      });
    });
  });
}
