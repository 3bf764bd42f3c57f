import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, Lazy, TerraformStack, TerraformVariable } from "cdktf";
import {
  AksCluster,
  AwsAccess,
  AwsAccount,
  AwsFederatedRole,
  AwsTrust,
  AzureAccess,
  AzureSubscription,
  AzureTrust,
  ClusterAccess,
  EksCluster,
  EksTrust,
  OidcCluster,
} from "../../src";
import { AZURE_SUBSCRIPTION, AZURE_TENANT, kubernetesProviderOf } from "../support/clusters";
import { resolved, synthesize } from "../support/synthesized";

const VAULT = `/subscriptions/${AZURE_SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;
const CORP = `/subscriptions/${AZURE_SUBSCRIPTION}/resourceGroups/corp/providers/Microsoft.ContainerService/managedClusters/corp`;

/** What is decided once the app is complete: a literal, or an attribute. */
function late(produce: () => string): string {
  return Lazy.stringValue({ produce });
}

function cloudsIn(stack: TerraformStack) {
  const prod = AwsAccount.fromProvider(stack, "prod", new AwsProvider(stack, "aws", { region: "us-west-2" }));
  const azurerm = new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: AZURE_SUBSCRIPTION });
  const place = { tenantId: AZURE_TENANT, resourceGroupName: "core", location: "westeurope" };
  const core = AzureSubscription.fromProvider(stack, "core", azurerm, place);
  return { prod, core };
}

describe("text that is made of a Lazy", () => {
  const stack = new TerraformStack(new App(), "stack");
  const { prod, core } = cloudsIn(stack);
  const issuer = late(() => "https://oidc.onprem.example");
  const from = OidcCluster.fromAttributes(stack, "onprem", { issuer }).serviceAccount("etl", "loader");
  const variable = new TerraformVariable(stack, "bucket", { type: "string" }).stringValue;
  const trust = new AwsTrust(stack, "own-role", {
    from,
    to: prod,
    access: AwsAccess.readBucket(late(() => "acme-late")),
  });
  trust.grant(AwsAccess.writeBucket(late(() => "arn:aws:s3:::acme-by-arn")));
  trust.grant(AwsAccess.deleteFromBucket(late(() => variable)));
  const role = AwsFederatedRole.fromRoleArn(
    stack,
    "given",
    late(() => "arn:aws:iam::111122223333:role/team/reader"),
    { addressedAs: "reader" },
  );
  new AwsTrust(stack, "given-role", { from, to: prod, access: AwsAccess.readBucket("acme"), role });
  const scope = AzureAccess.readSecrets(late(() => VAULT)).addressedAs(AzureAccess.readSecrets(VAULT));
  new AzureTrust(stack, "vault", { from, to: core, access: scope });
  const corp = AksCluster.fromAttributes(stack, "corp", {
    ...{ account: core, clusterId: late(() => CORP), location: "westeurope", localAccountDisabled: true },
    kubernetesProvider: kubernetesProviderOf(stack, "corp"),
  });
  const west = EksCluster.fromAttributes(stack, "west", {
    ...{ account: prod, clusterName: "west", region: "us-west-2" },
    kubernetesProvider: kubernetesProviderOf(stack, "west"),
  });
  const groups = Lazy.listValue({ produce: () => ["readers", "auditors"] });
  new EksTrust(stack, "eks", { from, to: west, access: ClusterAccess.view("apps"), groups });
  const out = synthesize(stack);

  it("is that of a literal, of an ARN, or Terraform's of a reference", () => {
    const policies = out.all("aws_iam_role_policy").map(({ policy }) => String(policy));
    const own = policies.find((policy) => policy.includes("acme-late"));

    expect(own).toContain('"arn:aws:s3:::acme-late"');
    expect(own).toContain('"arn:aws:s3:::acme-late/*"');
    expect(own).toContain('"arn:aws:s3:::acme-by-arn/*"');
    expect(own).toContain('${startswith(var.bucket, "arn:") ? var.bucket : join("", ["arn:aws:s3:::", var.bucket])}/*');
  });

  it("is a role's name, a subscription, a resource group and an issuer's host", () => {
    const roles = out.all("aws_iam_role_policy").map(({ role: name }) => name);
    const policies = out.all("aws_iam_role").map((made) => String(made.assume_role_policy));

    expect(roles).toContain("reader");
    expect(out.only("azurerm_role_assignment").role_definition_id).toMatch(
      new RegExp(`^/subscriptions/${AZURE_SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/`),
    );
    expect(policies.every((policy) => policy.includes('"oidc.onprem.example:sub":'))).toBe(true);
    expect([corp.resourceGroupName, corp.subscriptionId].map((one) => resolved(stack, one))).toEqual([
      "corp",
      AZURE_SUBSCRIPTION,
    ]);
  });

  it("is a list beside the role's own group", () => {
    expect(out.only("aws_eks_access_entry").kubernetes_groups).toEqual([
      "auditors",
      "readers",
      expect.stringMatching(/^trust-mesh:\$\{aws_iam_role\.\S+\.arn\}$/),
    ]);
  });
});

it("a list that Terraform joins holds no text with a reference in it, of which CDKTF warns", () => {
  const stack = new TerraformStack(new App(), "stack");
  const { prod } = cloudsIn(stack);
  const from = OidcCluster.fromAttributes(stack, "onprem", { issuer: "https://oidc.onprem.example" });
  const west = EksCluster.fromAttributes(stack, "west", {
    ...{ account: prod, clusterName: "west", region: "us-west-2" },
    kubernetesProvider: kubernetesProviderOf(stack, "west"),
  });
  const groups = new TerraformVariable(stack, "groups", { type: "list(string)" }).listValue;
  new EksTrust(stack, "eks", {
    ...{ from: from.serviceAccount("etl", "loader"), to: west, access: ClusterAccess.view("apps"), groups },
  });

  expect(synthesize(stack).only("aws_eks_access_entry").kubernetes_groups).toMatch(
    /^\$\{concat\(\[join\("", \["trust-mesh:", aws_iam_role\.\S+\.arn\]\)\], var\.groups\)\}$/,
  );
});
