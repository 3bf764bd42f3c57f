import { serviceProbesOf } from "../../../src/simulator";
import { SERVICES_ANNOTATION } from "../../../src/trust-declaration";
import { account, ACCOUNT, ISSUER, ROLE_ARN } from "../support/aws";
import { merged, read } from "../support/stack";
import { SUBJECT } from "../support/tokens";

/**
 * Requests by which the grants of an edge are tried.
 *
 * Service Authorization Reference: "Actions, resources, and condition keys for Amazon S3".
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
function own(actions: readonly string[], resources: readonly string[]): readonly string[] {
  const service = {
    source: { cluster: "hub", issuer: ISSUER, subject: SUBJECT },
    account: { name: "prod", cloud: "aws", id: ACCOUNT },
    ...{ audience: "client-a", principal: ROLE_ARN, adopted: [], client: { "role-arn": ROLE_ARN } },
    grants: [{ words: "some", actions, resources }],
  };
  const services = { value: JSON.stringify({ [SERVICES_ANNOTATION]: [service] }) };
  const world = read(merged(account(), { output: { services } }));
  return serviceProbesOf(world, world.services[0], undefined).flatMap(({ kind, request: { action, resource } }) =>
    kind === "own" ? [`${action} ${resource}`] : [],
  );
}

it("a pattern of actions is tried by every action of the service that it names", () => {
  expect(own(["s3:ListBucket*"], ["arn:aws:s3:::acme"])).toEqual([
    "s3:ListBucket arn:aws:s3:::acme",
    "s3:ListBucketMultipartUploads arn:aws:s3:::acme",
    "s3:ListBucketVersions arn:aws:s3:::acme",
  ]);
  expect(own(["S3:listbucketversion?"], ["arn:aws:s3:::acme"])).toHaveLength(1);
});

it("a pattern of actions of another service is tried by one that no policy for single actions permits", () => {
  expect(own(["dynamodb:Get*"], ["arn:aws:dynamodb:us-west-2:111122223333:table/t"])).toEqual([
    "dynamodb:GetLab arn:aws:dynamodb:us-west-2:111122223333:table/t",
  ]);
});

it("on every resource, an action on buckets is tried on a bucket, and one on objects on an object", () => {
  expect(own(["s3:ListBucket", "s3:GetObject"], ["*"])).toEqual([
    "s3:ListBucket arn:aws:s3:::lab-bucket",
    "s3:GetObject arn:aws:s3:::lab-bucket/lab-object",
  ]);
});
