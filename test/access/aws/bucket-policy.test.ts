import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { TerraformVariable } from "cdktf";
import { AwsAccess, AwsTrust } from "../../../src";
import { accountsOf } from "../../support/accounts";
import { ACCOUNT_ID, Clouds } from "../../support/clouds";
import { resolved } from "../../support/synthesized";
import { describeWithStandIns, TerraformFolder } from "../../support/terraform";

const ROLE = "arn:aws:iam::111122223333:role/loader";

const policyOf = (access: AwsAccess, role = ROLE) => JSON.parse(access.bucketPolicyFor(role)) as object;

describe("the policy of a bucket of another account", () => {
  it("allows the role what the role's own policy allows, as the S3 User Guide's cross-account walkthrough does", () => {
    expect(policyOf(AwsAccess.readBucket("partner-reports"))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: ROLE },
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::partner-reports"],
        },
        {
          Effect: "Allow",
          Principal: { AWS: ROLE },
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::partner-reports/*"],
        },
      ],
    });
  });

  it("is limited to the prefix and the time of the access", () => {
    const access = AwsAccess.readBucket("partner-reports", "2027/").until("2027-01-31T18:00:00Z");

    expect(policyOf(access)).toMatchObject({
      Statement: [
        {
          Condition: {
            StringLike: { "s3:prefix": ["2027/*"] },
            DateLessThan: { "aws:CurrentTime": ["2027-01-31T18:00:00Z"] },
          },
        },
        { Resource: ["arn:aws:s3:::partner-reports/2027/*"] },
      ],
    });
  });

  it("is of the role's partition", () => {
    expect(policyOf(AwsAccess.writeBucket("exports"), "arn:aws-cn:iam::111122223333:role/loader")).toMatchObject({
      Statement: [{ Resource: ["arn:aws-cn:s3:::exports/*"] }],
    });
  });

  it("is of the partition of a role whose ARN is known at apply alone", () => {
    const { stack } = new Clouds();
    const { stringValue: role } = new TerraformVariable(stack, "role", {});
    const policy = resolved(stack, AwsAccess.writeBucket("exports").bucketPolicyFor(role));

    expect(policy).toContain('"Resource":["arn:${element(split(":", var.role), 1)}:s3:::exports/*"]');
  });

  it("is refused for what is no bucket", () => {
    const secret = AwsAccess.readSecret("db", { region: "eu-west-1" });

    expect(() => secret.bucketPolicyFor(ROLE)).toThrow(/is not an access to a bucket.*\[access-bucket-policy\]/);
  });
});

describeWithStandIns("a bucket policy in the real Terraform engine", () => {
  it("names the role that the trust created", () => {
    const folder = new TerraformFolder();
    try {
      folder.synth((app) => {
        const clouds = new Clouds(app);
        const from = clouds.gke("euro").serviceAccount("etl", "loader");
        const access = AwsAccess.readBucket("partner-reports");
        const trust = new AwsTrust(clouds.stack, "loader", { from, to: accountsOf(clouds).prod, access });
        const bucket = new S3Bucket(clouds.stack, "bucket", {
          provider: clouds.providers.aws,
          bucket: "partner-reports",
        });
        new S3BucketPolicy(clouds.stack, "policy", {
          provider: clouds.providers.aws,
          bucket: bucket.bucket,
          policy: access.bucketPolicyFor(trust.roleArn),
        });
      });
      folder.init("stack");
      folder.apply("stack");

      const made = folder.resources("stack").find(({ type }) => type === "aws_s3_bucket_policy");
      expect(JSON.parse(made?.values.policy as string)).toMatchObject({
        Statement: [
          { Principal: { AWS: expect.stringMatching(`^arn:aws:iam::${ACCOUNT_ID}:role/`) as unknown } },
          { Action: ["s3:GetObject"] },
        ],
      });
    } finally {
      folder.remove();
    }
  });
});
