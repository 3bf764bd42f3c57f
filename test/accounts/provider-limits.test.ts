import { AwsProvider, AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { TerraformVariable } from "cdktf";
import {
  AwsAccess,
  AwsAccount,
  AwsTrust,
  AzureSubscription,
  ClusterAccess,
  EksTrust,
  GcpAccess,
  GcpProject,
  GcpTrust,
} from "../../src";
import { Clouds, SUBSCRIPTION_ID, TENANT_ID } from "../support/clouds";
import { refusals } from "../support/synthesized";

/** A trust into an account of a provider, and what its synth is refused with. */
function refused(config: (clouds: Clouds) => Partial<AwsProviderConfig>, accountId?: string): string[] {
  const clouds = new Clouds();
  const provider = new AwsProvider(clouds.stack, "aws-limited", {
    ...{ region: "us-west-2", alias: "limited" },
    ...config(clouds),
  });
  const to = AwsAccount.fromProvider(clouds.stack, "prod", provider, { accountId });
  const from = clouds.oidc().serviceAccount("etl", "loader");
  new AwsTrust(clouds.stack, "trust", { from, to, access: AwsAccess.readBucket("acme-reports") });
  return refusals(clouds.stack);
}

const WAY = "Give the provider of that account, or correct the id.";

/** The provider itself stops with "AWS account ID not allowed", at plan. */
describe("the accounts that an AWS provider takes", () => {
  it("are one of several", () => {
    const allowed = () => ({ allowedAccountIds: ["111122223333", "444455556666"] });

    expect(refused(allowed, "777788889999")).toEqual([
      `[stack/prod] accountId: is 777788889999, and "stack/aws-limited" allows 111122223333, 444455556666 alone. ${WAY}`,
    ]);
    expect(refused(allowed, "444455556666")).toEqual([]);
    expect(refused(allowed)).toEqual([]);
  });

  it("are none that it forbids", () => {
    const forbidden = () => ({ forbiddenAccountIds: ["777788889999", "111122223333"] });

    expect(refused(forbidden, "777788889999")).toEqual([
      `[stack/prod] accountId: is 777788889999, which "stack/aws-limited" forbids. ${WAY}`,
    ]);
    expect(refused(forbidden, "444455556666")).toEqual([]);
  });

  it.each<[string, Partial<AwsProviderConfig>, string]>([
    ["does not allow", { allowedAccountIds: ["111122223333"] }, "allows 111122223333 alone"],
    ["forbids", { forbiddenAccountIds: ["777788889999"] }, "which"],
  ])("are that of the role that it assumes, which it %s", (_what, limits, words) => {
    const assumeRole = [{ roleArn: "arn:aws:iam::777788889999:role/deploy" }];
    const [found] = refused(() => ({ assumeRole, ...limits }));

    expect(found).toContain("[stack/prod] accountId: is 777788889999, ");
    expect(found).toContain(words);
  });

  it("are that of the role of a web identity, and of the role that it assumes after that", () => {
    const limits = { forbiddenAccountIds: ["777788889999"] };
    const assumeRoleWithWebIdentity = [{ roleArn: "arn:aws:iam::777788889999:role/deploy" }];
    const assumeRole = [{ roleArn: "arn:aws:iam::444455556666:role/deploy" }];

    expect(refused(() => ({ ...limits, assumeRoleWithWebIdentity }))).toEqual([
      `[stack/prod] accountId: is 777788889999, which "stack/aws-limited" forbids. ${WAY}`,
    ]);
    expect(refused(() => ({ ...limits, assumeRoleWithWebIdentity, assumeRole }))).toEqual([]);
  });

  it("are not compared where a list is known only at apply", () => {
    const ids = (clouds: Clouds) => new TerraformVariable(clouds.stack, "ids", { type: "list(string)" }).listValue;

    expect(refused((clouds) => ({ allowedAccountIds: ids(clouds) }), "777788889999")).toEqual([]);
  });
});

it("a Google provider of a project's number is refused: another stack may name the project by its id", () => {
  const clouds = new Clouds();
  const provider = new GoogleProvider(clouds.stack, "numbered", { alias: "numbered", project: "617699331288" });
  const to = GcpProject.fromProvider(clouds.stack, "data", provider);
  const from = clouds.oidc().serviceAccount("etl", "loader");
  new GcpTrust(clouds.stack, "trust", { from, to, access: GcpAccess.readBucket("acme-exports") });

  expect(refusals(clouds.stack)).toEqual([
    '[stack/data] projectId: "617699331288" is a project\'s number, and names of GKE and of other stacks are made of the id. Give the id, such as acme-data, here or on the Google provider; the number is projectNumber.',
  ]);
});

describe("a provider of a cluster's own", () => {
  const access = ClusterAccess.view("apps");

  it("must be of the cluster's AWS account", () => {
    const clouds = new Clouds();
    const account = AwsAccount.fromProvider(clouds.stack, "prod", clouds.providers.aws, { accountId: "111122223333" });
    const awsProvider = new AwsProvider(clouds.stack, "other", {
      ...{ region: "us-west-2", alias: "other", allowedAccountIds: ["444455556666"] },
    });
    const to = clouds.eks("west", { account, awsProvider });
    new EksTrust(clouds.stack, "trust", { from: clouds.oidc().serviceAccount("ci", "runner"), to, access });

    expect(refusals(clouds.stack)).toEqual([
      '[stack/prod] accountId: is 111122223333 by "stack/prod" and 444455556666 by "stack/other", which are of one account. Give both the same accountId, or two accounts.',
    ]);
  });

  it("must be of the cluster's subscription", () => {
    const clouds = new Clouds();
    const account = AzureSubscription.fromProvider(clouds.stack, "core", clouds.providers.azurerm, {
      subscriptionId: SUBSCRIPTION_ID,
      tenantId: TENANT_ID,
    });
    const azurermProvider = new AzurermProvider(clouds.stack, "other", {
      ...{ features: [{}], alias: "other", subscriptionId: "99999999-1111-2222-3333-444444444444" },
    });
    clouds.aks("corp", { account, azurermProvider });

    expect(refusals(clouds.stack)).toEqual([
      `[stack/core] subscriptionId: is ${SUBSCRIPTION_ID} by "stack/core" and 99999999-1111-2222-3333-444444444444 by "stack/other", which are of one account. Give both the same subscriptionId, or two accounts.`,
    ]);
  });
});
