import { SERVICE_ACTIONS } from "../../vendor/aws/service-actions";
import { ServiceEdge } from "../services/service-edge";
import { distinctProbes, nextNames, ProbeKind, ServiceProbe } from "../services/service-request";
import { declaredStatement } from "./declared-statement";
import { listed } from "./listed";
import { AwsWorld } from "./read";
import { managedPolicy } from "./permissions";
import { Statement } from "./statement";
import { wildcard } from "../wildcard";

/** Actions of services: those that accesses grant, and what must not come with them. */
const ACTIONS: readonly string[] = [
  ...["s3:ListAllMyBuckets", "s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:PutBucketPolicy"],
  ...[
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
    "s3:GetObjectVersion",
    "s3:PutObjectAcl",
    "s3:DeleteBucket",
  ],
  ...["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue"],
  ...["secretsmanager:DeleteSecret", "secretsmanager:ListSecrets", "secretsmanager:PutResourcePolicy"],
  ...["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:PutParameter", "ssm:DeleteParameter"],
  ...["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
  ...["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Sign"],
  ...[
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
  ],
  ...["sqs:GetQueueUrl", "sqs:PurgeQueue", "sqs:SetQueueAttributes", "sns:Publish", "sns:Subscribe", "sns:DeleteTopic"],
];
/** Actions that no ARN goes with. */
const OF_NO_RESOURCE = ["s3:ListAllMyBuckets", "secretsmanager:ListSecrets"];
/** Actions on a bucket itself, not on its objects. */
const OF_BUCKETS = ["s3:ListBucket", "s3:PutBucketPolicy", "s3:DeleteBucket"];

/** What an edge is tried by: each of its accesses, what else policies grant to its role, and what is next to them. */
export function serviceProbes(aws: AwsWorld, { service, declaration }: ServiceEdge): readonly ServiceProbe[] {
  const declared: Statement[] = service.grants.flatMap((grant) => {
    if (grant.role === undefined) return [declaredStatement(grant)];
    return managedPolicy(grant.role.split("/").at(-1) ?? "").document?.statements ?? [];
  });
  const role = aws.roleOf(declaration.principal);
  const identity = role ? aws.permissionsOf(role).policies : [];
  const given = [...identity, ...aws.resourcePolicies.every.values()].flatMap(
    ({ document }) => document?.statements ?? [],
  );
  const granted = given.filter(({ Effect }) => Effect === "Allow");
  const home = homeOf(declaration.principal);
  const next = declared.flatMap((statement) => [
    ...listed(statement.Resource).flatMap((resource) =>
      nextTo(resource).flatMap((other) => ofStatement("next-resource", { ...statement, Resource: other }, home)),
    ),
    ...prefixes(statement).flatMap((prefix) => ofPrefix(statement, prefix)),
    ...listed(statement.Resource).flatMap((resource) => everyAction("next-verb", resource, home)),
  ]);
  const own = [...declared, ...granted].flatMap((statement) => ofStatement("own", statement, home));
  return distinctProbes([...own, ...next]);
}

/** Where the resources are by which a statement on everything is tried. */
interface Home {
  readonly partition: string;
  readonly account: string;
}

/** The account of a role: in another one, policies of resources decide too. */
function homeOf(principal: string): Home {
  const [, partition = "aws", , , account = "000000000000"] = principal.split(":");
  return { partition, account };
}

/** A request for each action of a statement on each of its resources. */
function ofStatement(
  kind: ProbeKind,
  { Action, NotAction, Resource, Condition }: Statement,
  home: Home,
): ServiceProbe[] {
  const wanted = listed(Action);
  const actions = NotAction === undefined ? wanted.flatMap(spelledOut) : ACTIONS;
  const keys = listingKeys(Condition);
  return listed(Resource ?? "*").flatMap((resource) =>
    actions.flatMap((action) => probe(kind, action, resource, home, keys)),
  );
}

function everyAction(kind: ProbeKind, resource: string, home: Home): ServiceProbe[] {
  return resource === "*" ? [] : ACTIONS.flatMap((action) => probe(kind, action, resource, home));
}

function probe(
  kind: ProbeKind,
  action: string,
  pattern: string,
  home: Home,
  keys?: ServiceProbe["request"]["keys"],
): ServiceProbe[] {
  if (OF_NO_RESOURCE.includes(action)) return [{ kind, request: { action, resource: "*" } }];
  const resource = instance(pattern, action, home);
  if (resource === undefined) return [];
  const isListing = action === "s3:ListBucket" || !ACTIONS.includes(action);
  return [{ kind, request: { action, resource, ...(keys && isListing ? { keys } : {}) } }];
}

/** An ARN that a pattern matches, of the kind that an action is about; undefined where it is of another service. */
function instance(pattern: string, action: string, home: Home): string | undefined {
  const [service] = action.split(":");
  const named = pattern === "*" ? sampleOf(action, home) : pattern;
  // Statements may name what another service has, as sts:AssumeRole does with roles of IAM.
  if (named.split(":")[2] !== service && ACTIONS.includes(action)) return undefined;
  const filled = named.replace(/\*$/, "lab-object").replace(/\*/g, "lab").replace(/\?/g, "x");
  if (service !== "s3") return filled;
  // An action that is not known here may be of buckets or of objects.
  if (!ACTIONS.includes(action)) return filled;
  const isObject = filled.includes("/");
  if (OF_BUCKETS.includes(action)) return isObject ? undefined : filled;
  return isObject ? filled : undefined;
}

/** What a statement on everything reaches: a resource of the action's service, a bucket where the action is on one. */
function sampleOf(action: string, { partition, account }: Home): string {
  const [service] = action.split(":");
  const sample = OF_BUCKETS.includes(action) ? "::lab-bucket" : (SAMPLES[service] ?? "{region}:{account}:lab-resource");
  return `arn:${partition}:${service}:${sample.replace("{region}", "us-east-1").replace("{account}", account)}`;
}

const SAMPLES: Readonly<Record<string, string>> = {
  s3: "::lab-bucket/lab-object",
  secretsmanager: "{region}:{account}:secret:lab-secret-AbCdEf",
  ssm: "{region}:{account}:parameter/lab-parameter",
  kms: "{region}:{account}:key/00000000-0000-0000-0000-000000000000",
  sqs: "{region}:{account}:lab-queue",
  sns: "{region}:{account}:lab-topic",
};

/**
 * The actions that a pattern names: those of a service whose actions are all known, or else those that are known and one that AWS
 * does not have, which a policy for the known ones alone does not permit.
 */
function spelledOut(written: string): readonly string[] {
  // IAM ignores the letter case of actions; ARNs have services in lower case.
  const pattern = written.replace(/^[^:]*:/, (service) => service.toLowerCase());
  if (!/[*?]/.test(pattern)) return [pattern];
  const names = wildcard(pattern, "i");
  const known = ACTIONS.filter((action) => names.test(action));
  const [service, name] = pattern.split(":");
  if (name === undefined || /[*?]/.test(service)) return known;
  const own = SERVICE_ACTIONS.get(service)?.map((one) => `${service}:${one}`);
  const further = own?.filter((action) => names.test(action)) ?? [pattern.replace(/\*/g, "Lab").replace(/\?/g, "x")];
  return [...new Set([...known, ...further])];
}

/** What a statement wants of a listing: the first prefix that its condition takes. */
function listingKeys(condition: unknown): ServiceProbe["request"]["keys"] {
  const [prefix] = prefixesOf(condition);
  return prefix === undefined ? undefined : { "s3:prefix": [prefix.replace(/\*$/, "")] };
}

function prefixesOf(condition: unknown): readonly string[] {
  const lines = Object.values((condition ?? {}) as Record<string, Record<string, unknown>>);
  return lines.flatMap((keys) => listed(keys["s3:prefix"]));
}

/** The beginnings of keys that a statement is limited to. */
function prefixes({ Resource, Condition }: Statement): readonly string[] {
  const ofKeys = listed(Resource).flatMap((one) => /^arn:[^:]+:s3:::[^/]+\/(.+)\*$/.exec(one)?.[1] ?? []);
  return [...ofKeys, ...prefixesOf(Condition).map((one) => one.replace(/\*$/, ""))];
}

/** Requests for names that begin otherwise. */
function ofPrefix({ Action, Resource }: Statement, prefix: string): ServiceProbe[] {
  const others = ["", `${prefix.replace(/\/$/, "")}-next/`];
  return listed(Resource).flatMap((resource) =>
    listed(Action)
      .flatMap(spelledOut)
      .flatMap((action) =>
        others.flatMap((other): ServiceProbe[] => {
          const [bucket] = /^arn:[^:]+:s3:::[^/]+/.exec(resource) ?? [];
          if (bucket === undefined) return [];
          const kind = "next-prefix";
          if (action === "s3:ListBucket") {
            return [{ kind, request: { action, resource: bucket, ...(other && { keys: { "s3:prefix": [other] } }) } }];
          }
          if (OF_BUCKETS.includes(action)) return [];
          return [{ kind, request: { action, resource: `${bucket}/${other}lab-object` } }];
        }),
      ),
  );
}

/** ARNs of resources whose names begin or end like one. */
function nextTo(arn: string): readonly string[] {
  const s3 = /^(arn:[^:]+:s3:::)([^/]+)(.*)$/.exec(arn);
  const [, before, name, after] = s3 ?? /^(arn:.*[:/])([^:/]+?)((?:-\?{6})?)$/.exec(arn) ?? [];
  return name === undefined || name === "*" ? [] : nextNames(name).map((next) => `${before}${next}${after}`);
}
