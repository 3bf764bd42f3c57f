import { KEY_TYPES } from "../../vendor/aws/key-types";

/** Where a policy of a resource stands: the type, and the arguments that hold the policy and name the resource. */
export interface PolicyPlace {
  readonly type: string;
  readonly policy: string;
  /** The attribute or argument that tells the resource's ARN, name or URL. */
  readonly of: string;
  /** What `of` is where it is not set. @default none */
  readonly otherwise?: string;
  /** An ARN of what `of` says, where that is none. */
  readonly arn?: (told: string, of: ArnParts) => string;
  /** The service in ARNs. */
  readonly service: string;
  /** Whether statements of such a policy have no Resource, since all of them are about the one. */
  readonly isOfOne?: true;
  /** Whether the type grants by more than this policy. */
  readonly grantsElsewhere?: true;
}

/** What ARNs begin with. */
export interface ArnParts {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

const bucketArn = (told: string, { partition }: ArnParts) => `arn:${partition}:s3:::${told}`;

/**
 * A queue's URL as an ARN: `https://sqs.<region>.amazonaws.com/<account>/<name>`, or by the endpoints of FIPS, of IPv6 and of earlier SDKs.
 *
 * AWS General Reference: "Amazon Simple Queue Service endpoints and quotas".
 */
function queueArn(url: string, { partition }: ArnParts): string {
  const [, here, before, account, name] =
    /^https:\/\/(?:sqs(?:-fips)?\.([a-z0-9-]+)|(?:([a-z0-9-]+)\.)?queue)\.[^/]+\/(\d+)\/(.+)$/.exec(url) ?? [];
  return account === undefined ? url : `arn:${partition}:sqs:${here ?? before ?? "us-east-1"}:${account}:${name}`;
}

/** The ARN of a resource by its name in a service: `repository/` is what stands before a repository's. */
function regional(service: string, before: string) {
  const arn = (told: string, { partition, region, account }: ArnParts) =>
    `arn:${partition}:${service}:${region}:${account}:${before}${told}`;
  return { service, arn };
}

/** Types whose policy is in `policy`, of a resource that an argument names by its ARN. */
const byArn = (service: string, ...types: readonly (readonly [type: string, of: string])[]): readonly PolicyPlace[] =>
  types.map(([type, of]) => ({ type, policy: "policy", of, service }));

/**
 * The policies of resources that are read.
 *
 * Terraform registry: each type's page; IAM User Guide: "AWS services that work with IAM", on resource-based policies.
 */
export const POLICY_PLACES: readonly PolicyPlace[] = [
  { type: "aws_s3_bucket", policy: "policy", of: "bucket", service: "s3", arn: bucketArn },
  { type: "aws_s3_bucket_policy", policy: "policy", of: "bucket", service: "s3", arn: bucketArn },
  { type: "awscc_s3_bucket_policy", policy: "policy_document", of: "bucket", service: "s3", arn: bucketArn },
  ...KEY_TYPES.map((type) => ({ type, policy: "policy", of: "arn", service: "kms" })),
  { type: "aws_kms_key_policy", policy: "policy", of: "key_id", ...regional("kms", "key/") },
  ...byArn("secretsmanager", ["aws_secretsmanager_secret", "arn"], ["aws_secretsmanager_secret_policy", "secret_arn"]),
  { type: "aws_sqs_queue", policy: "policy", of: "arn", service: "sqs" },
  { type: "aws_sqs_queue_policy", policy: "policy", of: "queue_url", service: "sqs", arn: queueArn },
  ...byArn("sns", ["aws_sns_topic", "arn"], ["aws_sns_topic_policy", "arn"]),
  ...byArn("dynamodb", ["aws_dynamodb_resource_policy", "resource_arn"]),
  ...byArn("kinesis", ["aws_kinesis_resource_policy", "resource_arn"]),
  ...byArn("kafka", ["aws_msk_cluster_policy", "cluster_arn"]),
  ...byArn("codebuild", ["aws_codebuild_resource_policy", "resource_arn"]),
  ...byArn("vpc-lattice", ["aws_vpclattice_resource_policy", "resource_arn"]),
  {
    ...{ type: "aws_ecr_repository_policy", policy: "policy", of: "repository", isOfOne: true },
    ...regional("ecr", "repository/"),
  },
  {
    ...{ type: "aws_efs_file_system_policy", policy: "policy", of: "file_system_id" },
    ...regional("elasticfilesystem", "file-system/"),
  },
  {
    ...{ type: "aws_cloudwatch_event_bus_policy", policy: "policy", of: "event_bus_name", otherwise: "default" },
    ...regional("events", "event-bus/"),
  },
  {
    ...{ type: "aws_backup_vault_policy", policy: "policy", of: "backup_vault_name" },
    ...regional("backup", "backup-vault:"),
  },
  ...["aws_opensearch_domain", "aws_elasticsearch_domain"].flatMap((type): readonly PolicyPlace[] => [
    // A domain has a user of its own, too, that may be a role.
    { type, policy: "access_policies", of: "domain_name", grantsElsewhere: true, ...regional("es", "domain/") },
    { type: `${type}_policy`, policy: "access_policies", of: "domain_name", ...regional("es", "domain/") },
  ]),
];

/**
 * What has the policy that counts for an ARN: an object's bucket, a table of an index, the domain of what is in it.
 */
export function ownerOf(arn: string): string {
  return arn
    .replace(/^(arn:[^:]+:s3:::[^/]+)\/.*$/, "$1")
    .replace(/^(arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/[^/]+)\/index\/.*$/, "$1")
    .replace(/^(arn:[^:]+:es:[^:]*:[^:]*:domain\/[^/]+)\/.*$/, "$1");
}
