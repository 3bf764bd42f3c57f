/** A call of a service, as far as the service adds condition keys to it. */
interface ServiceCall {
  /** The service's prefix of actions, in lower case. */
  readonly service: string;
  /** The ARN of what the call is about. */
  readonly resource: string;
  /** The account of the resource. */
  readonly account: string;
  /** The account of the caller. */
  readonly caller: string;
}

type Key = readonly [string, readonly string[]];

/**
 * What services add to every call, as SDKs of AWS make it: signed by version 4 in the header. The region is that of the endpoint, which
 * resources with a region in their ARN are reached by.
 *
 * AWS IAM documentation: "AWS global condition context keys", aws:RequestedRegion and aws:ResourceAccount; Service Authorization
 * Reference: "Condition keys for Amazon S3", "Condition keys for AWS Key Management Service"; Amazon S3 API Reference: "Amazon S3
 * Signature Version 4 Authentication Specific Policy Keys".
 */
export function keysOfService({ service, resource, account, caller }: ServiceCall): readonly Key[] {
  const region = resource.split(":")[3] ?? "";
  return [
    ["aws:resourceaccount", [account]],
    ...(region ? [["aws:requestedregion", [region]] as const] : []),
    ...(service === "s3"
      ? ([
          ["s3:resourceaccount", [account]],
          ["s3:signatureversion", ["AWS4-HMAC-SHA256"]],
          ["s3:authtype", ["REST-HEADER"]],
        ] as const)
      : []),
    ...(service === "kms" ? [["kms:calleraccount", [caller]] as const] : []),
  ];
}

/**
 * Values of which a call surely has one: endpoints of AWS take no TLS before 1.2.
 *
 * AWS Security Blog: "TLS 1.2 to become the minimum TLS protocol level for all AWS API endpoints".
 */
export function valuesOfService(key: string): readonly string[] | undefined {
  return key === "s3:tlsversion" ? ["1.2", "1.3"] : undefined;
}

/** Services whose condition keys are known: which of them callers send, and which tell of the resource. */
const KNOWN: readonly string[] = ["kms", "s3", "secretsmanager", "sns", "sqs", "ssm", "sts"];

/** Keys that tell of a resource or of a connection, and not what a caller sends. Service Authorization Reference, the same pages. */
const NOT_SENT: readonly RegExp[] = [
  /^[a-z0-9-]+:(resource|bucket|accesspoint|existingobject)tag\//,
  /^s3:(signatureage|tlsversion|x-amz-content-sha256)$/,
  /^kms:(resourcealiases|keyorigin|keyspec|keyusage|customermasterkey(spec|usage)|multiregion(keytype)?)$/,
  // Callers name a secret by its ARN or by its name.
  /^secretsmanager:(resource\/.*|secretid|secretprimaryregion)$/,
];

/** Whether a call of a service surely has not a condition key that nothing tells: one of the service's that callers send. */
export function isAbsentOfService(service: string, key: string): boolean {
  return KNOWN.includes(service) && key.startsWith(`${service}:`) && !NOT_SENT.some((form) => form.test(key));
}
