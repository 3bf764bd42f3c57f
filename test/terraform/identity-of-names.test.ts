import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import {
  AwsAccess,
  AwsAccount,
  AwsFederatedRole,
  AwsTrust,
  AzureAccess,
  AzureSubscription,
  AzureTrust,
  ClusterAccess,
  EksCluster,
  EksSourceRole,
  EksTrust,
  GcpAccess,
  GcpImpersonation,
  GcpProject,
  GcpTrust,
  GkeCluster,
  GkeTrust,
} from "../../src";
import { AWS_ACCOUNT, AZURE_SUBSCRIPTION, AZURE_TENANT, kubernetesProviderOf } from "../support/clusters";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

const STACK = "names";
const ROLE = `arn:aws:iam::${AWS_ACCOUNT}:role/team/loader`;
const SOURCE_ROLE = `arn:aws:iam::${AWS_ACCOUNT}:role/pods`;
const POLICY = `arn:aws:iam::${AWS_ACCOUNT}:policy/loader`;
const EMAIL = "loader@acme-data.iam.gserviceaccount.com";
const BUCKET = "acme-exports";
const VAULT = `/subscriptions/${AZURE_SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;

/** Trusts whose identities exist, and what they are granted: by literals, or by variables that say what addresses are made of. */
function write(isUnknown: boolean): (app: App) => void {
  return (app) => {
    const stack = new TerraformStack(app, STACK);
    const named = (id: string, value: string) =>
      isUnknown ? new TerraformVariable(stack, `${id}-value`, { type: "string", default: value }).stringValue : value;
    const addressed = (value: string) => (isUnknown ? { addressedAs: value } : {});
    const prod = AwsAccount.fromProvider(stack, "prod", new AwsProvider(stack, "aws", { region: "us-west-2" }));
    const data = GcpProject.fromProvider(stack, "data", new GoogleProvider(stack, "google", { project: "acme-data" }));
    const azurerm = new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: AZURE_SUBSCRIPTION });
    const core = AzureSubscription.fromProvider(stack, "core", azurerm, {
      ...{ tenantId: AZURE_TENANT, resourceGroupName: "core", location: "westeurope" },
    });
    const [west, east] = ["west", "east"].map((id) =>
      EksCluster.fromAttributes(stack, id, {
        ...{ account: prod, clusterName: id, region: "us-west-2", kubernetesProvider: kubernetesProviderOf(stack, id) },
        issuer: `https://oidc.eks.us-west-2.amazonaws.com/id/${id.toUpperCase()}`,
      }),
    );
    const euro = GkeCluster.fromAttributes(stack, "euro", {
      ...{ account: data, projectId: "acme-data", location: "europe-west4", clusterName: "euro", legacyAbac: false },
      kubernetesProvider: kubernetesProviderOf(stack, "euro"),
    });
    const from = east.serviceAccount("etl", "loader");
    const role = AwsFederatedRole.fromRoleArn(stack, "given", named("role", ROLE), addressed(ROLE));
    const sourceRole = EksSourceRole.irsa(named("pods", SOURCE_ROLE), addressed(SOURCE_ROLE));
    const impersonation = GcpImpersonation.existingServiceAccount(named("email", EMAIL), addressed(EMAIL));
    const access = ClusterAccess.view("apps");
    const policy = AwsAccess.managedPolicy(named("policy", POLICY));
    const bucket = GcpAccess.readBucket(named("bucket", BUCKET), "2027/");
    const secrets = AzureAccess.readSecrets(named("vault", VAULT));

    new AwsTrust(stack, "services", { from, to: prod, access: AwsAccess.readBucket("acme-reports"), role }).grant(
      isUnknown ? policy.addressedAs(AwsAccess.managedPolicy(POLICY)) : policy,
    );
    new EksTrust(stack, "by-role", { from, to: west, access, role });
    new EksTrust(stack, "by-source-role", { from: east.serviceAccount("ci", "runner"), to: west, access, sourceRole });
    new GkeTrust(stack, "cluster", { from, to: euro, access, impersonation });
    new GcpTrust(stack, "bucket", {
      ...{ from, to: data, impersonation },
      access: isUnknown ? bucket.addressedAs(GcpAccess.readBucket(BUCKET, "2027/")) : bucket,
    });
    new AzureTrust(stack, "vault", {
      ...{ from, to: core },
      access: isUnknown ? secrets.addressedAs(AzureAccess.readSecrets(VAULT)) : secrets,
    });
  };
}

describeWithStandIns("applied trusts of existing identities, in resources by their names", () => {
  let folder: TerraformFolder;
  beforeAll(() => {
    folder = new TerraformFolder();
    folder.synth(write(false));
    folder.init(STACK);
    folder.apply(STACK);
  });
  afterAll(() => folder.remove());

  it("keep every object as it is when all of them are tokens with the literals' addresses", () => {
    folder.synth(write(true));

    expect(folder.plan(STACK)).toEqual([]);
  });

  it("have each member of a Google service account once, which clusters and services share", () => {
    const members = folder.resources(STACK).filter(({ type }) => type === "google_service_account_iam_member");

    expect(members.map(({ values }) => [values.service_account_id, values.role])).toEqual([
      [`projects/-/serviceAccounts/${EMAIL}`, "roles/iam.workloadIdentityUser"],
    ]);
  });
});
