import { ACCOUNT, policy } from "./support/aws";
import { allow, BUCKET, bucketPolicy, denied, inline, ME, Objects, READ, S3, stack } from "./support/aws-services";
import { itAnswers, Row } from "./support/rows";

const KEY_ARN = `arn:aws:kms:us-west-2:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const SECRET_ARN = `arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:db-AbCdEf`;
const QUEUE_ARN = `arn:aws:sqs:us-west-2:${ACCOUNT}:jobs`;
const DECRYPT = { action: "kms:Decrypt", resource: KEY_ARN };
const SECRET = { action: "secretsmanager:GetSecretValue", resource: SECRET_ARN };
const SEND = { action: "sqs:SendMessage", resource: QUEUE_ARN };
const OTHER = "444455556666";

const reads = (Condition: object) => inline(allow("s3:GetObject", `${BUCKET}/*`, { Condition }));
const deniedBy = (...conditions: object[]): Objects => ({
  ...S3,
  ...bucketPolicy(
    ...conditions.map((Condition) => denied("s3:*", [BUCKET, `${BUCKET}/*`], { Principal: "*", Condition })),
  ),
});
const key = (...statements: object[]): Objects => ({
  aws_kms_key: { key: { arn: KEY_ARN, key_id: KEY_ARN.split("/")[1], policy: policy(...statements) } },
});
const ofKey = (Condition: object, Principal: object | string = { AWS: "*" }) =>
  key({ Effect: "Allow", Principal, Action: "kms:*", Resource: "*", Condition });
const DEFAULT_KEY = key({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
});
const decrypts = (Condition: object, effect: "Allow" | "Deny" = "Allow"): Objects => ({
  ...DEFAULT_KEY,
  ...(effect === "Allow"
    ? inline(allow("kms:Decrypt", "*", { Condition }))
    : inline(allow("kms:Decrypt", "*"), denied("kms:Decrypt", "*", { Condition }))),
});
const secrets = (Condition: object, effect: "Allow" | "Deny" = "Allow") =>
  effect === "Allow"
    ? inline(allow("secretsmanager:GetSecretValue", "*", { Condition }))
    : inline(allow("secretsmanager:GetSecretValue", "*"), denied("secretsmanager:*", "*", { Condition }));
const sends = (Condition: object, effect: "Allow" | "Deny" = "Allow") =>
  effect === "Allow"
    ? inline(allow("sqs:SendMessage", "*", { Condition }))
    : inline(allow("sqs:SendMessage", "*"), denied("sqs:*", "*", { Condition }));

/** What policies compare that services say of a request: of the caller, of how it comes, or of the resource. */
const CASES: readonly Row<Objects>[] = [
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
  // s3:ResourceAccount is the account of the bucket's owner, in every request
  ["the bucket's account", reads({ StringEquals: { "s3:ResourceAccount": ACCOUNT } }), READ, "allowed"],
  ["another account's buckets", reads({ StringEquals: { "s3:ResourceAccount": OTHER } }), READ, "authorization"],
  [
    "a Deny of other accounts' buckets",
    inline(
      allow("s3:GetObject", "*"),
      denied("s3:*", "*", { Condition: { StringNotEquals: { "s3:ResourceAccount": ACCOUNT } } }),
    ),
    READ,
    "allowed",
  ],
  [
    "a Deny of the account's buckets",
    inline(
      allow("s3:GetObject", "*"),
      denied("s3:*", "*", { Condition: { StringEquals: { "s3:ResourceAccount": ACCOUNT } } }),
    ),
    READ,
    "authorization",
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html: how SDKs sign
  [
    "a Deny of all but signature version 4",
    deniedBy({ StringNotEquals: { "s3:signatureversion": "AWS4-HMAC-SHA256" } }),
    READ,
    "allowed",
  ],
  [
    "a Deny of signature version 4",
    deniedBy({ StringEquals: { "s3:signatureversion": "AWS4-HMAC-SHA256" } }),
    READ,
    "authorization",
  ],
  ["a Deny of all but the header", deniedBy({ StringNotEquals: { "s3:authType": "REST-HEADER" } }), READ, "allowed"],
  [
    "a Deny of all but a presigned address",
    deniedBy({ StringNotEquals: { "s3:authType": "REST-QUERY-STRING" } }),
    READ,
    "authorization",
  ],
  [
    "a Deny of all but a presigned address, which the request tells",
    deniedBy({ StringNotEquals: { "s3:authType": "REST-QUERY-STRING" } }),
    { ...READ, keys: { "s3:authType": "REST-QUERY-STRING" } },
    "allowed",
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html, "Restrict access based on the TLS version":
  // clients of AWS have 1.2 at least (https://aws.amazon.com/blogs/security/tls-1-2-required-for-aws-endpoints/)
  ["a Deny of TLS before 1.2", deniedBy({ NumericLessThan: { "s3:TlsVersion": "1.2" } }), READ, "allowed"],
  [
    "a Deny of TLS before 1.3, which is not known",
    deniedBy({ NumericLessThan: { "s3:TlsVersion": "1.3" } }),
    READ,
    "authorization not simulated",
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html: tags of the object, which no configuration tells
  [
    "a Deny of objects with a tag",
    deniedBy({ StringEquals: { "s3:ExistingObjectTag/classification": "secret" } }),
    READ,
    "authorization not simulated",
  ],
  [
    "a Deny of objects with a tag, which the request tells",
    deniedBy({ StringEquals: { "s3:ExistingObjectTag/classification": "secret" } }),
    { ...READ, keys: { "s3:ExistingObjectTag/classification": "public" } },
    "allowed",
  ],
  [
    "objects with a tag",
    reads({ StringEquals: { "s3:ExistingObjectTag/classification": "public" } }),
    READ,
    "authorization not simulated",
  ],
  // The service's list of keys: what the caller does not send is not there
  [
    "a Deny of another storage class",
    inline(
      allow("s3:PutObject", "*"),
      denied("s3:PutObject", "*", { Condition: { StringEquals: { "s3:x-amz-storage-class": "GLACIER" } } }),
    ),
    { ...READ, action: "s3:PutObject" },
    "allowed",
  ],
  [
    "a Deny without encryption by a key",
    inline(
      allow("s3:PutObject", "*"),
      denied("s3:PutObject", "*", { Condition: { Null: { "s3:x-amz-server-side-encryption": "true" } } }),
    ),
    { ...READ, action: "s3:PutObject" },
    "authorization",
  ],
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
  // kms:CallerAccount is the caller's account; kms:ViaService is there for requests of services alone
  [
    "everybody of the account",
    { ...ofKey({ StringEquals: { "kms:CallerAccount": ACCOUNT } }), ...inline(allow("kms:Decrypt", "*")) },
    DECRYPT,
    "allowed",
  ],
  [
    "everybody of another account",
    { ...ofKey({ StringEquals: { "kms:CallerAccount": OTHER } }), ...inline(allow("kms:Decrypt", "*")) },
    DECRYPT,
    "authorization",
  ],
  [
    "the account by a service alone",
    {
      ...ofKey({
        StringEquals: {
          "kms:CallerAccount": ACCOUNT,
          "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com",
        },
      }),
      ...inline(allow("kms:Decrypt", "*")),
    },
    DECRYPT,
    "authorization",
  ],
  [
    "the account by a service, for the service",
    {
      ...ofKey({
        StringEquals: {
          "kms:CallerAccount": ACCOUNT,
          "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com",
        },
      }),
      ...inline(allow("kms:Decrypt", "*")),
    },
    { ...DECRYPT, keys: { "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com" } },
    "allowed",
  ],
  [
    "a Deny of the caller's account",
    decrypts({ StringEquals: { "kms:CallerAccount": ACCOUNT } }, "Deny"),
    DECRYPT,
    "authorization",
  ],
  [
    "a Deny of direct requests",
    decrypts({ StringNotEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } }, "Deny"),
    DECRYPT,
    "authorization",
  ],
  [
    "an encryption context that is not sent",
    decrypts({ StringEquals: { "kms:EncryptionContext:app": "reports" } }),
    DECRYPT,
    "authorization",
  ],
  [
    "an encryption context that is sent",
    decrypts({ StringEquals: { "kms:EncryptionContext:app": "reports" } }),
    { ...DECRYPT, keys: { "kms:EncryptionContext:app": "reports" } },
    "allowed",
  ],
  [
    "a Deny of keys with an alias, which is not known",
    decrypts({ "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/private-*" } }, "Deny"),
    DECRYPT,
    "authorization not simulated",
  ],
  [
    "a Deny of keys of a kind, which is not known",
    decrypts({ StringEquals: { "kms:KeyOrigin": "EXTERNAL" } }, "Deny"),
    DECRYPT,
    "authorization not simulated",
  ],
  [
    "a Deny of keys with a tag, which is not known",
    decrypts({ StringEquals: { "aws:ResourceTag/classification": "secret" } }, "Deny"),
    DECRYPT,
    "authorization not simulated",
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html#awssecretsmanager-policy-keys
  [
    "a Deny of secrets with a tag",
    secrets({ StringEquals: { "secretsmanager:ResourceTag/classification": "secret" } }, "Deny"),
    SECRET,
    "authorization not simulated",
  ],
  [
    "a Deny of secrets with a tag, which the request tells",
    secrets({ StringEquals: { "secretsmanager:ResourceTag/classification": "secret" } }, "Deny"),
    { ...SECRET, keys: { "secretsmanager:ResourceTag/classification": "public" } },
    "allowed",
  ],
  [
    "the current version, which is not asked for",
    secrets({ StringEquals: { "secretsmanager:VersionStage": "AWSCURRENT" } }),
    SECRET,
    "authorization",
  ],
  [
    "the current version, which is asked for",
    secrets({ "ForAnyValue:StringEquals": { "secretsmanager:VersionStage": "AWSCURRENT" } }),
    { ...SECRET, keys: { "secretsmanager:VersionStage": "AWSCURRENT" } },
    "allowed",
  ],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
  // The region whose endpoint is called: that of the ARN, where it has one
  ["the request's region", sends({ StringEquals: { "aws:RequestedRegion": "us-west-2" } }), SEND, "allowed"],
  ["another region", sends({ StringEquals: { "aws:RequestedRegion": ["eu-west-1"] } }), SEND, "authorization"],
  [
    "a Deny of other regions",
    sends({ StringNotEquals: { "aws:RequestedRegion": ["us-west-2", "eu-west-1"] } }, "Deny"),
    SEND,
    "allowed",
  ],
  [
    "a Deny of all regions but one",
    sends({ StringNotLike: { "aws:RequestedRegion": "eu-*" } }, "Deny"),
    SEND,
    "authorization",
  ],
  [
    "a region of a bucket, which is not known",
    inline(
      allow("s3:GetObject", "*"),
      denied("*", "*", { Condition: { StringNotEquals: { "aws:RequestedRegion": "us-west-2" } } }),
    ),
    READ,
    "authorization not simulated",
  ],
  // The same page: keys that no configuration tells
  [
    "a Deny outside of an organization",
    deniedBy({ StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }),
    READ,
    "authorization not simulated",
  ],
  [
    "a Deny outside of an organization, which the request tells",
    deniedBy({ StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }),
    { ...READ, keys: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    "allowed",
  ],
  [
    "a Deny outside of a network",
    deniedBy({ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
    READ,
    "authorization not simulated",
  ],
  [
    "a Deny outside of an organization's buckets",
    inline(
      allow("s3:GetObject", "*"),
      denied("*", "*", { Condition: { StringNotEquals: { "aws:ResourceOrgID": "$${aws:PrincipalOrgID}" } } }),
    ),
    READ,
    "authorization not simulated",
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html: the data perimeter with its exceptions
  [
    "a Deny of other accounts, but for services",
    deniedBy({
      StringNotEqualsIfExists: { "aws:PrincipalAccount": ACCOUNT },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    }),
    READ,
    "allowed",
  ],
  [
    "a grant of the bucket to an account's sessions by TLS",
    bucketPolicy({
      Effect: "Allow",
      Principal: ME,
      Action: "s3:GetObject",
      Resource: `${BUCKET}/*`,
      Condition: { Bool: { "aws:SecureTransport": "true" }, NumericGreaterThanEquals: { "s3:TlsVersion": 1.2 } },
    }),
    READ,
    "allowed",
  ],
];

describe("condition keys of AWS's services", () => {
  itAnswers(CASES, { from: "corp:deploy/deployer" }, (resource) => stack({ resource }));
});
