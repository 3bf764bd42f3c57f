import {
  AwsAccess,
  AwsTrust,
  AzureAccess,
  AzureTrust,
  ClusterAccess,
  GcpAccess,
  GcpTrust,
  IDestination,
  PodWiring,
  SdkConfigMap,
  TrustMesh,
} from "../../src";
import { accountsOf } from "../support/accounts";
import { Clouds, SUBSCRIPTION_ID } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

const VAULT = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;
const reads = {
  prod: AwsAccess.readBucket("acme-reports"),
  data: GcpAccess.readBucket("acme-exports"),
  core: AzureAccess.readSecrets(VAULT),
};

function given() {
  const clouds = new Clouds();
  const accounts = accountsOf(clouds);
  const onprem = clouds.oidc("onprem");
  const clusters = {
    west: clouds.eks("west", { account: accounts.prod }),
    euro: clouds.gke("euro", { account: accounts.data, projectId: "acme-data" }),
    corp: clouds.aks("corp", { account: accounts.core }),
  };
  const mesh = new TrustMesh(clouds.stack, "mesh");
  return {
    clouds,
    stack: clouds.stack,
    onprem,
    loader: onprem.serviceAccount("etl", "loader"),
    mesh,
    ...accounts,
    ...clusters,
  };
}

describe("allow into an account", () => {
  it.each([
    ["prod", AwsTrust],
    ["data", GcpTrust],
    ["core", AzureTrust],
  ] as const)("%s makes the trust of its cloud", (account, expected) => {
    const made = given();

    const trust = made.mesh.allow(made.loader, made[account], reads[account]);

    expect(trust).toBeInstanceOf(expected);
    expect(trust.node.id).toBe(`onprem_etl_loader_uses_${account}`);
    expect(made.mesh.trustOf(made.loader, made[account])).toBe(trust);
    expect(refusals(made.stack)).toEqual([]);
  });

  it("adds grants of one pair to one trust", () => {
    const { mesh, stack, loader, prod, data, core } = given();
    const first = mesh.allow(loader, prod, reads.prod);

    mesh.allow(loader, data, reads.data);
    mesh.allow(loader, core, reads.core);
    expect(mesh.allow(loader, prod, AwsAccess.listBuckets())).toBe(first);
    mesh.allow(loader, data, GcpAccess.readSecret("token"));
    mesh.allow(loader, core, AzureAccess.useKeys(VAULT));

    expect(mesh.trusts).toHaveLength(3);
    expect(synthesize(stack).counts).toEqual({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 1,
      aws_iam_role_policy: 1,
      azurerm_federated_identity_credential: 1,
      azurerm_role_assignment: 2,
      azurerm_user_assigned_identity: 1,
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      google_secret_manager_secret_iam_member: 1,
      google_storage_bucket_iam_member: 1,
    });
  });
});

describe("edges of one service account into an account and into a cluster of it", () => {
  it("share issuer registration, pool and provider, and nothing that grants", () => {
    const { mesh, stack, loader, ...places } = given();
    for (const account of ["prod", "data", "core"] as const) mesh.allow(loader, places[account], reads[account]);

    mesh.allowAll([loader], [places.west, places.euro, places.corp], ClusterAccess.view("payments"));

    expect(refusals(stack)).toEqual([]);
    expect(synthesize(stack).counts).toMatchObject({
      aws_iam_openid_connect_provider: 1,
      aws_iam_role: 2,
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      azurerm_user_assigned_identity: 2,
      azurerm_federated_identity_credential: 2,
      kubernetes_role_binding_v1: 3,
    });
  });

  it("are all in trustsOf, in any order of allow, and wire one pod", () => {
    const { mesh, stack, loader, prod, data, euro, onprem } = given();
    mesh.allow(loader, prod, reads.prod);
    mesh.allow(onprem.serviceAccount("etl", "other"), prod, reads.prod);
    mesh.allow(loader, euro, ClusterAccess.view());
    mesh.allow(loader, data, reads.data);

    const trusts = mesh.trustsOf(loader);
    const sdkFiles = new SdkConfigMap(stack, "sdk", {
      namespace: "etl",
      trusts,
      kubernetesProvider: euro.kubernetesProvider!,
    });
    const { volumes } = PodWiring.for(loader, trusts, { sdkFiles }).toPodJson() as {
      volumes: { projected?: { sources: { serviceAccountToken: { path: string } }[] } }[];
    };

    expect(trusts.map(({ node }) => node.id)).toEqual([
      "onprem_etl_loader_uses_data",
      "onprem_etl_loader_in_euro",
      "onprem_etl_loader_uses_prod",
    ]);
    expect(volumes[0].projected?.sources.map(({ serviceAccountToken }) => serviceAccountToken.path)).toEqual([
      "data/token",
      "euro/token",
      "prod/token",
    ]);
    expect(mesh.clusterTrustsOf(loader).map(({ targetCluster }) => targetCluster.node.id)).toEqual(["euro"]);
    expect(refusals(stack)).toEqual([]);
  });
});

describe("allowAll", () => {
  it("lets service accounts into accounts, with options of their kind", () => {
    const { mesh, stack, west, corp, prod } = given();
    const loaders = [west, corp].map((cluster) => cluster.serviceAccount("etl", "loader"));

    mesh.allowAll(loaders, [prod], reads.prod, { aws: { rolePath: "/services/" } });

    expect(
      synthesize(stack)
        .all("aws_iam_role")
        .map(({ path }) => path),
    ).toEqual(["/services/", "/services/"]);
    expect(refusals(stack)).toEqual([]);
  });
});

describe("refused is", () => {
  it.each([
    ["prod", reads.data, 'AwsAccount "prod" takes no GcpAccess ("roles/storage.objectViewer on bucket acme-exports")'],
    ["data", reads.prod, 'GcpProject "data" takes no AwsAccess ("read bucket acme-reports")'],
    ["core", ClusterAccess.view(), 'AzureSubscription "core" takes no ClusterAccess ("view in the whole cluster")'],
    ["west", reads.prod, 'EksCluster "west" takes no AwsAccess ("read bucket acme-reports")'],
  ] as const)("an access that %s does not take", (place, access, message) => {
    const made = given();

    const allow = () => made.mesh.allow(made.loader, made[place], access);

    expect(allow).toThrow(`stack/mesh allow: access: ${message}. Give a `);
    expect(allow).toThrow("[access-kind]");
  });

  it("a destination of no kind", () => {
    const { mesh, loader, onprem } = given();

    expect(() => mesh.allow(loader, onprem as unknown as IDestination, ClusterAccess.view())).toThrow(
      'stack/mesh allow: destination: "onprem" is not a destination of trusts. Give one of EksCluster, GkeCluster, AksCluster, AwsAccount, GcpProject, AzureSubscription. [destination]',
    );
  });

  it("an option of another kind", () => {
    const { mesh, stack, loader, prod } = given();

    mesh.allow(loader, prod, reads.prod, { eks: { rolePath: "/x/" } });

    expect(refusals(stack)).toEqual([
      '[stack/mesh] allow options.eks: is given for "onprem_etl_loader_uses_prod", whose target is an AWS account. Give options.aws.',
    ]);
  });
});
