import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  AwsAccess,
  AwsAccount,
  AwsTrust,
  AzureAccess,
  AzureSubscription,
  AzureTrust,
  EksCluster,
  GcpAccess,
  GcpProject,
  GcpTrust,
  PodWiring,
  SdkConfigMap,
} from "../../src";
import { EKS_ISSUER, TENANT_ID } from "../support/clouds";
import { findingsIn } from "../../src/findings";
import { readWorld } from "../../src/simulator";
import { named, replace } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(120_000);

/** One pod that acts in two accounts of each cloud: by one pool id in both projects, and by names with characters of their own. */
function build(app: App): void {
  const stack = new TerraformStack(app, "accounts");
  const [prod, gov] = (
    [
      ["prod", "111122223333", "us-west-2"],
      ["gov", "444455556666", "us-gov-west-1"],
    ] as const
  ).map(([id, accountId, region]) => {
    const provider = new AwsProvider(stack, `aws-${id}`, { alias: id, region, allowedAccountIds: [accountId] });
    return AwsAccount.fromProvider(stack, id, provider, { accountId });
  });
  const [data, logs] = (
    [
      ["data", "998877665544"],
      ["logs", "112233445566"],
    ] as const
  ).map(([id, projectNumber]) => {
    const provider = new GoogleProvider(stack, `google-${id}`, { alias: id, project: `acme-${id}` });
    return GcpProject.fromProvider(stack, id, provider, { projectNumber });
  });
  const [core, edge] = (
    [
      ["core", "11111111-2222-4333-8444-555555555555"],
      ["edge", "11111111-2222-4333-8444-666666666666"],
    ] as const
  ).map(([id, subscriptionId]) => {
    const facts = { subscriptionId, tenantId: TENANT_ID };
    const provider = new AzurermProvider(stack, `azurerm-${id}`, { alias: id, features: [{}], ...facts });
    const place = { resourceGroupName: "rg", location: "northeurope" };
    return AzureSubscription.fromProvider(stack, id, provider, { ...facts, ...place });
  });
  const issuer = EKS_ISSUER;
  const west = EksCluster.fromAttributes(stack, "west", { clusterName: "west", region: "us-west-2", issuer });
  const from = west.serviceAccount("batch", "crunch");
  const account = `/subscriptions/${edge.subscriptionId}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/acc`;
  const vault = `/subscriptions/${core.subscriptionId}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/v`;
  const queue = `${account}/queueServices/default/queues/q`;
  const trusts = [
    new AwsTrust(stack, "t-prod", { from, to: prod, access: AwsAccess.readBucket("acme", "in $1 (ü)/") }),
    new AwsTrust(stack, "t-gov", {
      from,
      to: gov,
      access: AwsAccess.readParameter("/a/b", { region: "us-gov-west-1" }),
    }),
    new GcpTrust(stack, "t-data", { from, to: data, access: GcpAccess.readBucket("acme-b", "ü x/") }),
    new GcpTrust(stack, "t-logs", { from, to: logs, access: GcpAccess.readSecret("s").until("2099-01-01T00:00:00Z") }),
    new AzureTrust(stack, "t-core", { from, to: core, access: AzureAccess.useKeys(`${vault}/keys/k`) }),
    new AzureTrust(stack, "t-edge", { from, to: edge, access: AzureAccess.receiveFromQueue(queue) }),
  ];
  const kubernetesProvider = new KubernetesProvider(stack, "kubernetes", { host: "https://west.example.com" });
  const sdkFiles = new SdkConfigMap(stack, "sdk", { namespace: "batch", trusts, kubernetesProvider });
  new TerraformOutput(stack, "crunch", { value: PodWiring.for(from, trusts, { sdkFiles }).toDeclaration() });
}

/** The red results by code, hop and account, and the codes of what was found beside them. */
async function told(path: string): Promise<readonly string[]> {
  const red = (await runLab([path])).filter(({ verdict }) => verdict !== "as declared");
  const found = findingsIn(readWorld([path]), Date.now() / 1000).filter(({ severity }) => severity !== "note");
  return [...red.map(({ code, hop, to }) => `${code} at ${hop} into ${to}`), ...found.map(({ code }) => code)];
}

describe("one pod in two accounts of each cloud", () => {
  let good: Synthesized;
  beforeAll(() => {
    good = new Synthesized(build);
  });
  afterAll(() => good.remove());

  it("does in each what is declared, and nothing is found beside it", async () => {
    expect(await told(good.path)).toEqual([]);
  });

  const policyOf = (d: Document, name: RegExp, from: string, to: string) =>
    named(d, "aws_iam_role_policy", name).forEach((one) => replace(one, "policy", from, to));
  const POOL_PROVIDER = "google_iam_workload_identity_pool_provider";
  const MUTATIONS: [what: string, red: string, breakIt: (document: Document) => void][] = [
    ["another prefix", "exact-actions at authorization into prod", (d) => policyOf(d, /prod/, "in $1", "in $2")],
    [
      "a wider parameter",
      "next-resource at authorization into gov",
      (d) => policyOf(d, /gov/, "parameter/a/b", "parameter/a/*"),
    ],
    [
      "a wider prefix in a condition",
      "next-prefix at authorization into data",
      (d) => named(d, "google_storage_bucket_iam_member", /./).forEach((one) => replace(one, "condition", "ü x/", "")),
    ],
    [
      "the audience of the other project",
      "own-identity at exchange into logs",
      (d) => named(d, POOL_PROVIDER, /logs/).forEach((one) => replace(one, "oidc", "112233445566", "998877665544")),
    ],
    [
      "a provider in the other project",
      "refused-object",
      (d) => named(d, POOL_PROVIDER, /logs/).forEach((one) => (one.project = "acme-other")),
    ],
    [
      "an end that is over",
      "exact-actions at authorization into logs",
      (d) =>
        named(d, "google_secret_manager_secret_iam_member", /./).forEach((one) =>
          replace(one, "condition", "2099", "2020"),
        ),
    ],
    [
      "every key of the vault",
      "next-resource at authorization into core",
      (d) => named(d, "azurerm_role_assignment", /core/).forEach((one) => replace(one, "scope", "/keys/k", "")),
    ],
    [
      "another queue",
      "exact-actions at authorization into edge",
      (d) =>
        named(d, "azurerm_role_assignment", /edge/).forEach((one) => replace(one, "scope", "queues/q", "queues/r")),
    ],
  ];

  it.each(MUTATIONS)("is red with %s", async (what, red, breakIt) => {
    expect(await told(good.broken("accounts", what, breakIt))).toContain(red);
  });
});
