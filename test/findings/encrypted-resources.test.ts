import { encryptedResources } from "../../src/findings/rules/encrypted-resources";
import { readWorld } from "../../src/simulator";
import { SERVICES_ANNOTATION } from "../../src/trust-declaration";
import { account, ACCOUNT, policyOf, ROLE_ARN } from "../simulator/support/aws";
import { ISSUER } from "../simulator/support/azure";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW, SUBJECT } from "../simulator/support/tokens";

/** What is encrypted with a customer managed key needs the key as well, beside the declared use of it. */
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const at = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`;

function declared(actions: string[], resource: string, more: Args = {}): Stack {
  const service = {
    source: { cluster: "hub", issuer: ISSUER, subject: SUBJECT },
    account: { name: "prod", cloud: "aws", id: ACCOUNT },
    ...{ audience: "client-a", principal: ROLE_ARN, adopted: [], client: { "role-arn": ROLE_ARN } },
    grants: [{ words: "use it", actions, resources: [resource] }],
    ...more,
  };
  const policy = policyOf({ Effect: "Allow", Action: actions, Resource: [resource] });
  return {
    output: { services: { value: JSON.stringify({ [SERVICES_ANNOTATION]: [service] }) } },
    resource: { aws_iam_role_policy: { uses: { role: "reader", name: "uses", policy } } },
  };
}

const keyPolicy = (Action: string[], Resource: string = KEY): Stack => ({
  resource: {
    aws_iam_role_policy: {
      key: { role: "reader", name: "key", policy: policyOf({ Effect: "Allow", Action, Resource }) },
    },
  },
});
const bucket = (sse: Args): Stack => ({
  resource: {
    aws_s3_bucket: { acme: { bucket: "acme" } },
    aws_s3_bucket_server_side_encryption_configuration: {
      acme: { bucket: "acme", rule: [{ apply_server_side_encryption_by_default: [sse] }] },
    },
  },
});
const BY_KEY = { sse_algorithm: "aws:kms", kms_master_key_id: KEY };
const READ = declared(["s3:GetObject"], "arn:aws:s3:::acme/*");

const found = (...stacks: Stack[]) =>
  encryptedResources(read(merged(account(), ...stacks)), NOW).map(
    ({ severity, code, what }) => `${severity} ${code} ${what ?? ""}`,
  );

describe("content that is encrypted with a customer managed key", () => {
  // SSE-KMS: "to download an object … kms:Decrypt", "to upload … kms:GenerateDataKey"; SQS, "Key management": a producer needs
  // kms:GenerateDataKey and kms:Decrypt, a consumer kms:Decrypt; the same in aws-cdk-lib's aws-sqs/grants.json (keyActions).
  it.each([
    [READ, bucket(BY_KEY), "s3:GetObject", ["kms:Decrypt"]],
    [READ, bucket({ ...BY_KEY, sse_algorithm: "aws:kms:dsse" }), "s3:GetObject", ["kms:Decrypt"]],
    [
      declared(["s3:PutObject"], "arn:aws:s3:::acme/in/*"),
      bucket(BY_KEY),
      "s3:PutObject",
      ["kms:GenerateDataKey", "kms:Decrypt"],
    ],
    [
      declared(["sqs:SendMessage"], at("sqs", "acme")),
      { resource: { aws_sqs_queue: { acme: { name: "acme", kms_master_key_id: KEY } } } },
      "sqs:SendMessage",
      ["kms:GenerateDataKey", "kms:Decrypt"],
    ],
    [
      declared(["sqs:ReceiveMessage"], at("sqs", "acme")),
      { resource: { aws_sqs_queue: { acme: { name: "acme", kms_master_key_id: KEY } } } },
      "sqs:ReceiveMessage",
      ["kms:Decrypt"],
    ],
    [
      declared(["sns:Publish"], at("sns", "acme")),
      { resource: { aws_sns_topic: { acme: { name: "acme", kms_master_key_id: KEY } } } },
      "sns:Publish",
      ["kms:GenerateDataKey", "kms:Decrypt"],
    ],
    [
      declared(["secretsmanager:GetSecretValue"], at("secretsmanager", "secret:acme-??????")),
      { resource: { aws_secretsmanager_secret: { acme: { name: "acme", kms_key_id: KEY } } } },
      "secretsmanager:GetSecretValue",
      ["kms:Decrypt"],
    ],
    [
      declared(["ssm:GetParameter"], at("ssm", "parameter/app/acme")),
      { resource: { aws_ssm_parameter: { acme: { name: "/app/acme", type: "SecureString", key_id: KEY } } } },
      "ssm:GetParameter",
      ["kms:Decrypt"],
    ],
  ] as [Stack, Stack, string, string[]][])("is not used without the key: %#", (edge, encrypted, action, needed) => {
    const name = action.startsWith("ssm") ? "/app/acme" : "acme";
    expect(found(edge, encrypted)).toEqual([`fault missing-grant ${action} of ${name}`]);
    expect(found(edge, encrypted, keyPolicy(needed))).toEqual([]);
  });

  it("is not used with half of what the key must allow, or with another key", () => {
    const queue: Stack = { resource: { aws_sqs_queue: { acme: { name: "acme", kms_master_key_id: KEY } } } };
    const sends = declared(["sqs:SendMessage"], at("sqs", "acme"));
    expect(found(sends, queue, keyPolicy(["kms:Decrypt"]))).toEqual(["fault missing-grant sqs:SendMessage of acme"]);
    expect(found(READ, bucket(BY_KEY), keyPolicy(["kms:Decrypt"], KEY.replace("1234abcd", "99999999")))).toEqual([
      "fault missing-grant s3:GetObject of acme",
    ]);
  });

  // ReplicateKey, AWS KMS API Reference (https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html): a replica is a key of its own.
  it.each(["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"])(
    "is not used without a %s that was read",
    (type) => {
      const byId = bucket({ ...BY_KEY, kms_master_key_id: `\${${type}.own.key_id}` });
      const primary_key_arn = KEY.replace("eu-west-1", "us-east-1");
      const key: Stack = { resource: { [type]: { own: { primary_key_arn } } } };
      expect(found(READ, byId, key)).toEqual(["fault missing-grant s3:GetObject of acme"]);
    },
  );

  it("of an alias that was not read is not known", () => {
    const byAlias = { ...BY_KEY, kms_master_key_id: "alias/acme" };
    expect(found(READ, bucket(byAlias))).toEqual(["gap unseen-grant s3:GetObject of acme"]);
  });

  // Terraform registry, "aws_kms_key" (data source): its ARN is read at plan; "aws_s3_bucket_server_side_encryption_configuration",
  // `sse_algorithm`: `AES256`, `aws:kms` or `aws:kms:dsse`. https://registry.terraform.io/providers/hashicorp/aws/latest/docs
  it.each<[string, Stack, Stack, string]>([
    ["key of a bucket", READ, bucket({ ...BY_KEY, kms_master_key_id: "${var.unknown}" }), "s3:GetObject"],
    ["algorithm of a bucket", READ, bucket({ sse_algorithm: "${var.unknown}" }), "s3:GetObject"],
    [
      "key of a queue",
      declared(["sqs:SendMessage"], at("sqs", "acme")),
      { resource: { aws_sqs_queue: { acme: { name: "acme", kms_master_key_id: "${data.aws_kms_key.own.arn}" } } } },
      "sqs:SendMessage",
    ],
  ])("by a %s that cannot be known is not known", (_what, edge, encrypted, action) => {
    const unknown = { variable: { unknown: {} }, data: { aws_kms_key: { own: { key_id: "alias/acme" } } } };
    expect(found(edge, encrypted, unknown)).toEqual([`gap unseen-grant ${action} of acme`]);
  });

  // Terraform, "JSON Output Format": `after_unknown` of a plan; Terraform registry, "aws_ssm_parameter": key_id, which AWS fills in.
  it.each<[string, Args, readonly string[]]>([
    ["is not known where it is written", { key_id: { references: ["var.key"] } }, ["gap unseen-grant"]],
    ["is none where AWS fills it in", {}, []],
  ])("a key that a plan does not tell %s", (_what, expressions, told) => {
    const address = "aws_ssm_parameter.acme";
    const one = { address, mode: "managed", type: "aws_ssm_parameter", name: "acme" };
    const plan = {
      format_version: "1.2",
      terraform_version: "1.9.0",
      planned_values: { root_module: { resources: [{ ...one, values: { name: "/app/acme", type: "SecureString" } }] } },
      resource_changes: [{ address, change: { actions: ["create"], after_unknown: { key_id: true } } }],
      configuration: { root_module: { resources: [{ ...one, expressions }] } },
    };
    const edge = merged(account(), declared(["ssm:GetParameter"], at("ssm", "parameter/app/acme")));
    const world = readWorld([
      { name: "mesh", folder: "", file: "cdk.tf.json", text: JSON.stringify({ terraform: {}, ...edge }) },
      { name: "plan", folder: "", file: "plan.json", text: JSON.stringify(plan) },
    ]);
    expect(encryptedResources(world, NOW).map(({ severity, code }) => `${severity} ${code}`)).toEqual(told);
  });
});

describe("nothing is missing", () => {
  // "The key policy of an AWS managed key lets all users of the service in the account use it through the service."
  it.each([
    ["without encryption by a key", { sse_algorithm: "AES256" }],
    ["with the key that AWS manages", { sse_algorithm: "aws:kms" }],
    ["with the alias of that key", { sse_algorithm: "aws:kms", kms_master_key_id: "alias/aws/s3" }],
  ])("%s", (_, sse) => {
    expect(found(READ, bucket(sse))).toEqual([]);
  });

  it("where another bucket is encrypted, where nothing is read, and in a suspended trust", () => {
    expect(found(declared(["s3:GetObject"], "arn:aws:s3:::acme-2/*"), bucket(BY_KEY))).toEqual([]);
    expect(found(declared(["s3:ListBucket"], "arn:aws:s3:::acme"), bucket(BY_KEY))).toEqual([]);
    const suspended = declared(["s3:GetObject"], "arn:aws:s3:::acme/*", { suspended: true });
    expect(found(suspended, bucket(BY_KEY))).toEqual([]);
  });
});
