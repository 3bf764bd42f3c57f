import { ACCOUNT, policy } from "./support/aws";
import {
  allow,
  BUCKET,
  bucketPolicy,
  denied,
  inline,
  ME,
  OBJECT,
  READ,
  ROLE_ARN,
  S3,
  stack,
} from "./support/aws-services";
import { Expected, inWords, verdicts } from "./support/ask";

/** IAM User Guide: "Policy evaluation logic", "Permissions boundaries", "IAM JSON policy reference"; S3, KMS and Secrets Manager guides. */
const CASES: readonly [words: string, parts: Parameters<typeof stack>[0], request: object, expected: Expected][] = [
  ["an inline policy", { resource: S3 }, READ, "allowed"],
  ["another action", { resource: S3 }, { ...READ, action: "s3:PutObject" }, "authorization"],
  ["an action in another letter case", { resource: inline(allow("S3:getobject", `${BUCKET}/*`)) }, READ, "allowed"],
  [
    "a resource in another letter case",
    { resource: inline(allow("s3:GetObject", `${BUCKET.toUpperCase()}/*`)) },
    READ,
    "authorization",
  ],
  ["the bucket is not its objects", { resource: inline(allow("s3:*", BUCKET)) }, READ, "authorization"],
  ["a question mark", { resource: inline(allow("s3:Get?bject", `${BUCKET}/2027/?.csv`)) }, READ, "allowed"],
  [
    "a star in the middle of the bucket's name",
    { resource: inline(allow("s3:GetObject", "arn:aws:s3:::acme-*/2027/*")) },
    READ,
    "allowed",
  ],
  ["NotAction", { resource: inline({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) }, READ, "allowed"],
  [
    "NotAction of the action",
    { resource: inline({ Effect: "Allow", NotAction: ["s3:Get*"], Resource: "*" }) },
    READ,
    "authorization",
  ],
  [
    "NotResource",
    { resource: inline({ Effect: "Allow", Action: "s3:GetObject", NotResource: `${BUCKET}/2026/*` }) },
    READ,
    "allowed",
  ],
  [
    "NotResource of the resource",
    { resource: inline({ Effect: "Allow", Action: "s3:GetObject", NotResource: `${BUCKET}/*` }) },
    READ,
    "authorization",
  ],
  [
    "a Deny by NotResource",
    { resource: inline(allow("s3:*", "*"), { Effect: "Deny", Action: "s3:*", NotResource: `${BUCKET}/2026/*` }) },
    READ,
    "authorization",
  ],
  [
    "a Deny by NotAction",
    { resource: inline(allow("s3:*", "*"), { Effect: "Deny", NotAction: "s3:GetObject", Resource: "*" }) },
    READ,
    "allowed",
  ],
  ["an explicit Deny", { resource: inline(allow("s3:*", "*"), denied("s3:GetObject", OBJECT)) }, READ, "authorization"],
  [
    "a Deny in a policy beside",
    {
      resource: {
        ...S3,
        aws_iam_policy: { no: { name: "no", policy: policy(denied("*", "*")) } },
        aws_iam_role_policy_attachment: { no: { role: "loader", policy_arn: "${aws_iam_policy.no.arn}" } },
      },
    },
    READ,
    "authorization",
  ],
  [
    "an attached policy",
    {
      resource: {
        aws_iam_policy: { yes: { name: "yes", policy: policy(allow("s3:GetObject", "*")) } },
        aws_iam_role_policy_attachment: {
          yes: { role: "${aws_iam_role.loader.name}", policy_arn: "${aws_iam_policy.yes.arn}" },
        },
      },
    },
    READ,
    "allowed",
  ],
  [
    "a policy of AWS's own",
    {
      resource: {
        aws_iam_role_policy_attachment: {
          yes: { role: "loader", policy_arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
        },
      },
    },
    READ,
    "allowed",
  ],
  [
    "a policy of AWS's own, a write",
    {
      resource: {
        aws_iam_role_policy_attachment: {
          yes: { role: "loader", policy_arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
        },
      },
    },
    { ...READ, action: "s3:PutObject" },
    "authorization",
  ],
  [
    "AdministratorAccess",
    {
      resource: {
        aws_iam_role_policy_attachment: {
          yes: { role: "loader", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        },
      },
    },
    { action: "iam:CreateUser", resource: `arn:aws:iam::${ACCOUNT}:user/a` },
    "allowed",
  ],
  [
    "a policy in the role's managed_policy_arns",
    { role: { managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"] } },
    READ,
    "allowed",
  ],
  [
    "a policy in the role's inline_policy",
    { role: { inline_policy: [{ name: "a", policy: policy(allow("s3:GetObject", "*")) }] } },
    READ,
    "allowed",
  ],
  [
    "a boundary that has the action",
    {
      role: { permissions_boundary: "${aws_iam_policy.edge.arn}" },
      resource: { ...S3, aws_iam_policy: { edge: { name: "edge", policy: policy(allow("s3:*", "*")) } } },
    },
    READ,
    "allowed",
  ],
  [
    "a boundary without the action",
    {
      role: { permissions_boundary: "${aws_iam_policy.edge.arn}" },
      resource: { ...S3, aws_iam_policy: { edge: { name: "edge", policy: policy(allow("ec2:*", "*")) } } },
    },
    READ,
    "authorization",
  ],
  [
    "a boundary alone grants nothing",
    { role: { permissions_boundary: "arn:aws:iam::aws:policy/AdministratorAccess" } },
    READ,
    "authorization",
  ],
  // Conditions
  [
    "a prefix of a list",
    { resource: inline(allow("s3:ListBucket", BUCKET, { Condition: { StringLike: { "s3:prefix": "2027/*" } } })) },
    { action: "s3:ListBucket", resource: BUCKET, keys: { "s3:prefix": "2027/a" } },
    "allowed",
  ],
  [
    "a list without the prefix",
    { resource: inline(allow("s3:ListBucket", BUCKET, { Condition: { StringLike: { "s3:prefix": "2027/*" } } })) },
    { action: "s3:ListBucket", resource: BUCKET },
    "authorization",
  ],
  [
    "encryption in transit",
    { resource: inline(allow("s3:GetObject", "*", { Condition: { Bool: { "aws:SecureTransport": "true" } } })) },
    READ,
    "allowed",
  ],
  [
    "a Deny without encryption in transit",
    {
      resource: inline(
        allow("s3:GetObject", "*"),
        denied("*", "*", { Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      ),
    },
    READ,
    "allowed",
  ],
  [
    "the caller's ARN",
    { resource: inline(allow("s3:GetObject", "*", { Condition: { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } } })) },
    READ,
    "allowed",
  ],
  [
    "the caller's ARN with a star",
    {
      resource: inline(
        allow("s3:GetObject", "*", { Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/load*` } } }),
      ),
    },
    READ,
    "allowed",
  ],
  [
    "the caller's account",
    {
      resource: inline(
        allow("s3:GetObject", "*", { Condition: { StringNotEquals: { "aws:PrincipalAccount": ACCOUNT } } }),
      ),
    },
    READ,
    "authorization",
  ],
  [
    "a tag of the role",
    {
      role: { tags: { team: "reports" } },
      resource: inline(
        allow("s3:GetObject", "*", { Condition: { StringEquals: { "aws:PrincipalTag/team": "reports" } } }),
      ),
    },
    READ,
    "allowed",
  ],
  [
    "another tag of the role",
    {
      role: { tags: { team: "other" } },
      resource: inline(
        allow("s3:GetObject", "*", { Condition: { StringEquals: { "aws:PrincipalTag/team": "reports" } } }),
      ),
    },
    READ,
    "authorization",
  ],
  [
    "a tag in the resource",
    {
      role: { tags: { year: "2027" } },
      resource: inline(allow("s3:GetObject", `${BUCKET}/$\${aws:PrincipalTag/year}/*`)),
    },
    READ,
    "allowed",
  ],
  [
    "a tag in the resource that the role lacks",
    { resource: inline(allow("s3:GetObject", `${BUCKET}/$\${aws:PrincipalTag/year}/*`)) },
    READ,
    "authorization",
  ],
  // Policies of resources in the account
  [
    "the bucket's policy alone, same account",
    { resource: bucketPolicy({ Effect: "Allow", Principal: ME, Action: "s3:GetObject", Resource: `${BUCKET}/*` }) },
    READ,
    "allowed",
  ],
  [
    "the bucket's policy for the account alone",
    {
      resource: bucketPolicy({
        Effect: "Allow",
        Principal: { AWS: ACCOUNT },
        Action: "s3:GetObject",
        Resource: `${BUCKET}/*`,
      }),
    },
    READ,
    "authorization",
  ],
  [
    "the bucket's policy for everybody",
    { resource: bucketPolicy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${BUCKET}/*` }) },
    READ,
    "allowed",
  ],
  [
    "a Deny of the bucket",
    {
      resource: { ...S3, ...bucketPolicy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `${BUCKET}/*` }) },
    },
    READ,
    "authorization",
  ],
  [
    "a Deny of the bucket for all but the role",
    {
      resource: {
        ...S3,
        ...bucketPolicy({
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `${BUCKET}/*`,
          Condition: { ArnNotEquals: { "aws:PrincipalArn": ROLE_ARN } },
        }),
      },
    },
    READ,
    "allowed",
  ],
  [
    "a Deny of the bucket for all but another role",
    {
      resource: {
        ...S3,
        ...bucketPolicy({
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `${BUCKET}/*`,
          Condition: { ArnNotEquals: { "aws:PrincipalArn": `${ROLE_ARN}2` } },
        }),
      },
    },
    READ,
    "authorization",
  ],
  [
    "a Deny of the bucket for the role's session",
    {
      resource: {
        ...S3,
        ...bucketPolicy({
          Effect: "Deny",
          Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/loader/deploy.deployer` },
          Action: "s3:*",
          Resource: `${BUCKET}/*`,
        }),
      },
    },
    READ,
    "authorization",
  ],
  [
    "a grant of the bucket to the role's session",
    {
      resource: bucketPolicy({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/loader/deploy.deployer` },
        Action: "s3:GetObject",
        Resource: `${BUCKET}/*`,
      }),
    },
    READ,
    "allowed",
  ],
  // KMS: the key's policy decides; the account as its principal lets IAM policies decide
  [
    "a key that leaves it to IAM",
    {
      resource: {
        ...inline(allow("kms:Decrypt", "*")),
        aws_kms_key: {
          key: {
            policy: policy({
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
              Action: "kms:*",
              Resource: "*",
            }),
          },
        },
      },
    },
    { action: "kms:Decrypt", resource: "KEY" },
    "allowed",
  ],
  [
    "a key that names another alone",
    {
      resource: {
        ...inline(allow("kms:Decrypt", "*")),
        aws_kms_key: {
          key: {
            policy: policy({ Effect: "Allow", Principal: { AWS: `${ROLE_ARN}2` }, Action: "kms:*", Resource: "*" }),
          },
        },
      },
    },
    { action: "kms:Decrypt", resource: "KEY" },
    "authorization",
  ],
  [
    "a key that names the role",
    {
      resource: {
        aws_kms_key: {
          key: { policy: policy({ Effect: "Allow", Principal: ME, Action: "kms:Decrypt", Resource: "*" }) },
        },
      },
    },
    { action: "kms:Decrypt", resource: "KEY" },
    "allowed",
  ],
  [
    "a key without a policy leaves it to IAM",
    { resource: { ...inline(allow("kms:Decrypt", "*")), aws_kms_key: { key: { description: "a" } } } },
    { action: "kms:Decrypt", resource: "KEY" },
    "allowed",
  ],
  // A boundary limits what a resource's policy gives to the role, and not what it gives to the session
  [
    "a boundary and the bucket's grant to the role",
    {
      role: { permissions_boundary: "${aws_iam_policy.edge.arn}" },
      resource: {
        aws_iam_policy: { edge: { name: "edge", policy: policy(allow("ec2:*", "*")) } },
        ...bucketPolicy({ Effect: "Allow", Principal: ME, Action: "s3:GetObject", Resource: `${BUCKET}/*` }),
      },
    },
    READ,
    "authorization",
  ],
  [
    "a boundary and the bucket's grant to the session",
    {
      role: { permissions_boundary: "${aws_iam_policy.edge.arn}" },
      resource: {
        aws_iam_policy: { edge: { name: "edge", policy: policy(allow("ec2:*", "*")) } },
        ...bucketPolicy({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/loader/deploy.deployer` },
          Action: "s3:GetObject",
          Resource: `${BUCKET}/*`,
        }),
      },
    },
    READ,
    "allowed",
  ],
  [
    "a boundary's Deny and the bucket's grant to the session",
    {
      role: { permissions_boundary: "${aws_iam_policy.edge.arn}" },
      resource: {
        aws_iam_policy: { edge: { name: "edge", policy: policy(denied("s3:*", "*")) } },
        ...bucketPolicy({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/loader/deploy.deployer` },
          Action: "s3:GetObject",
          Resource: `${BUCKET}/*`,
        }),
      },
    },
    READ,
    "authorization",
  ],
  [
    "a secret's policy, same account",
    {
      resource: {
        aws_secretsmanager_secret_policy: {
          one: {
            secret_arn: `arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:db-AbCdEf`,
            policy: policy({ Effect: "Allow", Principal: ME, Action: "secretsmanager:GetSecretValue", Resource: "*" }),
          },
        },
      },
    },
    {
      action: "secretsmanager:GetSecretValue",
      resource: `arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:db-AbCdEf`,
    },
    "allowed",
  ],
  [
    "a secret's ARN without its suffix",
    {
      resource: inline(allow("secretsmanager:GetSecretValue", `arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:db`)),
    },
    {
      action: "secretsmanager:GetSecretValue",
      resource: `arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:db-AbCdEf`,
    },
    "authorization",
  ],
  [
    "a secret's ARN with six question marks",
    {
      resource: inline(
        allow("secretsmanager:GetSecretValue", `arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:db-??????`),
      ),
    },
    {
      action: "secretsmanager:GetSecretValue",
      resource: `arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:db-AbCdEf`,
    },
    "allowed",
  ],
];

/** Another account's bucket: IAM User Guide, "Cross-account policy evaluation logic": both sides have to allow. */
const ELSEWHERE = (...statements: object[]) => ({
  provider: { aws: [{ allowed_account_ids: ["444455556666"], region: "us-west-2" }] },
  resource: bucketPolicy(...statements),
});
const GRANT = { Effect: "Allow", Principal: ME, Action: "s3:GetObject", Resource: `${BUCKET}/*` };
const ACROSS: readonly [
  words: string,
  parts: Parameters<typeof stack>[0],
  bucket: readonly object[],
  expected: Expected,
][] = [
  ["both sides", { resource: S3 }, [GRANT], "allowed"],
  [
    "the role's account as the principal, and IAM",
    { resource: S3 },
    [{ ...GRANT, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
    "allowed",
  ],
  ["the bucket's side alone", {}, [GRANT], "authorization"],
  ["the role's side alone", { resource: S3 }, [{ ...GRANT, Principal: { AWS: `${ROLE_ARN}2` } }], "authorization"],
  ["everybody on the bucket's side alone", {}, [{ ...GRANT, Principal: "*" }], "authorization"],
  ["a Deny of the bucket", { resource: S3 }, [GRANT, { ...GRANT, Effect: "Deny" }], "authorization"],
];

describe("a bucket of another account", () => {
  it.each(ACROSS.map(([words, parts, bucket, expected]) => [words, expected, parts, bucket] as const))(
    "%s: %s",
    async (_words, expected, parts, bucket) => {
      const [verdict] = await verdicts(
        [stack(parts), ELSEWHERE(...bucket)],
        [{ from: "corp:deploy/deployer", ...READ }],
      );
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});

describe("policies of AWS's services", () => {
  it.each(CASES.map(([words, parts, request, expected]) => [words, expected, parts, request] as const))(
    "%s: %s",
    async (_words, expected, parts, request) => {
      const key = `arn:aws:kms:us-west-2:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
      const named = JSON.parse(JSON.stringify(request).replace("KEY", key)) as object;
      const keyed = JSON.parse(
        JSON.stringify(parts).replace(
          '"aws_kms_key":{"key":{',
          `"aws_kms_key":{"key":{"arn":"${key}","key_id":"1234abcd-12ab-34cd-56ef-1234567890ab",`,
        ),
      ) as typeof parts;
      const [verdict] = await verdicts(stack(keyed), [{ from: "corp:deploy/deployer", ...named }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
