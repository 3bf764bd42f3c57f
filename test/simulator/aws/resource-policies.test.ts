import { AWS, ACCOUNT } from "../support/aws";
import { read } from "../support/stack";

/** Whose policies are read: by each attribute of the provider that can name the resource. Terraform registry: each type's page. */
const DENY = JSON.stringify({ Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] });
const made = {
  aws_sqs_queue: { named: { name: "jobs.fifo" }, drawn: { name_prefix: "jobs-", fifo_queue: true } },
  aws_s3_bucket: { named: { bucket: "acme" }, drawn: { bucket_prefix: "acme-" }, other: {} },
  aws_sns_topic: { named: { name: "orders" } },
  aws_secretsmanager_secret: { named: { name: "db" } },
  aws_kms_key: { named: {} },
};
const policies = (type: string, argument: string, value: string) =>
  read({ provider: AWS, resource: { ...made, [type]: { p: { [argument]: value, policy: DENY } } } }).aws
    .resourcePolicies;

it.each([
  ["aws_sqs_queue_policy", "queue_url", "${aws_sqs_queue.named.id}", `arn:aws:sqs:us-east-1:${ACCOUNT}:jobs.fifo`],
  ["aws_sqs_queue_policy", "queue_url", "${aws_sqs_queue.named.url}", `arn:aws:sqs:us-east-1:${ACCOUNT}:jobs.fifo`],
  ["aws_s3_bucket_policy", "bucket", "${aws_s3_bucket.named.id}", "arn:aws:s3:::acme"],
  ["aws_s3_bucket_policy", "bucket", "${aws_s3_bucket.named.bucket}", "arn:aws:s3:::acme"],
  ["aws_sns_topic_policy", "arn", "${aws_sns_topic.named.id}", `arn:aws:sns:us-east-1:${ACCOUNT}:orders`],
  [
    "aws_secretsmanager_secret_policy",
    "secret_arn",
    "${aws_secretsmanager_secret.named.id}",
    `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-AbCdEf`,
  ],
])("%s by %s = %s is of its resource", (type, argument, value, arn) => {
  expect(policies(type, argument, value).of(arn)?.resource?.address).toBe(`${type}.p`);
});

it.each([
  ["aws_sqs_queue_policy", "queue_url", "${aws_sqs_queue.drawn.id}", /^arn:aws:sqs:us-east-1:\d+:jobs-\d{26}\.fifo$/],
  ["aws_s3_bucket_policy", "bucket", "${aws_s3_bucket.drawn.bucket}", /^arn:aws:s3:::acme-\d{26}$/],
  ["aws_s3_bucket_policy", "bucket", "${aws_s3_bucket.other.id}", /^arn:aws:s3:::terraform-\d{26}$/],
])("%s by %s = %s is of a resource whose name the provider draws", (type, argument, value, arn) => {
  const [found] = [...policies(type, argument, value).every].filter(([, { resource }]) => resource?.type === type);

  expect(found[0]).toMatch(arn);
});

// AWS General Reference, "Amazon Simple Queue Service endpoints and quotas": regional, FIPS, dual stack and legacy endpoints
it.each([
  ["us-west-2", "sqs.us-west-2.amazonaws.com"],
  ["us-west-2", "sqs-fips.us-west-2.amazonaws.com"],
  ["us-west-2", "sqs.us-west-2.api.aws"],
  ["us-west-2", "us-west-2.queue.amazonaws.com"],
  ["us-east-1", "queue.amazonaws.com"],
])("is of a queue in %s by a URL at %s", (region, host) => {
  const found = policies("aws_sqs_queue_policy", "queue_url", `https://${host}/${ACCOUNT}/jobs`);

  expect(found.of(`arn:aws:sqs:${region}:${ACCOUNT}:jobs`)?.resource?.address).toBe("aws_sqs_queue_policy.p");
});

it("knows the account of a bucket whose name the provider draws", () => {
  const found = policies("aws_s3_bucket_policy", "bucket", "${aws_s3_bucket.drawn.id}");
  const [[arn]] = [...found.every].filter(([name]) => name.startsWith("arn:aws:s3:::acme-"));

  expect(found.accountOfBucket(arn)).toBe(ACCOUNT);
});

it("is told as not known of every queue, where it does not tell of which it is", () => {
  const found = policies("aws_sqs_queue_policy", "queue_url", "${aws_sqs_queue.elsewhere.id}");

  expect(found.of(`arn:aws:sqs:us-east-1:${ACCOUNT}:jobs.fifo`)?.unknown).toBe("is of a resource that is not known");
  expect(found.of("arn:aws:s3:::acme")).toBeUndefined();
});
