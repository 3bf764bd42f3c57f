import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { TerraformOutput, TerraformStack, Testing, Token } from "cdktf";
import { AwsAccess } from "../../../src";

const PLACE = { partition: "aws", accountId: "111122223333" };

function problemsOf(access: AwsAccess): string {
  return access._problems().filter(Boolean).join("\n");
}

describe("AwsAccess", () => {
  it("reads a folder of a bucket as the S3 User Guide's policies for a folder do", () => {
    expect(AwsAccess.readBucket("amzn-s3-demo-bucket", "folder/")._statements(PLACE)).toEqual([
      {
        actions: ["s3:ListBucket"],
        resources: ["arn:aws:s3:::amzn-s3-demo-bucket"],
        conditions: [{ operator: "StringLike", key: "s3:prefix", values: ["folder/*"] }],
      },
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::amzn-s3-demo-bucket/folder/*"] },
    ]);
  });

  it("lists the bucket itself and reads the objects in it, which are two ARNs", () => {
    expect(AwsAccess.readBucket("arn:aws-cn:s3:::exports")._statements(PLACE)).toEqual([
      { actions: ["s3:ListBucket"], resources: ["arn:aws-cn:s3:::exports"] },
      { actions: ["s3:GetObject"], resources: ["arn:aws-cn:s3:::exports/*"] },
    ]);
  });

  it("writes without reading and without deleting", () => {
    const [{ actions }] = AwsAccess.writeBucket("exports")._statements(PLACE);

    expect(actions).toContain("s3:PutObject");
    expect(actions.filter((action) => /Get|Delete|List(?!Multipart)/.test(action))).toEqual([]);
  });

  it("takes the provider's own resource, and lets Terraform tell an ARN that is a token from a name", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const bucket = new S3Bucket(stack, "reports", { bucket: "acme-reports" });
    const objectsOf = (access: AwsAccess) => access._statements(PLACE)[1].resources[0];

    new TerraformOutput(stack, "resource", { value: objectsOf(AwsAccess.readBucket(bucket)) });
    new TerraformOutput(stack, "token", { value: objectsOf(AwsAccess.readBucket(bucket.bucket)) });
    const { output } = JSON.parse(Testing.synth(stack)) as { output: Record<string, { value: string }> };

    expect(output.resource.value).toBe("${aws_s3_bucket.reports.arn}/*");
    expect(output.token.value).toBe(
      '${startswith(aws_s3_bucket.reports.bucket, "arn:") ? aws_s3_bucket.reports.bucket : join("", ["arn:aws:s3:::", aws_s3_bucket.reports.bucket])}/*',
    );
    expect(AwsAccess.readBucket(bucket).describe()).toBe("read bucket reports");
  });

  it("leaves out the slash in front of a parameter's name, also of one that Terraform knows alone", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const parameter = new SsmParameter(stack, "db", { name: "/app/db", type: "String", value: "x" });
    const [{ resources }] = AwsAccess.readParameter(parameter.name, { region: "eu-west-1" })._statements(PLACE);

    new TerraformOutput(stack, "arn", { value: resources[0] });
    const { output } = JSON.parse(Testing.synth(stack)) as { output: Record<string, { value: string }> };

    expect(output.arn.value).toContain(
      'join("", ["arn:aws:ssm:eu-west-1:111122223333:parameter/", trimprefix(aws_ssm_parameter.db.name, "/")])',
    );
  });

  it.each([
    [
      AwsAccess.readSecret("db", { region: "eu-west-1" }),
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????",
    ],
    [
      AwsAccess.readParameter("/app/db", { region: "eu-west-1" }),
      "arn:aws:ssm:eu-west-1:111122223333:parameter/app/db",
    ],
    [AwsAccess.sendToQueue("orders", { region: "eu-west-1" }), "arn:aws:sqs:eu-west-1:111122223333:orders"],
    [AwsAccess.sendToQueue("orders.fifo", { region: "eu-west-1" }), "arn:aws:sqs:eu-west-1:111122223333:orders.fifo"],
    [
      AwsAccess.readSecret("prod/db+v2=@a", { region: "eu-west-1" }),
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db+v2=@a-??????",
    ],
    [AwsAccess.publishToTopic("orders", { region: "eu-west-1" }), "arn:aws:sns:eu-west-1:111122223333:orders"],
    [
      AwsAccess.useKey("1234abcd-12ab-34cd-56ef-1234567890ab", { region: "eu-west-1" }),
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ],
  ])("makes the ARN of a name as the service authorization reference has it: %#", (access, arn) => {
    expect(access._problems().filter(Boolean)).toEqual([]);
    expect(access._statements(PLACE).flatMap(({ resources }) => resources)).toEqual([arn]);
  });

  it("ends at an instant, which IAM compares at each request", () => {
    const access = AwsAccess.readBucket("exports").between("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z");

    for (const { conditions } of access._statements(PLACE)) {
      expect(conditions).toEqual([
        { operator: "DateGreaterThanEquals", key: "aws:CurrentTime", values: ["2027-01-01T00:00:00Z"] },
        { operator: "DateLessThan", key: "aws:CurrentTime", values: ["2027-02-01T00:00:00Z"] },
      ]);
    }
    expect(access.describe()).toBe("read bucket exports from 2027-01-01T00:00:00Z until 2027-02-01T00:00:00Z");
  });

  it.each([
    [AwsAccess.readBucket("Acme_Reports"), 'access bucket: "Acme_Reports" is not a bucket\'s name'],
    [AwsAccess.readBucket("exports/2027"), 'access bucket: "exports/2027" is not a bucket\'s name'],
    // Amazon S3 User Guide: "General purpose bucket naming rules".
    [AwsAccess.readBucket("192.168.5.4"), 'access bucket: "192.168.5.4" is not a bucket\'s name'],
    [AwsAccess.readBucket("acme..reports"), "is not a bucket's name"],
    [AwsAccess.readBucket("reports-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias"), "is the alias of an access point"],
    [AwsAccess.writeBucket("acme--usw2-az1--x-s3"), "is a directory bucket, which is read by sessions"],
    [
      AwsAccess.sendToQueue("https://sqs.eu-west-1.amazonaws.com/111122223333/orders", { region: "eu-west-1" }),
      "does not name one resource of sqs",
    ],
    [AwsAccess.sendToQueue("orders.old", { region: "eu-west-1" }), '"orders.old" does not name one resource of sqs'],
    [AwsAccess.publishToTopic("all orders", { region: "eu-west-1" }), "does not name one resource of sns"],
    [AwsAccess.readSecret("db:password", { region: "eu-west-1" }), "does not name one resource of secretsmanager"],
    [AwsAccess.readParameter("/app//", { region: "eu-*" }), "access parameter:"],
    [
      AwsAccess.readParameter("arn:aws:ssm:eu-west-1:111122223333:parameter//app/db"),
      "is not the ARN of one resource of ssm",
    ],
    [AwsAccess.readBucket("exp*"), 'access bucket: "exp*" does not name one resource of s3'],
    [AwsAccess.readBucket("exports", "/2027"), 'access prefix: "/2027" is empty or starts with a slash'],
    [AwsAccess.readBucket("exports", "${aws:username}/"), "access prefix:"],
    [AwsAccess.readSecret("db"), 'access secret: "db" is a name, and the region of the resource is not known'],
    [AwsAccess.useKey("arn:aws:kms:eu-west-1:111122223333:alias/app"), "is not the ARN of one resource of kms"],
    [AwsAccess.useKey("alias/app", { region: "eu-west-1" }), "access key:"],
    // A region with a wildcard would be the secret of that name in each region.
    [AwsAccess.readSecret("db", { region: "*" }), 'access secret: its region "*" is not one region\'s code'],
    [AwsAccess.sendToQueue("orders", { region: "eu-*-1" }), 'access queue: its region "eu-*-1"'],
    [AwsAccess.readSecret("arn:aws:s3:::db"), "is not the ARN of one resource of secretsmanager"],
    [AwsAccess.managedPolicy("ReadOnlyAccess"), 'access managedPolicy: "ReadOnlyAccess" is not the ARN'],
    [AwsAccess.statements(), "access statements: are empty"],
    [
      AwsAccess.statements({ actions: ["s3.GetObject"], resources: ["*"] }),
      'access actions: "s3.GetObject" is not an action',
    ],
    [
      AwsAccess.statements({ actions: ["s3:GetObject"], resources: ["exports"] }),
      'access resources: "exports" is not an ARN',
    ],
    [
      AwsAccess.statements({
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::a/*"],
        conditions: [{ operator: "ForAllValues:StringEquals", key: "aws:TagKeys", values: ["a"] }],
      }),
      "ForAllValues on aws:TagKeys holds where the key is absent",
    ],
    [AwsAccess.readBucket("exports").until("tomorrow"), 'access until: "tomorrow" is not a UTC instant'],
    [AwsAccess.readBucket("exports").until("2027-02-30T00:00:00Z"), "is not a UTC instant"],
    [
      AwsAccess.readBucket("exports").until(Token.asString({ resolve: () => "x" })),
      "access until: is not known at synth",
    ],
    [
      AwsAccess.readBucket("exports").between("2027-02-01T00:00:00Z", "2027-01-01T00:00:00Z"),
      "2027-02-01T00:00:00Z is not before 2027-01-01T00:00:00Z",
    ],
    [
      AwsAccess.managedPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess").until("2027-01-01T00:00:00Z"),
      "a managed policy has its own conditions",
    ],
  ])("refuses what cannot be meant: %#", (access, message) => {
    expect(problemsOf(access)).toContain(message);
  });

  it.each([
    [
      AwsAccess.statements({ actions: ["s3:*"], resources: ["arn:aws:s3:::a"] }),
      "wildcard-action",
      "s3:* allows every action of the service",
    ],
    [
      AwsAccess.statements({ actions: ["s3:GetObject"], resources: ["*"] }),
      "account-wide-grant",
      "on every resource of the account",
    ],
    [
      AwsAccess.managedPolicy("arn:aws:iam::aws:policy/AdministratorAccess"),
      "administrator-policy",
      "AdministratorAccess is a policy for administrators.",
    ],
    [
      AwsAccess.managedPolicy("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
      "account-wide-grant",
      "not limited to one resource",
    ],
  ])("tells of what is wider than one resource: %#", (access, code, message) => {
    expect(access._problems().filter(Boolean)).toEqual([]);
    expect(access._risks()).toEqual([{ code, message: expect.stringContaining(message) as string }]);
  });

  it("tells of nothing where the service cannot be limited, or one resource is named", () => {
    expect(AwsAccess.listBuckets()._risks()).toEqual([]);
    expect(AwsAccess.readBucket("exports")._risks()).toEqual([]);
  });

  it.each([
    [["s3:Get*"], ["arn:aws:s3:::x/*"], "wildcard-action"],
    [["s3:GetObject?"], ["arn:aws:s3:::x/*"], "wildcard-action"],
    [["s3:GetObject"], ["arn:aws:s3:::*"], "account-wide-grant"],
    [["s3:GetObject"], ["arn:aws:s3:::*/*"], "account-wide-grant"],
    [["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:*:*:secret:*"], "account-wide-grant"],
    [["dynamodb:GetItem"], ["arn:aws:dynamodb:eu-west-1:111122223333:table/*"], "account-wide-grant"],
    [["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:111122223333:*"], "account-wide-grant"],
  ])("warns of %j on %j", (actions, resources, code) => {
    expect(AwsAccess.statements({ actions, resources })._risks()).toMatchObject([{ code }]);
  });

  // "Privilege escalation" by these: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"; Rhino Security Labs,
  // "AWS IAM Privilege Escalation".
  it.each<[string, string[]]>([
    ["iam:PassRole", ["acts-as-others"]],
    ["sts:AssumeRole", ["acts-as-others"]],
    ["sts:*", ["acts-as-others", "wildcard-action"]],
    ["iam:AttachRolePolicy", ["changes-iam"]],
    ["iam:PutRolePolicy", ["changes-iam"]],
    ["iam:CreateAccessKey", ["changes-iam"]],
    ["iam:UpdateAssumeRolePolicy", ["changes-iam"]],
    ["iam:CreatePolicyVersion", ["changes-iam"]],
    ["iam:createaccesskey", ["changes-iam"]],
    ["iam:Put?olePolicy", ["changes-iam", "wildcard-action"]],
    ["*", ["changes-iam", "acts-as-others", "wildcard-action"]],
    ["iam:GetRole", []],
    ["sts:GetCallerIdentity", []],
    ["sts:TagSession", []],
  ])("warns of where %s leads", (action, codes) => {
    const resources = ["arn:aws:iam::111122223333:role/deploy"];
    expect(
      AwsAccess.statements({ actions: [action], resources })
        ._risks()
        .map(({ code }) => code),
    ).toEqual(codes);
  });

  it("names the action, its resource and the way out", () => {
    const access = AwsAccess.statements({
      actions: ["iam:PassRole"],
      resources: ["arn:aws:iam::111122223333:role/deploy"],
    });
    expect(access._risks()).toEqual([
      {
        code: "acts-as-others",
        message:
          "iam:PassRole on arn:aws:iam::111122223333:role/deploy lets the role act with the rights of other roles. Remove it, or acknowledge it where those roles are meant.",
      },
    ]);
    expect(AwsAccess.statements({ actions: ["*"], resources: ["arn:aws:s3:::a"] })._risks()).toContainEqual({
      code: "wildcard-action",
      message: "* allows every action, those of administrators included.",
    });
  });

  it.each([
    [["s3:GetObject"], ["arn:aws:s3:::x/*", "arn:aws:s3:::x/y*"]],
    [["dynamodb:Query"], ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*"]],
    [["logs:PutLogEvents"], ["arn:aws:logs:eu-west-1:111122223333:log-group:orders:*"]],
  ])("warns of nothing for %j on %j", (actions, resources) => {
    expect(AwsAccess.statements({ actions, resources })._risks()).toEqual([]);
  });

  /** AWS Secrets Manager User Guide: "Secrets Manager secrets", on the six characters of an ARN. */
  it("refuses the ARN of a secret without its six characters, which stands for no secret", () => {
    const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db/password";

    expect(problemsOf(AwsAccess.readSecret(`${arn}-a1B2c3`))).toBe("");
    expect(problemsOf(AwsAccess.readSecret(arn))).toBe(
      `access secret: "${arn}" lacks the six characters that Secrets Manager puts behind a secret's name, so it stands for no secret. Give the whole ARN, or the secret's name and its region. [access-secret-suffix]`,
    );
  });
});
