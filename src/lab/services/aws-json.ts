import { AwsSession } from "../../simulator";
import { Handler, json, LabResponse, objectOf } from "../network/http";
import { AwsCaller } from "./aws-caller";
import { LAB_CONTENT } from "./objects";

/** One operation of a service in AWS's JSON protocol. */
interface Operation {
  readonly action: string;
  /** The field that names the resource. */
  readonly field: string;
  /** The kind of resource in ARNs. */
  readonly kind: string;
  readonly answer: (arn: string, name: string) => object;
}

const secret = (arn: string, name: string) => ({ ARN: arn, Name: name, CreatedDate: 1_798_761_600 });
const VERSION = "00000000-0000-4000-8000-000000000000";
const parameter = (arn: string, name: string) => ({
  ...{ ARN: arn, Name: name, DataType: "text", Type: "SecureString", Value: LAB_CONTENT, Version: 1 },
});

/** AWS Secrets Manager API Reference, AWS Systems Manager API Reference. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  "secretsmanager.GetSecretValue": {
    ...{ action: "secretsmanager:GetSecretValue", field: "SecretId", kind: "secret:" },
    answer: (arn, name) => ({
      ...secret(arn, name),
      ...{ SecretString: LAB_CONTENT, VersionId: VERSION, VersionStages: ["AWSCURRENT"] },
    }),
  },
  "secretsmanager.DescribeSecret": {
    ...{ action: "secretsmanager:DescribeSecret", field: "SecretId", kind: "secret:", answer: secret },
  },
  "AmazonSSM.GetParameter": {
    ...{ action: "ssm:GetParameter", field: "Name", kind: "parameter/" },
    answer: (arn, name) => ({ Parameter: parameter(arn, name) }),
  },
};

/** Secrets Manager and Systems Manager's parameters, in every region. */
export function awsJson(caller: AwsCaller): Handler {
  return (request) => {
    const target = String(request.headers["x-amz-target"] ?? "");
    const operation = OPERATIONS[target];
    if (!operation) return failure("UnknownOperationException", `The lab does not play ${target}.`);
    const signer = caller.signer(request);
    if (!("session" in signer)) return failure(signer.code, signer.message);
    const { action, field, kind, answer } = operation;
    const given = textOf(objectOf(request)[field]);
    const [service, region] = request.host.split(".");
    const arn = given.startsWith("arn:") ? given : arnOf(signer.session, service, region, kind, given);
    const refusal = caller.refusal(signer.session, signer.bearer, { action, resource: arn });
    if (refusal) return failure("AccessDeniedException", refusal.message);
    const name = given.startsWith("arn:") ? nameIn(given, kind) : given;
    return { ...json(200, answer(arn, name)), headers: { "content-type": "application/x-amz-json-1.1" } };
  };
}

function arnOf({ role }: AwsSession, service: string, region: string, kind: string, name: string): string {
  const suffix = kind === "secret:" ? "-AbCdEf" : "";
  return `arn:${role.partition}:${service}:${region}:${role.account}:${kind}${name.replace(/^\//, "")}${suffix}`;
}

function nameIn(arn: string, kind: string): string {
  const rest = arn.split(":").slice(5).join(":");
  return kind === "secret:" ? rest.replace(/^secret:/, "").replace(/-[A-Za-z0-9]{6}$/, "") : rest.replace(kind, "");
}

function failure(code: string, message: string): LabResponse {
  return { ...json(400, { __type: code, Message: message, message }), headers: { "x-amzn-errortype": code } };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
