import { ACCOUNT, policy } from "./support/aws";
import { allow, BUCKET, bucketPolicy, inline, ME, Objects, READ, ROLE_ARN, S3, stack } from "./support/aws-services";
import { Expected } from "./support/ask";
import { itAnswers, Row } from "./support/rows";

const OTHER = "444455556666";
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const FURTHER = `arn:aws:iam::${ACCOUNT}:role/further`;
const regional = (service: string, name: string, account = ACCOUNT) =>
  `arn:aws:${service}:us-west-2:${account}:${name}`;
const granted = (Action: string, Principal: object | string = ME, Resource: string | undefined = "*") => ({
  Effect: "Allow",
  Principal,
  Action,
  ...(Resource === undefined ? {} : { Resource }),
});
const refused = (Action: string, Principal: object | string = "*", Resource = "*") => ({
  Effect: "Deny",
  Principal,
  Action,
  Resource,
});
const PUBLIC_READ = granted("s3:GetObject", "*", `${BUCKET}/*`);
const OWN_READ = granted("s3:GetObject", ME, `${BUCKET}/*`);
const KEY_ID = "mrk-1234abcd12ab34cd56ef1234567890ab";
const REPLICA = regional("kms", `key/${KEY_ID}`);
const DECRYPT = { action: "kms:Decrypt", resource: REPLICA };
const DECRYPTS = inline(allow("kms:Decrypt", "*"));
const keyOf = (statement: object) => ({ arn: REPLICA, key_id: KEY_ID, policy: policy(statement) });
const TABLE = regional("dynamodb", "table/orders");
const OTHER_TABLE = regional("dynamodb", "table/orders", OTHER);
const GET_ITEM = { action: "dynamodb:GetItem", resource: TABLE };
const tablePolicy = (resource_arn: string, statement: object, more: object = {}): Objects => ({
  aws_dynamodb_resource_policy: { one: { resource_arn, policy: policy(statement), ...more } },
});
const REPOSITORY = regional("ecr", "repository/apps/api");
const STREAM = regional("kinesis", "stream/clicks");
const FUNCTION = regional("lambda", "function:resize");
const FILES = regional("elasticfilesystem", "file-system/fs-0123456789abcdef0");
const BUS = regional("events", "event-bus/orders");
const VAULT = regional("backup", "backup-vault:nightly");
const DOMAIN = regional("es", "domain/logs");
const POINT = regional("s3", "accesspoint/reports");

const SECRET = regional("secretsmanager", "secret:db-AbCdEf", OTHER);
/** The policy of a secret of another account, which lets the role read it. */
const OTHER_SECRET: Objects = {
  aws_secretsmanager_secret_policy: {
    one: { provider: "aws.other", secret_arn: SECRET, policy: policy(granted("secretsmanager:GetSecretValue")) },
  },
};

const UNREAD = "${data.aws_ssm_parameter.unread.value}";
const INVOKE = { action: "lambda:InvokeFunction", resource: FUNCTION };
const INVOKES_OTHERS = { principal: FURTHER };
/** Two permissions on a function, in both orders. */
function permissions(words: string, first: object, second: object, expected: Expected): readonly Row<Objects>[] {
  const own = { function_name: "resize", action: "lambda:InvokeFunction" };
  const [one, two] = [
    { ...own, ...first },
    { ...own, ...second },
  ];
  return [
    [`${words}, before ${JSON.stringify(second)}`, { aws_lambda_permission: { one, two } }, INVOKE, expected],
    [`${words}, after ${JSON.stringify(second)}`, { aws_lambda_permission: { one: two, two: one } }, INVOKE, expected],
  ];
}

/**
 * Policies of resources beside the role's own, in one account: one of both allows, and a Deny of either wins.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-id-rdp.html
 */
