import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import {
  AwsAccess,
  AwsAccount,
  AwsTrust,
  AzureAccess,
  AzureSubscription,
  AzureTrust,
  ClusterAccess,
  EksCluster,
  GcpAccess,
  GcpImpersonation,
  GcpProject,
  GcpTrust,
  GithubActions,
  GkeCluster,
  GkeTrust,
  OidcCluster,
  TrustMesh,
} from "../../src";
import { AWS_ACCOUNT, AZURE_SUBSCRIPTION, AZURE_TENANT, kubernetesProviderOf } from "../support/clusters";
import { describeWithStandIns, PlannedChange, TerraformFolder } from "../support/terraform";

/** How a version of the same trusts is written down. */
interface Version {
  readonly stack?: string;
  readonly declaredIn?: "stack" | "app";
  readonly withoutIds?: boolean;
  readonly reversed?: boolean;
  readonly unknownIssuers?: boolean;
  /** The construct ids of clusters and accounts, and what keeps the identities of the first version. */
  readonly renamed?: { readonly prefix: string; readonly key?: string; readonly renamedFrom?: string };
}

const STACK = "services";
/** The number that the stand-in for Google Cloud gives the project acme-data. */
const STAND_IN_PROJECT_NUMBER = "617699331288";
const VAULT = `/subscriptions/${AZURE_SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;

/** Trusts into services of three accounts, by every kind of identity that is created in them. */
function write({ renamed, ...version }: Version = {}): (app: App) => void {
  return (app) => {
    const stack = new TerraformStack(app, version.stack ?? STACK);
    const scope: Construct = version.declaredIn === "app" ? app : stack;
    const id = (name: string) => `${renamed?.prefix ?? ""}${name}`;
    const identity = (name: string) => ({
      ...(renamed?.key === undefined ? {} : { key: `${renamed.key}${name}` }),
      ...(renamed?.renamedFrom === undefined ? {} : { renamedFrom: `${renamed.renamedFrom}${name}` }),
    });
    const issuer = (name: string, value: string) =>
      version.unknownIssuers
        ? new TerraformVariable(stack, name, { type: "string", default: value }).stringValue
        : value;
    const unless = (value: string) => (version.withoutIds ? undefined : value);

    const prod = AwsAccount.fromProvider(scope, id("prod"), new AwsProvider(stack, "aws", { region: "us-west-2" }), {
      ...identity("prod"),
      accountId: AWS_ACCOUNT,
    });
    const google = new GoogleProvider(stack, "google", { project: "acme-data" });
    const data = GcpProject.fromProvider(scope, id("data"), google, {
      ...identity("data"),
      projectNumber: unless(STAND_IN_PROJECT_NUMBER),
    });
    const azurerm = new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: AZURE_SUBSCRIPTION });
    const core = AzureSubscription.fromProvider(scope, id("core"), azurerm, {
      ...identity("core"),
      ...{ tenantId: unless(AZURE_TENANT), resourceGroupName: "identities", location: "westeurope" },
    });
    const onprem = OidcCluster.fromAttributes(scope, id("onprem"), {
      ...identity("onprem"),
      issuer: issuer("onprem-issuer", "https://oidc.onprem.example"),
    });
    const west = EksCluster.fromAttributes(scope, id("west"), {
      ...identity("west"),
      ...{ account: prod, clusterName: "west", region: "us-west-2" },
      issuer: issuer("west-issuer", "https://oidc.eks.us-west-2.amazonaws.com/id/WEST"),
    });
    const euro = GkeCluster.fromAttributes(scope, id("euro"), {
      ...identity("euro"),
      ...{ account: data, projectId: "acme-data", location: "europe-west4", clusterName: "euro" },
      kubernetesProvider: kubernetesProviderOf(stack, "euro"),
    });

    const loader = onprem.serviceAccount("etl", "loader");
    const native = west.serviceAccount("etl", "loader");
    const job = GithubActions.repository("acme/app").environment("prod");
    const shared = GcpImpersonation.sharedServiceAccount("etl-loader");
    const [secrets, blobs] = [AzureAccess.readSecrets(VAULT), AzureAccess.readSecrets(`${VAULT}-2`)];
    const readBucket = AwsAccess.readBucket("acme-reports");
    const readExports = GcpAccess.readBucket("acme-exports");
    const azureadProvider = new AzureadProvider(stack, "azuread", {});
    const mesh = new TrustMesh(stack, "trusts");
    const trusts = [
      () => mesh.allow(loader, prod, readBucket),
      () => mesh.allow(native, prod, readBucket, { aws: { podIdentity: true } }),
      () => mesh.allow(loader, data, readExports),
      () => mesh.allow(loader, core, secrets),
      () =>
        mesh.allow(loader, euro, ClusterAccess.view("apps"), {
          gke: { impersonation: GcpImpersonation.newServiceAccount() },
        }),
      () => new GcpTrust(stack, "shared", { from: native, to: data, access: readExports, impersonation: shared }),
      () => {
        const from = euro.serviceAccount("etl", "loader");
        new GcpTrust(stack, "native", {
          from,
          to: data,
          access: readExports,
          impersonation: shared,
          builtInPool: true,
        });
      },
      () =>
        new GkeTrust(stack, "native-cluster", {
          from: onprem.serviceAccount("ci", "runner"),
          to: euro,
          access: ClusterAccess.view("ops"),
        }),
      () => new AwsTrust(stack, "job", { from: job, to: prod, access: readBucket }),
      () =>
        new AzureTrust(stack, "application", {
          from: native,
          to: core,
          access: blobs,
          application: { azureadProvider },
        }),
    ];
    for (const make of version.reversed ? trusts.reverse() : trusts) make();
  };
}

function losses(changes: PlannedChange[]): string[] {
  return changes.filter(({ actions }) => actions.includes("delete")).map(({ address }) => address);
}

function created(changes: PlannedChange[]): string[] {
  return changes.filter(({ actions }) => actions.includes("create")).map(({ address }) => address);
}

describeWithStandIns("applied trusts into services of three accounts", () => {
  let folder: TerraformFolder;
  beforeAll(() => {
    folder = new TerraformFolder();
    folder.synth(write());
    folder.init(STACK);
    folder.apply(STACK);
  });
  afterAll(() => folder.remove());

  it.each<[string, Version]>([
    ["all is declared in the app", { declaredIn: "app" }],
    ["project number and tenant are left out", { withoutIds: true }],
    ["trusts are written the other way round", { reversed: true }],
    ["issuers are unknown at synth", { unknownIssuers: true }],
    ["clusters and accounts have other ids and the old ones as keys", { renamed: { prefix: "new-", key: "" } }],
    ["clusters and accounts are renamed and say so", { renamed: { prefix: "new-", renamedFrom: "" } }],
  ])("keep every object as it is when %s", (_, version) => {
    folder.synth(write(version));

    const changes = folder.plan(STACK);

    expect([losses(changes), created(changes)]).toEqual([[], []]);
  });

  it("keep every object as it is when the stack is renamed", () => {
    folder.synth(write({ stack: "renamed" }));
    folder.init("renamed", STACK);

    expect(folder.plan("renamed")).toEqual([]);
  });

  it("keep every object through a second renaming: the key of the first, and what names were made of", () => {
    folder.synth(write({ renamed: { prefix: "new-", renamedFrom: "" } }));
    folder.apply(STACK);
    folder.synth(write({ renamed: { prefix: "newer-", key: "new-", renamedFrom: "" } }));

    const changes = folder.plan(STACK);

    expect([losses(changes), created(changes)]).toEqual([[], []]);
  });
});
