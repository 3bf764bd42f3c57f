import { Assignable, text } from "../../terraform";
import { uuidOf } from "../digest";
import { AwsAccounts } from "./accounts";

/** Types of services by the service and the name's place in ARNs. */
const ARNS: Readonly<Record<string, readonly [service: string, before: string, name: string]>> = {
  aws_secretsmanager_secret: ["secretsmanager", "secret:", "name"],
  aws_ssm_parameter: ["ssm", "parameter/", "name"],
  aws_sqs_queue: ["sqs", "", "name"],
  aws_sns_topic: ["sns", "", "name"],
};

/** What AWS assigns to resources of services; undefined for what it does not. */
export function serviceAttribute(accounts: AwsAccounts, resource: Assignable, attribute: string): unknown {
  const { type, provider } = resource;
  const asked = (name: string) => text(resource.argument(name)) ?? "";
  const partition = accounts.partitionOf(provider);
  const place = () => `${accounts.regionOf(provider)}:${accounts.of(resource)}`;
  if (type === "aws_s3_bucket") {
    if (attribute === "arn") return `arn:${partition}:s3:::${asked("bucket")}`;
    return attribute === "id" ? asked("bucket") : undefined;
  }
  if (type === "aws_kms_key") {
    const id = uuidOf(`kms key ${resource.stack} ${resource.address}`);
    if (attribute === "arn") return `arn:${partition}:kms:${place()}:key/${id}`;
    return attribute === "id" || attribute === "key_id" ? id : undefined;
  }
  const [service, before, name] = ARNS[type] ?? [];
  if (service === undefined || name === undefined || attribute !== "arn") return undefined;
  // Secrets Manager puts six characters behind a secret's name.
  const suffix = type === "aws_secretsmanager_secret" ? "-AbCdEf" : "";
  return `arn:${partition}:${service}:${place()}:${before}${asked(name).replace(/^\//, "")}${suffix}`;
}
