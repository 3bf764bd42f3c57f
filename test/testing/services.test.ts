import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AwsAccess,
  AwsAccount,
  AwsTrust,
  AzureAccess,
  ClusterAccess,
  EksCluster,
  GcpAccess,
  GcpResource,
} from "../../src";
import { describeMesh } from "../../src/testing";
import { buildNineCells, KEY_ARN, STORAGE, VAULT } from "../lab/support/services";

const folder = mkdtempSync(join(tmpdir(), "trust-mesh-testing-"));
afterAll(() => rmSync(folder, { recursive: true }));
let app: App;
let stack: TerraformStack;
beforeEach(() => {
  app = new App({ outdir: folder });
  stack = buildNineCells(app);
});

/** Gives west's role in AWS more. */
function policy(statement: object): void {
  const role = "trust-mesh-west-etl-loader-services-6aa8b047";
  new IamRolePolicy(stack, "more", { role, policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) });
}

const REPORTS = "arn:aws:s3:::acme-reports";

describe("toAllow and toRefuse at an account", () => {
  it.each<[string, string, AwsAccess | GcpAccess | AzureAccess | string | undefined]>([
    ["a bucket", "account-aws", AwsAccess.readBucket("acme-reports")],
    ["a part of it", "111122223333", AwsAccess.readBucket("acme-reports", "2027/")],
    ["a key", "account-aws", AwsAccess.useKey(KEY_ARN)],
    ["a request", "account-aws", `s3:GetObject on ${REPORTS}/a`],
    ["a bucket of Google Cloud", "account-google", GcpAccess.readBucket("acme-exports")],
    ["names with a prefix", "account-google", GcpAccess.writeBucket("acme-drop", "west/")],
    ["a vault", "account-azurerm", AzureAccess.readSecrets(VAULT)],
    ["one secret of it", "account-azurerm", AzureAccess.readSecrets(`${VAULT}/secrets/one`)],
    ["that it gets in", "account-aws", undefined],
  ])("allow %s", (_what, account, access) => {
    expect(app).toAllow("west:etl/loader", account, access);
    expect(() => expect(app).toRefuse("west:etl/loader", account, access)).toThrow("expected  refused");
  });

  it.each<[string, string, AwsAccess | GcpAccess | AzureAccess | string]>([
    ["another bucket", "account-aws", AwsAccess.readBucket("acme-reports-next")],
    ["to write", "account-aws", AwsAccess.writeBucket("acme-reports")],
    ["a request", "account-aws", `s3:PutObject on ${REPORTS}/a`],
    ["another role", "account-google", GcpAccess.role("roles/pubsub.publisher", GcpResource.topic("orders"))],
    ["to write blobs of another account", "account-azurerm", AzureAccess.writeBlobs(`${STORAGE}2`)],
  ])("refuse %s", (_what, account, access) => {
    expect(app).toRefuse("west:etl/loader", account, access);
    expect(() => expect(app).toAllow("west:etl/loader", account, access)).toThrow("expected  allowed");
  });

  it.each<[string, string, GcpAccess | AzureAccess]>([
    ["more than a prefix", "account-google", GcpAccess.writeBucket("acme-drop")],
    ["to write where it reads", "account-azurerm", AzureAccess.writeBlobs(STORAGE)],
  ])("pass neither for %s", (_what, account, access) => {
    expect(() => expect(app).toAllow("west:etl/loader", account, access)).toThrow("expected  allowed");
    expect(() => expect(app).toRefuse("west:etl/loader", account, access)).toThrow("expected  refused");
  });

  it.each([
    ["account-aws", "s3:GetObjct on arn:aws:s3:::vault/a", 'did you mean "s3:GetObject"?'],
    ["account-aws", "s3:GetObject on vault", "is no ARN"],
    ["account-google", "storage.object.get", 'did you mean "storage.objects.get"?'],
    ["account-azurerm", `Microsoft.KeyVault/vaults/secrets/getSecrt/action on ${VAULT}`, "secrets/getSecret/action"],
  ])("pass nothing that no policy of %s can match: %s", (account, access, words) => {
    expect(() => expect(app).toRefuse("west:etl/loader", account, access)).toThrow(words);
    expect(() => expect(app).not.toAllow("west:etl/loader", account, access)).toThrow(words);
  });

  it("pass no statement whose action AWS does not have", () => {
    const access = AwsAccess.statements({ actions: ["s3:GetObjct"], resources: [`${REPORTS}/*`] });
    expect(() => expect(app).toRefuse("west:etl/loader", "account-aws", access)).toThrow(
      'did you mean "s3:GetObject"?',
    );
  });

  it("does not refuse a bucket of which a policy gives a part", () => {
    policy({ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::vault/2027/*" });

    expect(() => expect(app).toRefuse("west:etl/loader", "account-aws", AwsAccess.writeBucket("vault"))).toThrow(
      /observed {2}has .*s3:PutObject on arn:aws:s3:::vault\/2027\/\*/,
    );
  });

  it("refuse another service account, and say where it ends", () => {
    const account = "account-aws";

    expect(app).toRefuse("west:etl/other", account, AwsAccess.readBucket("acme-reports"));
    expect(() => expect(app).toAllow("west:etl/other", account)).toThrow("refused at exchange: AccessDenied");
  });

  it.each<[string, AwsAccess | GcpAccess | ClusterAccess | string, string]>([
    ["another cloud", GcpAccess.readBucket("acme"), "is an access of another cloud"],
    ["a cluster", ClusterAccess.edit("payments"), "a ClusterAccess is asked of a cluster"],
    ["no request", "read the bucket, please", "is no request to an account"],
  ])("throw for an access to %s, also with not", (_what, access, message) => {
    expect(() => expect(app).not.toAllow("west:etl/loader", "account-aws", access)).toThrow(message);
  });
});

it("does not refuse an action that is given for some resources, where the question names none", () => {
  const [loader, account] = ["west:etl/loader", "account-aws"];

  expect(() => expect(app).toRefuse(loader, account, "s3:GetObject")).toThrow("expected  refused");
  expect(() => expect(app).toAllow(loader, account, "s3:GetObject")).toThrow("expected  allowed");
  expect(app).toRefuse(loader, account, "s3:ListAllMyBuckets");
  const some = `s3:GetObject on ${REPORTS}/*`;
  expect(() => expect(app).toRefuse(loader, account, some)).toThrow('has a "*" in its resource');
  expect(() => expect(app).not.toAllow(loader, account, some)).toThrow('has a "*" in its resource');
});

it("names the way out where no document declares the trust", () => {
  const bare = new TerraformStack(new App({ outdir: folder }), "bare");
  const issuer = "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9";
  const loader = EksCluster.fromAttributes(bare, "west", {
    clusterName: "west",
    region: "us-west-2",
    issuer,
  }).serviceAccount("etl", "loader");
  const aws = new AwsProvider(bare, "aws", { region: "us-west-2" });
  const to = AwsAccount.fromProvider(bare, "prod", aws, { accountId: "111122223333" });
  const access = AwsAccess.readBucket("acme-reports");
  new AwsTrust(bare, "loader", { from: loader, to, access });

  expect(() => expect(bare).toAllow(loader, to, access)).toThrow(
    "or of wiring.toDeclaration() for a cloud's own services",
  );
});

describe("what is granted in accounts beside", () => {
  it("is nothing, in a mesh that is as declared", () => {
    expect(app).toGrantNothingElse();
    expect(describeMesh(app).split("\n")[6]).toMatch(
      /^west:etl\/loader → account-aws: kms:.*; s3:GetObject on arn:aws:s3:::acme-reports\/\*; /,
    );
  });

  it("is a policy that nothing declares", () => {
    policy({ Effect: "Allow", Action: "s3:PutObject", Resource: `${REPORTS}/*` });

    expect(() => expect(app).toGrantNothingElse()).toThrow(
      "west:etl/loader → account-aws: s3:PutObject on arn:aws:s3:::acme-reports/*",
    );
    expect(describeMesh(app)).toContain("! s3:PutObject on arn:aws:s3:::acme-reports/*");
  });

  it("is a managed policy", () => {
    const role = "trust-mesh-west-etl-loader-services-6aa8b047";
    new IamRolePolicyAttachment(stack, "all", { role, policyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" });

    expect(() => expect(app).toGrantNothingElse()).toThrow("west:etl/loader → account-aws: AmazonS3FullAccess");
  });
});
