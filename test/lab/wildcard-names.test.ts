import { judge } from "../../bench/mutator/judge";
import { AwsAccess } from "../../src";
import { oneEdge } from "./support/one-edge";
import { Document, Synthesized } from "./support/run-lab";

/**
 * A resource that is called by a variable, and the variable's default. Amazon S3 User Guide: "General purpose bucket naming rules"; Amazon
 * SQS API Reference: "CreateQueue"; AWS Secrets Manager API Reference: "CreateSecret": no name has a wildcard.
 */
jest.setTimeout(60_000);

const PLACEHOLDER = "acme-placeholder";
const REGION = { region: "us-west-2" };

async function told(access: AwsAccess, value?: string): Promise<readonly string[]> {
  const good = new Synthesized((app) => oneEdge(app, access));
  const change = (document: Document) => {
    const text = JSON.stringify(document).replaceAll(PLACEHOLDER, "${var.name}");
    Object.assign(document, JSON.parse(text), { variable: { name: { type: "string", default: value } } });
  };
  try {
    const found = await judge([value === undefined ? good.path : good.broken("edge", "changed", change)]);
    return found.map(({ severity, what }) => `${severity} ${what}`);
  } finally {
    good.remove();
  }
}
const BUCKET = AwsAccess.readBucket(PLACEHOLDER, "2027/");

describe("a name that a variable gives", () => {
  const ACCOUNT = "111122223333";

  it.each<[string, AwsAccess, string, string[]]>([
    ["every bucket", BUCKET, "*", ["arn:aws:s3:::*", "arn:aws:s3:::*/2027/*"]],
    ["buckets of a beginning", BUCKET, "acme-*", ["arn:aws:s3:::acme-*", "arn:aws:s3:::acme-*/2027/*"]],
    ["buckets of one sign more", AwsAccess.writeBucket(PLACEHOLDER), "acme-?", ["arn:aws:s3:::acme-?/*"]],
    ["every queue", AwsAccess.sendToQueue(PLACEHOLDER, REGION), "*", [`arn:aws:sqs:us-west-2:${ACCOUNT}:*`]],
    [
      "every secret",
      AwsAccess.readSecret(PLACEHOLDER, REGION),
      "*",
      [`arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:*-??????`],
    ],
  ])("is told where it is a pattern of %s", async (_words, access, value, names) => {
    const found = await told(access, value);

    expect(found.map((one) => one.split(" declares ")[0])).toEqual(names.map((name) => `fault ${name}`));
  });

  it.each<[string, AwsAccess]>([
    ["a bucket", BUCKET],
    ["a secret", AwsAccess.readSecret(PLACEHOLDER, REGION)],
  ])("is none where it is the name of %s", async (_words, access) => {
    expect(await told(access, "acme-reports")).toEqual([]);
  });
});

describe("a wildcard that is written", () => {
  it.each([
    ["in a bucket's name", "arn:aws:s3:::acme-*/*"],
    ["in a queue's name", "arn:aws:sqs:us-west-2:111122223333:jobs-*"],
    ["for every queue of the account", "arn:aws:sqs:us-west-2:111122223333:*"],
  ])("is none %s", async (_words, resource) => {
    const [, , service] = resource.split(":");
    const actions = [service === "s3" ? "s3:GetObject" : "sqs:SendMessage"];
    const found = await told(AwsAccess.statements({ actions, resources: [resource] }));

    expect(found).toEqual([]);
  });

  it("is none behind a name that a variable gives", async () => {
    const resources = [`arn:aws:ssm:us-west-2:111122223333:parameter/${PLACEHOLDER}/*`];
    expect(await told(AwsAccess.statements({ actions: ["ssm:GetParameter"], resources }), "acme")).toEqual([]);
  });
});
