import {
  AksClusterAttributes,
  AzureCloud,
  AzureFederatedIdentity,
  AzureSubscription,
  ClusterAccess,
  EksToAksTrust,
  GkeToAksTrust,
  AksTrustProps,
} from "../../src";
import { Clouds, SUBSCRIPTION_ID, homeOf } from "../support/clouds";
import { resolved, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const IDENTITY_ID = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer`;
const EXISTING = {
  identityId: IDENTITY_ID,
  clientId: "cccccccc-0000-4000-8000-000000000001",
  principalId: "cccccccc-0000-4000-8000-000000000002",
};

function trustWith(options: Partial<AksTrustProps>, target: Partial<AksClusterAttributes> = {}) {
  const clouds = new Clouds();
  const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
  const to = clouds.aks("corp", target);
  return { clouds, trust: new GkeToAksTrust(clouds.stack, "trust", { access, ...options, from, to }) };
}

describe("the options of a new identity", () => {
  it("name and tag it", () => {
    const { clouds } = trustWith({ identityName: "deployer", tags: { team: "platform" } });

    expect(synthesize(clouds.stack).only("azurerm_user_assigned_identity")).toMatchObject({
      name: "deployer",
      tags: { team: "platform" },
    });
  });

  it("place it in a resource group of its own, with its credential", () => {
    const clouds = new Clouds();
    const account = AzureSubscription.fromProvider(clouds.stack, "core", clouds.providers.azurerm, {
      resourceGroupName: "rg-identities",
    });
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToAksTrust(clouds.stack, "trust", { from, to: clouds.aks("corp", { account }), access });

    const out = synthesize(clouds.stack);
    expect(out.only("azurerm_user_assigned_identity").resource_group_name).toBe("rg-identities");
    expect(out.only("azurerm_federated_identity_credential").resource_group_name).toBe("rg-identities");
  });

  it("leave the tenant to the identity where the cluster does not tell it", () => {
    const { clouds, trust } = trustWith({}, { tenantId: undefined });

    const identity = synthesize(clouds.stack).addressOf("azurerm_user_assigned_identity");
    expect(resolved(trust, trust.execArguments())).toEqual([
      "aks",
      "--tenant-id",
      `\${${identity}.tenant_id}`,
      "--client-id",
      `\${${identity}.client_id}`,
      "--cloud",
      "public",
    ]);
  });
});

describe("an existing identity", () => {
  it("gets a credential in its own resource group, and nothing else is made", () => {
    const clouds = new Clouds();
    const to = clouds.aks("corp");
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    const identity = new AzureFederatedIdentity(clouds.stack, "given", { ...homeOf(to), existing: EXISTING });

    const trust = new GkeToAksTrust(clouds.stack, "trust", { from, to, access, identity });

    const out = synthesize(clouds.stack);
    expect(out.counts).toEqual({ azurerm_federated_identity_credential: 1, kubernetes_role_binding_v1: 1 });
    expect(out.only("azurerm_federated_identity_credential")).toMatchObject({
      provider: "azurerm.target",
      parent_id: IDENTITY_ID,
      resource_group_name: "rg-identities",
      audience: ["api://AzureADTokenExchange"],
    });
    expect(out.only("kubernetes_role_binding_v1").subject).toMatchObject([
      { kind: "User", name: "cccccccc-0000-4000-8000-000000000002" },
    ]);
    expect(trust.execArguments()).toContain("cccccccc-0000-4000-8000-000000000001");
    expect(trust.cloudPrincipal).toBe("cccccccc-0000-4000-8000-000000000002");
    expect(trust.identity).toBeUndefined();
  });
});

describe("an identity that service accounts share", () => {
  it("has one credential for each of them", () => {
    const clouds = new Clouds();
    const to = clouds.aks("corp");
    const identity = new AzureFederatedIdentity(clouds.stack, "shared", { ...homeOf(to) });
    const [gke, eks] = [clouds.gke("euro"), clouds.eks("west")];

    new GkeToAksTrust(clouds.stack, "one", { from: gke.serviceAccount("argocd", "deployer"), to, access, identity });
    new EksToAksTrust(clouds.stack, "two", { from: eks.serviceAccount("argocd", "deployer"), to, access, identity });

    const credentials = Object.values(resourcesOf(clouds, "azurerm_federated_identity_credential"));
    const parent = `\${${addressOf(clouds, "azurerm_user_assigned_identity")}.id}`;
    expect(credentials.map((one) => [one.parent_id, one.subject])).toEqual([
      [parent, "system:serviceaccount:argocd:deployer"],
      [parent, "system:serviceaccount:argocd:deployer"],
    ]);
    expect(new Set(credentials.map(({ issuer }) => issuer)).size).toBe(2);
    expect(new Set(credentials.map(({ name }) => name)).size).toBe(2);
  });

  const resourcesOf = (clouds: Clouds, type: string) => synthesize(clouds.stack).of(type);
  const addressOf = (clouds: Clouds, type: string) => synthesize(clouds.stack).addressOf(type);
});

describe("other Azure clouds", () => {
  it.each([
    [AzureCloud.PUBLIC, "api://AzureADTokenExchange", "public"],
    [AzureCloud.US_GOVERNMENT, "api://AzureADTokenExchangeUSGov", "usgovernment"],
    [AzureCloud.CHINA, "api://AzureADTokenExchangeChina", "china"],
  ])("%s expects its own audience, and the plugin is told of it", (cloud, audience, flag) => {
    const { clouds, trust } = trustWith({}, { cloud });

    expect(synthesize(clouds.stack).only("azurerm_federated_identity_credential").audience).toEqual([audience]);
    expect(trust.audience).toBe(audience);
    const args = trust.execArguments();
    expect(args[args.indexOf("--cloud") + 1]).toBe(flag);
  });
});

it("role assignments are of the subscription that the cluster's id names", () => {
  const { clouds } = trustWith(
    { access: ClusterAccess.view().viaCloudPolicy() },
    {
      clusterId:
        "/subscriptions/99999999-1111-2222-3333-444444444444/resourceGroups/RG/providers/Microsoft.ContainerService/managedClusters/other",
    },
  );

  expect(synthesize(clouds.stack).only("azurerm_role_assignment").role_definition_id).toBe(
    "/subscriptions/99999999-1111-2222-3333-444444444444/providers/Microsoft.Authorization/roleDefinitions/7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  );
});
