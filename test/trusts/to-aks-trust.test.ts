import { ClusterAccess, GkeToAksTrust } from "../../src";
import { Clouds, CORP_ID, GKE_ISSUER, SUBSCRIPTION_ID, TENANT_ID } from "../support/clouds";
import { resolved, synthesize, Synthesized } from "../support/synthesized";

function given(access = ClusterAccess.edit("payments")) {
  const clouds = new Clouds();
  const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
  const trust = new GkeToAksTrust(clouds.stack, "trust", { from, to: clouds.aks("corp"), access });
  return { stack: clouds.stack, trust };
}

describe("a trust into AKS makes", () => {
  let out: Synthesized;
  let trust: GkeToAksTrust;
  let identity: string;
  beforeEach(() => {
    const made = given();
    trust = made.trust;
    out = synthesize(made.stack);
    identity = out.addressOf("azurerm_user_assigned_identity");
  });

  it("exactly one object of each kind", () => {
    expect(out.counts).toEqual({
      azurerm_user_assigned_identity: 1,
      azurerm_federated_identity_credential: 1,
      kubernetes_role_binding_v1: 1,
    });
  });

  it("an identity in the cluster's resource group and location", () => {
    expect(out.only("azurerm_user_assigned_identity")).toEqual({
      provider: "azurerm.target",
      name: expect.stringMatching(/^trust-mesh-euro-argocd-deployer-[0-9a-f]{8}$/) as string,
      resource_group_name: "rg-corp",
      location: "westeurope",
    });
  });

  it("a credential of exact issuer, subject and the one audience of the public cloud", () => {
    expect(out.only("azurerm_federated_identity_credential")).toEqual({
      provider: "azurerm.target",
      name: expect.stringMatching(/^euro-argocd-deployer-[0-9a-f]{8}$/) as string,
      resource_group_name: "rg-corp",
      parent_id: `\${${identity}.id}`,
      issuer: GKE_ISSUER,
      subject: "system:serviceaccount:argocd:deployer",
      audience: ["api://AzureADTokenExchange"],
    });
  });

  it("a RoleBinding for the service principal's object id, never the client id", () => {
    const binding = out.only("kubernetes_role_binding_v1");

    expect(binding.provider).toBe("kubernetes.corp");
    expect(binding.subject).toEqual([
      { api_group: "rbac.authorization.k8s.io", kind: "User", name: `\${${identity}.principal_id}` },
    ]);
  });

  it("attributes that name principal, user and audience", () => {
    expect(resolved(trust, trust.cloudPrincipal)).toBe(`\${${identity}.principal_id}`);
    expect(resolved(trust, trust.kubernetesUser)).toBe(`\${${identity}.principal_id}`);
    expect(trust.kubernetesGroups).toEqual([]);
    expect(trust.audience).toBe("api://AzureADTokenExchange");
    expect(trust.usesProjectedToken).toBe(true);
  });

  it("arguments for the plugin, with the client id", () => {
    expect(resolved(trust, trust.execArguments("/var/run/secrets/azure/token"))).toEqual([
      "aks",
      "--tenant-id",
      TENANT_ID,
      "--client-id",
      `\${${identity}.client_id}`,
      "--cloud",
      "public",
      "--token-file",
      "/var/run/secrets/azure/token",
    ]);
  });

  it("the list of its resources, each once", () => {
    expect(trust.resources.map((resource) => resource.terraformResourceType)).toEqual([
      "azurerm_user_assigned_identity",
      "azurerm_federated_identity_credential",
      "kubernetes_role_binding_v1",
    ]);
  });
});

describe("access in AKS", () => {
  const ROLES = `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions`;

  it("to the whole cluster is a ClusterRoleBinding", () => {
    const { stack } = given(ClusterAccess.view());

    expect(synthesize(stack).only("kubernetes_cluster_role_binding_v1")).toMatchObject({
      provider: "kubernetes.corp",
      role_ref: { kind: "ClusterRole", name: "view" },
    });
  });

  it.each([
    ["Reader", ClusterAccess.view(), "7f6c6a51-bcf8-42ba-9220-52d62157d7db"],
    ["Writer", ClusterAccess.edit(), "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb"],
    ["Admin", ClusterAccess.admin(), "3498e952-d568-435e-9b2c-8d77e338d7f7"],
    ["Cluster Admin", ClusterAccess.clusterAdmin(), "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"],
  ])("by cloud policy assigns Azure's %s on the cluster", (_, access, role) => {
    const { stack } = given(access.viaCloudPolicy());

    const out = synthesize(stack);
    expect(out.all("kubernetes_cluster_role_binding_v1")).toEqual([]);
    expect(out.only("azurerm_role_assignment")).toEqual({
      provider: "azurerm.target",
      scope: CORP_ID,
      role_definition_id: `${ROLES}/${role}`,
      principal_id: `\${${out.addressOf("azurerm_user_assigned_identity")}.principal_id}`,
      principal_type: "ServicePrincipal",
      skip_service_principal_aad_check: true,
    });
  });

  it("by cloud policy in namespaces assigns the role on each of them", () => {
    const { stack } = given(ClusterAccess.edit("payments", "billing").viaCloudPolicy());

    const scopes = synthesize(stack)
      .all("azurerm_role_assignment")
      .map(({ scope }) => scope);
    expect(scopes.sort()).toEqual([`${CORP_ID}/namespaces/billing`, `${CORP_ID}/namespaces/payments`]);
  });

  it("by cloud policy granted twice is assigned once", () => {
    const { stack, trust } = given(ClusterAccess.view("payments").viaCloudPolicy());

    trust.grant(ClusterAccess.view("payments").viaCloudPolicy());

    expect(synthesize(stack).counts.azurerm_role_assignment).toBe(1);
  });
});
