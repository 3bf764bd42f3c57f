import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { DataAzurermSubscription } from "@cdktf/provider-azurerm/lib/data-azurerm-subscription";
import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { TerraformCount, TerraformIterator } from "cdktf";
import { AwsAccount, AzureSubscription, CloudAccount, GcpProject } from "../../src";
import { Clouds } from "../support/clouds";
import { refusals } from "../support/synthesized";

/** Terraform refuses `data.aws_caller_identity.x.*.account_id` as text: it is a list. */
describe("an account of a data source that stands for several", () => {
  const count = TerraformCount.of(2);
  const forEach = TerraformIterator.fromList(["one", "two"]);
  const place = { resourceGroupName: "core", location: "westeurope" };

  it.each<[string, string, (clouds: Clouds) => CloudAccount]>([
    [
      "AwsAccount",
      "count",
      ({ stack, providers: { aws: provider } }) =>
        AwsAccount.fromDataSource(stack, "prod", new DataAwsCallerIdentity(stack, "data", { provider, count })),
    ],
    [
      "GcpProject",
      "forEach",
      ({ stack, providers: { google: provider } }) =>
        GcpProject.fromDataSource(stack, "prod", new DataGoogleProject(stack, "data", { provider, forEach })),
    ],
    [
      "AzureSubscription, by the client's configuration",
      "count",
      ({ stack, providers: { azurerm: provider } }) =>
        AzureSubscription.fromClientConfig(
          stack,
          "prod",
          new DataAzurermClientConfig(stack, "data", { provider, count }),
          place,
        ),
    ],
    [
      "AzureSubscription",
      "forEach",
      ({ stack, providers: { azurerm: provider } }) =>
        AzureSubscription.fromDataSource(
          stack,
          "prod",
          new DataAzurermSubscription(stack, "data", { provider, forEach }),
          place,
        ),
    ],
  ])("is refused: %s", (_class, property, declare) => {
    const clouds = new Clouds();
    declare(clouds);

    expect(refusals(clouds.stack)).toEqual([
      `[stack/prod] ${property}: is set on the resource or data source, whose attributes are then those of several accounts and no plan takes them. Make one of it for each account, or declare each account by fromAttributes with the attributes of one instance.`,
    ]);
  });

  it("needs a provider of its own", () => {
    const { stack } = new Clouds();
    AwsAccount.fromDataSource(stack, "prod", new DataAwsCallerIdentity(stack, "data"));

    expect(refusals(stack)).toEqual([
      "[stack/prod] data: has no provider. Give the data source the provider that creates the account's objects.",
    ]);
  });
});
