import { account, ACCOUNT, AUDIENCE, EXACT, KEY, OWN_CLAIMS, policy, SUBJECT, trusting } from "./support/aws";
import { allow, BUCKET, bucketPolicy, denied, ME, Objects, READ, S3, stack } from "./support/aws-services";
import { Case, itAnswersOne } from "./support/rows";

const READS = allow("s3:GetObject", `${BUCKET}/*`);
const written = (document: object | string): Objects => ({
  aws_iam_role_policy: {
    one: { name: "one", role: "loader", policy: typeof document === "string" ? document : JSON.stringify(document) },
  },
});
const managed = (document: string): Objects => ({
  aws_iam_policy: { yes: { name: "yes", policy: document } },
  aws_iam_role_policy_attachment: { yes: { role: "loader", policy_arn: "${aws_iam_policy.yes.arn}" } },
});
/** A statement of about a thousand characters. */
const LONG = allow("s3:PutObject", `arn:aws:s3:::other/${"x".repeat(940)}`);
const long = (statements: number) => policy(READS, ...Array.from({ length: statements }, () => LONG));

/**
 * Policies of permissions that IAM does not store, as a whole: what they would allow is not there. The other rows only look alike.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
const CASES: readonly Case<Objects>[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html: two versions
  ["a version that there is not", written({ Version: "2012-10-18", Statement: READS }), "authorization"],
  ["a version as a number", written({ Version: 2012, Statement: READS }), "authorization"],
  ["the older version", written({ Version: "2008-10-17", Statement: READS }), "allowed"],
  ["no version", written({ Statement: [READS] }), "allowed"],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html: A-Z, a-z, 0-9, and unique in a policy
  ["a sid twice", written(policy({ ...READS, Sid: "a" }, { ...LONG, Sid: "a" })), "authorization"],
  ["a sid in two letter cases", written(policy({ ...READS, Sid: "a" }, { ...LONG, Sid: "A" })), "allowed"],
  ["a sid with a space", written(policy({ ...READS, Sid: "Read reports" })), "authorization"],
  ["a sid with a dash", written(policy({ ...READS, Sid: "read-reports" })), "authorization"],
  ["empty sids", written(policy({ ...READS, Sid: "" }, { ...LONG, Sid: "" })), "allowed"],
  // The grammar: the elements of a policy and of a statement
  ["Conditions in place of Condition", written(policy({ ...READS, Conditions: {} })), "authorization"],
  ["Actions beside Action", written(policy({ ...READS, Actions: "s3:PutObject" })), "authorization"],
  ["a further element of the policy", written({ Version: "2012-10-17", Statement: READS, Name: "a" }), "authorization"],
  ["an Id", written({ Version: "2012-10-17", Id: "a", Statement: READS }), "allowed"],
  ["a Principal", written(policy({ ...READS, Principal: "*" })), "authorization"],
  ["Action and NotAction", written(policy({ ...READS, NotAction: "iam:*" })), "authorization"],
  ["no Resource in a statement beside", written(policy(READS, { Effect: "Allow", Action: "s3:*" })), "authorization"],
  ["an effect in small letters beside", written(policy(READS, { ...LONG, Effect: "allow" })), "authorization"],
  [
    "a resource that is no ARN beside",
    written(policy(READS, allow("s3:PutObject", "acme-reports/*"))),
    "authorization",
  ],
  ["an action without a service beside", written(policy(READS, allow("GetObject", "*"))), "authorization"],
  [
    "an operator that there is not beside",
    written(policy(READS, allow("s3:PutObject", "*", { Condition: { StringMatches: { "s3:prefix": "a" } } }))),
    "authorization",
  ],
  ["a comma too many", written(policy(READS).replace(/}$/, ",}")), "authorization"],
  ["two policies in a list", written(`[${policy(READS)}]`), "authorization"],
  ["white space around", written(`\n  ${policy(READS)}\n`), "allowed"],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 6,144 characters of a managed policy and 10,240 of all
  // inline policies of a role, white space left out; neither can be raised
  ["a managed policy of five thousand characters", managed(long(5)), "allowed"],
  ["a managed policy of seven thousand characters", managed(long(7)), "authorization"],
  [
    "a managed policy that is long by white space",
    managed(policy(READS).replaceAll(",", `,${" ".repeat(2000)}`)),
    "allowed",
  ],
  ["an inline policy of nine thousand characters", written(long(9)), "allowed"],
  ["an inline policy of eleven thousand characters", written(long(11)), "authorization"],
  [
    "two inline policies of six thousand characters each",
    {
      aws_iam_role_policy: {
        one: { name: "one", role: "loader", policy: long(6) },
        two: { name: "two", role: "loader", policy: long(6) },
      },
    },
    "authorization",
  ],
  // A Deny that is not stored denies nothing surely: which policy the role keeps is not known
  [
    "a Deny in a policy that is not stored",
    {
      ...S3,
      ...managed(JSON.stringify({ Version: "2012-10-18", Statement: denied("s3:*", "*") })),
    },
    "authorization not simulated",
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html: S3 refuses them alike, but takes any sid
  [
    "a bucket's policy of a version that there is not",
    {
      aws_s3_bucket: { reports: { bucket: "acme-reports" } },
      aws_s3_bucket_policy: {
        one: {
          bucket: "acme-reports",
          policy: JSON.stringify({ Version: "2012-10-18", Statement: { ...READS, Principal: ME } }),
        },
      },
    },
    "authorization",
  ],
  ["a bucket's policy with Conditions", bucketPolicy({ ...READS, Principal: ME, Conditions: {} }), "authorization"],
  [
    "a sid with a space in a bucket's policy",
    bucketPolicy({ ...READS, Principal: ME, Sid: "Read reports" }),
    "allowed",
  ],
];

describe("policies of permissions that AWS does not store", () => {
  itAnswersOne(CASES, { from: "corp:deploy/deployer", ...READ }, (resource) => stack({ resource }));
});

const EQUAL = { StringEquals: { [`${KEY}:sub`]: SUBJECT, [`${KEY}:aud`]: AUDIENCE } };
/** The same pages, for trust policies. */
const TRUSTS: readonly Case<string>[] = [
  ["a version that there is not", JSON.stringify({ Version: "2012-10-18", Statement: EXACT }), "exchange AccessDenied"],
  ["a sid twice", policy({ ...EXACT, Sid: "a" }, { ...EXACT, Sid: "a" }), "exchange AccessDenied"],
  ["a sid with a colon", policy({ ...EXACT, Sid: "corp:deploy" }), "exchange AccessDenied"],
  ["Conditions in place of Condition", policy(trusting(undefined, { Conditions: EQUAL })), "exchange AccessDenied"],
  ["a Resource", policy({ ...EXACT, Resource: "*" }), "exchange AccessDenied"],
  ["no Principal", policy({ Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity" }), "exchange AccessDenied"],
  ["a star as an action", policy({ ...EXACT, Action: "*" }), "exchange AccessDenied"],
  // hashicorp/terraform-provider-aws, internal/service/iam/policy_model.go: IAM refuses "*" alone in trust policies, and takes { AWS: "*" }
  ["everybody beside", policy(EXACT, { ...EXACT, Principal: "*" }), "exchange AccessDenied"],
  ["every AWS principal beside", policy(EXACT, { ...EXACT, Principal: { AWS: "*" } }), "allowed"],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  [
    "a principal by a star in its ARN",
    policy(EXACT, { ...EXACT, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } }),
    "exchange AccessDenied",
  ],
  ["a provider by a star", policy({ ...EXACT, Principal: { Federated: "*" } }), "exchange AccessDenied"],
  ["an empty list of principals", policy({ ...EXACT, Principal: { Federated: [] } }), "exchange AccessDenied"],
];

describe("trust policies that IAM does not store", () => {
  const exchange = { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/role` };

  itAnswersOne(TRUSTS, { claims: OWN_CLAIMS, exchange }, (trust) => account({ role: { assume_role_policy: trust } }));
});
