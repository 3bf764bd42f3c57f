import { KEY_COPY_TYPES, KEY_TYPES } from "../../vendor/aws/key-types";
import { Assignable, text } from "../../terraform";
import { digitsOf, uuidOf } from "../digest";
import { AwsAccounts } from "./accounts";
import { domainOf } from "./regions";

/** Types of services by the service and the name's place in ARNs. */
const ARNS: Readonly<Record<string, readonly [service: string, before: string]>> = {
  aws_backup_vault: ["backup", "backup-vault:"],
  aws_cloudwatch_event_bus: ["events", "event-bus/"],
  aws_dynamodb_table: ["dynamodb", "table/"],
  aws_ecr_repository: ["ecr", "repository/"],
  aws_kinesis_stream: ["kinesis", "stream/"],
  aws_secretsmanager_secret: ["secretsmanager", "secret:"],
  aws_ssm_parameter: ["ssm", "parameter/"],
  aws_sqs_queue: ["sqs", ""],
  aws_sns_topic: ["sns", ""],
};

/** Types whose id is their name. Terraform registry: each type's page. */
const NAMED_BY_NAME: readonly string[] = [
  "aws_backup_vault",
  "aws_cloudwatch_event_bus",
  "aws_dynamodb_table",
  "aws_ecr_repository",
  "aws_ssm_parameter",
];

/** What AWS assigns to resources of services; undefined for what it does not. */
export function serviceAttribute(accounts: AwsAccounts, resource: Assignable, attribute: string): unknown {
  const { type, provider } = resource;
  const partition = accounts.partitionOf(provider);
  const region = () => text(resource.argument("region")) ?? accounts.regionOf(provider);
  const place = () => `${region()}:${accounts.of(resource)}`;
  if (type === "aws_s3_bucket") {
    const bucket = () => nameOf(resource, "bucket");
    if (attribute === "arn") return `arn:${partition}:s3:::${bucket()}`;
    return attribute === "id" || attribute === "bucket" ? bucket() : undefined;
  }
  if (KEY_TYPES.includes(type)) {
    // A copy has the id of the key that it is of.
    const primary = KEY_COPY_TYPES.includes(type) ? text(resource.argument("primary_key_arn")) : undefined;
    const id = primary?.split("key/")[1] ?? uuidOf(`kms key ${resource.stack} ${resource.address}`);
    if (attribute === "arn") return `arn:${partition}:kms:${place()}:key/${id}`;
    return attribute === "id" || attribute === "key_id" ? id : undefined;
  }
  const [service, before] = ARNS[type] ?? [];
  if (service === undefined || before === undefined) return undefined;
  const name = () => nameOf(resource);
  if (attribute === "name") return name();
  // Secrets Manager puts six characters behind a secret's name.
  const suffix = type === "aws_secretsmanager_secret" ? "-AbCdEf" : "";
  const arn = () => `arn:${partition}:${service}:${place()}:${before}${name().replace(/^\//, "")}${suffix}`;
  if (type === "aws_sqs_queue" && (attribute === "id" || attribute === "url")) {
    return `https://sqs.${region()}.${domainOf(partition)}/${accounts.of(resource)}/${name()}`;
  }
  if (attribute === "id") return NAMED_BY_NAME.includes(type) ? name() : arn();
  return attribute === "arn" ? arn() : undefined;
}

/**
 * A name as it is written, or as the provider draws it: after `name_prefix`, of 26 digits, and for queues that keep an order with
 * their ending. Terraform registry: "aws_iam_role", "aws_sqs_queue".
 */
export function nameOf(resource: Assignable, argument = "name"): string {
  const name = text(resource.argument(argument));
  // Modules choose one of the two by an expression, so that the other is null.
  if (name !== undefined) return name;
  const prefix = text(resource.argument(`${argument}_prefix`)) ?? "terraform-";
  const ending = text(resource.argument("fifo_queue") ?? resource.argument("fifo_topic")) === "true" ? ".fifo" : "";
  return `${prefix}${digitsOf(`name ${resource.stack} ${resource.address}`, 26)}${ending}`;
}