const SAME: readonly Row<Objects>[] = [
  // Terraform registry, "aws_s3_bucket": policy; https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
  [
    "a Deny in the bucket itself",
    {
      ...S3,
      aws_s3_bucket: { reports: { bucket: "acme-reports", policy: policy(refused("s3:*", "*", `${BUCKET}/*`)) } },
    },
    READ,
    "authorization",
  ],
  [
    "a grant in the bucket itself",
    {
      aws_s3_bucket: {
        reports: { bucket: "acme-reports", policy: policy(OWN_READ) },
      },
    },
    READ,
    "allowed",
  ],
  [
    "a policy of the bucket beside one without a policy",
    {
      aws_s3_bucket: { reports: { bucket: "acme-reports" } },
      aws_s3_bucket_policy: {
        one: { bucket: "${aws_s3_bucket.reports.id}", policy: policy(OWN_READ) },
      },
    },
    READ,
    "allowed",
  ],
  // https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html: a replica has a key policy of its own
  [
    "a replica that names another role alone",
    {
      ...DECRYPTS,
      aws_kms_replica_key: { key: keyOf(granted("kms:*", { AWS: FURTHER })) },
    },
    DECRYPT,
    "authorization",
  ],
  [
    "a replica that leaves it to IAM",
    {
      ...DECRYPTS,
      aws_kms_replica_key: { key: keyOf(granted("kms:*", ROOT)) },
    },
    DECRYPT,
    "allowed",
  ],
  [
    "a key of one's own material that names another role alone",
    {
      ...DECRYPTS,
      aws_kms_external_key: { key: keyOf(granted("kms:*", { AWS: FURTHER })) },
    },
    DECRYPT,
    "authorization",
  ],
  [
    "a key without a policy, and one beside it",
    {
      ...DECRYPTS,
      aws_kms_key: { key: { arn: REPLICA, key_id: KEY_ID } },
      aws_kms_key_policy: { one: { key_id: KEY_ID, policy: policy(granted("kms:*", { AWS: FURTHER })) } },
    },
    DECRYPT,
    "authorization",
  ],
  // https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html: the alias of a key is another resource
  [
    "a grant on the alias of a key",
    {
      ...inline(allow("kms:Decrypt", regional("kms", "alias/reports"))),
      aws_kms_key: { key: keyOf(granted("kms:*", ROOT)) },
    },
    DECRYPT,
    "authorization",
  ],
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
  [
    "a Deny of a table",
    {
      ...inline(allow("dynamodb:GetItem", "*")),
      ...tablePolicy(TABLE, refused("dynamodb:*", "*", TABLE)),
    },
    GET_ITEM,
    "authorization",
  ],
  ["a grant of a table", tablePolicy(TABLE, granted("dynamodb:GetItem", ME, TABLE)), GET_ITEM, "allowed"],
  [
    "a Deny of another table",
    {
      ...inline(allow("dynamodb:GetItem", "*")),
      ...tablePolicy(`${TABLE}2`, refused("dynamodb:*", "*", `${TABLE}2`)),
    },
    GET_ITEM,
    "allowed",
  ],
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html: its policies have no Resource
  [
    "a Deny of a repository",
    {
      ...inline(allow("ecr:BatchGetImage", "*")),
      aws_ecr_repository_policy: {
        one: {
          repository: "apps/api",
          policy: policy({ Effect: "Deny", Principal: "*", Action: ["ecr:BatchGetImage"] }),
        },
      },
    },
    { action: "ecr:BatchGetImage", resource: REPOSITORY },
    "authorization",
  ],
  [
    "a grant of a repository",
    {
      aws_ecr_repository_policy: {
        one: { repository: "apps/api", policy: policy(granted("ecr:BatchGetImage", ME, undefined)) },
      },
    },
    { action: "ecr:BatchGetImage", resource: REPOSITORY },
    "allowed",
  ],
  // https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html
  [
    "a Deny of a stream",
    {
      ...inline(allow("kinesis:GetRecords", "*")),
      aws_kinesis_resource_policy: {
        one: { resource_arn: STREAM, policy: policy(refused("kinesis:GetRecords", ME, STREAM)) },
      },
    },
    { action: "kinesis:GetRecords", resource: STREAM },
    "authorization",
  ],
  // https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
  [
    "a permission on a function",
    {
      aws_lambda_permission: {
        one: { function_name: "resize", action: "lambda:InvokeFunction", principal: ROLE_ARN },
      },
    },
    INVOKE,
    "allowed",
  ],
  [
    "a permission of another role on a function",
    {
      aws_lambda_permission: { one: { function_name: "resize", action: "lambda:InvokeFunction", principal: FURTHER } },
    },
    INVOKE,
    "authorization",
  ],
  // Each permission is a statement of the function's policy, so that one of them that cannot be known may allow what the others do not.
  // AddPermission, AWS Lambda API Reference: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
  ...permissions("one that cannot be known", { principal: UNREAD }, INVOKES_OTHERS, "authorization not simulated"),
  ...permissions(
    "one of a function that cannot be known",
    { function_name: UNREAD },
    INVOKES_OTHERS,
    "authorization not simulated",
  ),
  ...permissions("one that cannot be known", { principal: UNREAD }, { principal: ROLE_ARN }, "allowed"),
  ...permissions(
    "one of another function",
    { function_name: "shrink", principal: ROLE_ARN },
    INVOKES_OTHERS,
    "authorization",
  ),
  // https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
  [
    "a Deny of a file system",
    {
      ...inline(allow("elasticfilesystem:ClientMount", "*")),
      aws_efs_file_system_policy: {
        one: {
          file_system_id: "fs-0123456789abcdef0",
          policy: policy(refused("elasticfilesystem:*", { AWS: "*" }, FILES)),
        },
      },
    },
    { action: "elasticfilesystem:ClientMount", resource: FILES },
    "authorization",
  ],
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
  [
    "a Deny of an event bus",
    {
      ...inline(allow("events:PutEvents", "*")),
      aws_cloudwatch_event_bus_policy: {
        one: { event_bus_name: "orders", policy: policy(refused("events:PutEvents", "*", BUS)) },
      },
    },
    { action: "events:PutEvents", resource: BUS },
    "authorization",
  ],
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
  [
    "a Deny of a vault of backups",
    {
      ...inline(allow("backup:DeleteRecoveryPoint", "*")),
      aws_backup_vault_policy: {
        one: { backup_vault_name: "nightly", policy: policy(refused("backup:DeleteRecoveryPoint")) },
      },
    },
    { action: "backup:DeleteRecoveryPoint", resource: VAULT },
    "authorization",
  ],
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
  [
    "a Deny of a domain of OpenSearch",
    {
      ...inline(allow("es:ESHttpGet", "*")),
      aws_opensearch_domain_policy: {
        one: { domain_name: "logs", access_policies: policy(refused("es:*", { AWS: "*" }, `${DOMAIN}/*`)) },
      },
    },
    { action: "es:ESHttpGet", resource: `${DOMAIN}/_search` },
    "authorization",
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
  // The bucket's policy counts for its access points, too, and which bucket an ARN's access point is of is not in the ARN
  [
    "an object by an access point that was not read",
    inline(allow("s3:GetObject", `${POINT}/object/*`)),
    { action: "s3:GetObject", resource: `${POINT}/object/a.csv` },
    "authorization not simulated",
  ],
  [
    "a Deny of the role for an object by an access point",
    inline(allow("s3:GetObject", "arn:aws:s3:::*")),
    { action: "s3:GetObject", resource: `${POINT}/object/a.csv` },
    "authorization",
  ],
];

/**
 * Resources of another account: both sides allow.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
const ACROSS: readonly Row<Objects>[] = [
  [
    "both sides of a secret",
    {
      ...inline(allow("secretsmanager:GetSecretValue", "*")),
      ...OTHER_SECRET,
    },
    { action: "secretsmanager:GetSecretValue", resource: SECRET },
    "allowed",
  ],
  [
    "the secret's side alone",
    OTHER_SECRET,
    { action: "secretsmanager:GetSecretValue", resource: SECRET },
    "authorization",
  ],
  [
    "a table whose policy was not read",
    inline(allow("dynamodb:GetItem", "*")),
    { ...GET_ITEM, resource: OTHER_TABLE },
    "authorization not simulated",
  ],
  [
    "a table whose policy lets the role in",
    {
      ...inline(allow("dynamodb:GetItem", "*")),
      ...tablePolicy(OTHER_TABLE, granted("dynamodb:GetItem", ME, OTHER_TABLE), { provider: "aws.other" }),
    },
    { ...GET_ITEM, resource: OTHER_TABLE },
    "allowed",
  ],
  [
    "a table whose policy lets another role in",
    {
      ...inline(allow("dynamodb:GetItem", "*")),
      ...tablePolicy(OTHER_TABLE, granted("dynamodb:GetItem", { AWS: FURTHER }, "*"), { provider: "aws.other" }),
    },
    { ...GET_ITEM, resource: OTHER_TABLE },
    "authorization",
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "RestrictPublicBuckets": a public
  // policy lets nobody of other accounts in, not even those that it names
  [
    "a public policy of a bucket that restricts public ones",
    {
      ...S3,
      aws_s3_bucket: { reports: { provider: "aws.other", bucket: "acme-reports" } },
      aws_s3_bucket_policy: {
        one: {
          provider: "aws.other",
          bucket: "acme-reports",
          policy: policy(PUBLIC_READ, OWN_READ),
        },
      },
      aws_s3_bucket_public_access_block: {
        one: { provider: "aws.other", bucket: "acme-reports", restrict_public_buckets: true },
      },
    },
    READ,
    "authorization",
  ],
  [
    "a policy for one role of a bucket that restricts public ones",
    {
      ...S3,
      aws_s3_bucket: { reports: { provider: "aws.other", bucket: "acme-reports" } },
      aws_s3_bucket_policy: {
        one: {
          provider: "aws.other",
          bucket: "acme-reports",
          policy: policy(OWN_READ),
        },
      },
      aws_s3_bucket_public_access_block: {
        one: {
          provider: "aws.other",
          bucket: "acme-reports",
          restrict_public_buckets: true,
          block_public_policy: true,
        },
      },
    },
    READ,
    "allowed",
  ],
];

/** The same page, "BlockPublicPolicy" and "The meaning of public": S3 does not take a public policy. */
const PUBLIC = (block: object, ...statements: object[]): Objects => ({
  ...bucketPolicy(...statements),
  aws_s3_bucket_public_access_block: { one: { bucket: "acme-reports", ...block } },
});
const BLOCKED: readonly Row<Objects>[] = [
  ["a public policy that S3 does not take", PUBLIC({ block_public_policy: true }, PUBLIC_READ), READ, "authorization"],
  ["a public policy that S3 takes", PUBLIC({ block_public_policy: false }, PUBLIC_READ), READ, "allowed"],
  [
    "a policy for everybody of the account",
    PUBLIC(
      { block_public_policy: true },
      {
        ...PUBLIC_READ,
        Condition: { StringEquals: { "aws:PrincipalAccount": ACCOUNT } },
      },
    ),
    READ,
    "allowed",
  ],
  [
    "a policy for everybody of an ARN with a star in the account",
    PUBLIC(
      { block_public_policy: true },
      {
        ...PUBLIC_READ,
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } },
      },
    ),
    READ,
    "authorization",
  ],
  [
    "a policy for the role",
    PUBLIC({ block_public_policy: true, restrict_public_buckets: true }, OWN_READ),
    READ,
    "allowed",
  ],
  [
    "a public policy of a bucket that restricts public ones, in the account",
    PUBLIC({ restrict_public_buckets: true }, PUBLIC_READ),
    READ,
    "allowed",
  ],
  [
    "a public policy in an account that blocks them",
    {
      ...bucketPolicy(PUBLIC_READ),
      aws_s3_account_public_access_block: { one: { block_public_policy: true } },
    },
    READ,
    "authorization",
  ],
  [
    "a Deny for everybody is not public",
    {
      ...S3,
      ...PUBLIC({ block_public_policy: true }, refused("s3:*", "*", `${BUCKET}/2026/*`)),
    },
    READ,
    "allowed",
  ],
];

describe.each([
  ["policies of resources in the account", SAME],
  ["policies of resources of another account", ACROSS],
  ["public policies of buckets", BLOCKED],
])("%s", (_title, rows) => {
  itAnswers(rows, { from: "corp:deploy/deployer" }, (resource) => {
    const made = stack({ resource }) as { provider: { aws: object[] } };
    const other = { alias: "other", allowed_account_ids: [OTHER], region: "us-west-2" };
    return { ...made, provider: { aws: [...made.provider.aws, other] } };
  });
});
