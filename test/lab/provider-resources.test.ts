import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { KeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { KeyVaultKey } from "@cdktf/provider-azurerm/lib/key-vault-key";
import { KeyVaultSecret } from "@cdktf/provider-azurerm/lib/key-vault-secret";
import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { ServicebusSubscription } from "@cdktf/provider-azurerm/lib/servicebus-subscription";
import { ServicebusTopic } from "@cdktf/provider-azurerm/lib/servicebus-topic";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { StorageQueue } from "@cdktf/provider-azurerm/lib/storage-queue";
import { BigqueryDataset } from "@cdktf/provider-google/lib/bigquery-dataset";
import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { TerraformStack } from "cdktf";
import { judge } from "../../bench/mutator/judge";
import { AwsAccess, AzureAccess, GcpAccess } from "../../src";
import { TENANT_ID } from "../support/clouds";
import { AnyAccess, oneEdge } from "./support/one-edge";
import { Synthesized } from "./support/run-lab";

/** Accesses to what the same stack creates, by the attributes that the providers have of it: the lab knows their values, and proves them. */
jest.setTimeout(60_000);

type Make = (stack: TerraformStack) => AnyAccess;
const HERE = { region: "us-west-2" };
const AT = { resourceGroupName: "core", location: "westeurope" };

const topic = (stack: TerraformStack) => new PubsubTopic(stack, "topic", { name: "orders" });
const subscription = (stack: TerraformStack) =>
  new PubsubSubscription(stack, "subscription", { name: "loader", topic: topic(stack).id });
const gcpSecret = (stack: TerraformStack) =>
  new SecretManagerSecret(stack, "secret", { secretId: "password", replication: { auto: {} } });
const dataset = (stack: TerraformStack) => new BigqueryDataset(stack, "dataset", { datasetId: "sales" });
const storage = (stack: TerraformStack) =>
  new StorageAccount(stack, "storage", {
    ...{ ...AT, name: "acmereports", accountTier: "Standard", accountReplicationType: "LRS" },
  });
const vault = (stack: TerraformStack) =>
  new KeyVault(stack, "vault", {
    ...{ ...AT, name: "acme", skuName: "standard", tenantId: TENANT_ID, rbacAuthorizationEnabled: true },
  });
const bus = (stack: TerraformStack) => new ServicebusNamespace(stack, "bus", { ...AT, name: "acme", sku: "Standard" });
const busTopic = (stack: TerraformStack) =>
  new ServicebusTopic(stack, "topic", { name: "orders", namespaceId: bus(stack).id });

const ACCESSES: readonly (readonly [string, Make])[] = [
  [
    "a bucket of a drawn name",
    (stack) => AwsAccess.readBucket(new S3Bucket(stack, "b", { bucketPrefix: "acme-" }), "x y/"),
  ],
  ["a bucket's id", (stack) => AwsAccess.writeBucket(new S3Bucket(stack, "b", { bucket: "acme-reports" }).id)],
  ["a queue's name", (stack) => AwsAccess.sendToQueue(new SqsQueue(stack, "q", { name: "orders" }).name, HERE)],
  [
    "a parameter's name with a slash",
    (stack) =>
      AwsAccess.readParameter(new SsmParameter(stack, "p", { name: "/a/b", type: "String", value: "x" }).name, HERE),
  ],
  ["a topic's name", (stack) => GcpAccess.publishToTopic(topic(stack).name)],
  ["a topic's id", (stack) => GcpAccess.publishToTopic(topic(stack).id)],
  ["a subscription's id", (stack) => GcpAccess.receiveFromSubscription(subscription(stack).id)],
  ["a secret's id", (stack) => GcpAccess.readSecret(gcpSecret(stack).id)],
  ["a secret's full name", (stack) => GcpAccess.readSecret(gcpSecret(stack).name)],
  ["a dataset's id", (stack) => GcpAccess.readDataset(dataset(stack).id)],
  [
    "a Google bucket's id",
    (stack) => {
      const bucket = { name: "acme-exports", location: "EU", uniformBucketLevelAccess: true };
      return GcpAccess.readBucket(new StorageBucket(stack, "b", bucket).id);
    },
  ],
  [
    "a container",
    (stack) =>
      AzureAccess.readBlobs(new StorageContainer(stack, "c", { name: "a", storageAccountId: storage(stack).id }).id),
  ],
  [
    "a queue of an account that is named",
    (stack) =>
      AzureAccess.sendToQueue(
        new StorageQueue(stack, "q", { name: "a", storageAccountName: storage(stack).name }).resourceManagerId,
      ),
  ],
  [
    "a secret of a vault",
    (stack) =>
      AzureAccess.readSecrets(
        new KeyVaultSecret(stack, "s", { name: "a", value: "x", keyVaultId: vault(stack).id }).resourceVersionlessId,
      ),
  ],
  [
    "a key of a vault",
    (stack) =>
      AzureAccess.useKeys(
        new KeyVaultKey(stack, "k", { name: "a", keyType: "RSA", keyOpts: ["sign"], keyVaultId: vault(stack).id })
          .resourceVersionlessId,
      ),
  ],
  [
    "a queue of Service Bus",
    (stack) =>
      AzureAccess.sendToServiceBus(new ServicebusQueue(stack, "q", { name: "a", namespaceId: bus(stack).id }).id),
  ],
  [
    "a subscription of Service Bus",
    (stack) =>
      AzureAccess.receiveFromServiceBus(
        new ServicebusSubscription(stack, "s", { name: "a", maxDeliveryCount: 1, topicId: busTopic(stack).id }).id,
      ),
  ],
];

it.each(ACCESSES)("%s is proved", async (_what, make) => {
  const good = new Synthesized((app) => oneEdge(app, make));
  try {
    expect(await judge([good.path])).toEqual([]);
  } finally {
    good.remove();
  }
});

it("a dataset is granted by its own name, of which the provider makes the path", () => {
  const good = new Synthesized((app) => oneEdge(app, (stack) => GcpAccess.readDataset(dataset(stack).id)));
  const { resource } = good.document("edge");
  good.remove();
  const [member] = Object.values(resource.google_bigquery_dataset_iam_member);
  expect(member).toMatchObject({
    dataset_id: '${replace(google_bigquery_dataset.dataset.id, "/^.*//", "")}',
    // The provider's own tests: testAccBigqueryDatasetIamMember_iamMember.
    member: expect.stringMatching(/^iamMember:principal:\/\/iam\.googleapis\.com\/projects\//) as unknown,
  });
});
