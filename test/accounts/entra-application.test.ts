import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AksTrust,
  AzureAccess,
  AzureCloud,
  AzureFederatedIdentity,
  AzureSubscription,
  AzureSubscriptionOptions,
  AzureTrust,
  ClusterAccess,
  EntraApplicationOptions,
  OidcCluster,
  PodWiring,
} from "../../src";
import { Clouds, OIDC_ISSUER, SUBSCRIPTION_ID, TENANT_ID } from "../support/clouds";
import { refusals, resolved, synthesize } from "../support/synthesized";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

const VAULT = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;
const OWNER = "5a1c7f3e-0b3d-4f4e-9c52-8d8f3a6b7c10";
const APPLICATION = "/applications/0c1de9a8-25b2-4d3c-8f0e-6a1b2c3d4e5f";
const ID = "9b8a7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d";

/** A subscription without a resource group, an azuread provider of its tenant, and two self-managed clusters. */
class Tenant {
  public readonly stack: TerraformStack;
  public readonly azureadProvider: AzureadProvider;
  public readonly core: AzureSubscription;
  public readonly first: OidcCluster;
  public readonly second: OidcCluster;

  public constructor(app = new App(), options: AzureSubscriptionOptions = {}) {
    const stack = new TerraformStack(app, "stack");
    const azurerm = new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: SUBSCRIPTION_ID });
    this.stack = stack;
    this.azureadProvider = new AzureadProvider(stack, "azuread", { tenantId: TENANT_ID });
    this.core = AzureSubscription.fromProvider(stack, "core", azurerm, { tenantId: TENANT_ID, ...options });
    this.first = OidcCluster.fromAttributes(stack, "first", { issuer: OIDC_ISSUER });
    this.second = OidcCluster.fromAttributes(stack, "second", { issuer: "https://oidc.example.com/second" });
  }

  public trust(id: string, application: EntraApplicationOptions, more: object = {}): AzureTrust {
    const from = this.first.serviceAccount("etl", "loader");
    return new AzureTrust(this.stack, id, {
      ...{ from, to: this.core, access: AzureAccess.readSecrets(VAULT), application },
      ...more,
    });
  }
}

describe("a trust by an application of Entra", () => {
  it("makes the application, its service principal and a credential of exactly one subject, and no managed identity", () => {
    const { stack, azureadProvider, trust } = ((tenant: Tenant) => ({
      ...{ stack: tenant.stack, azureadProvider: tenant.azureadProvider },
      trust: tenant.trust(
        "loader",
        { azureadProvider: tenant.azureadProvider, owners: [OWNER] },
        { identityName: "Loader of etl" },
      ),
    }))(new Tenant());

    const found = synthesize(stack);
    const application = found.addressOf("azuread_application");
    const principal = found.addressOf("azuread_service_principal");

    expect(found.counts).toEqual({
      ...{ azuread_application: 1, azuread_service_principal: 1, azuread_application_federated_identity_credential: 1 },
      azurerm_role_assignment: 1,
    });
    expect(found.only("azuread_application")).toEqual({
      ...{ display_name: "Loader of etl", owners: [OWNER], sign_in_audience: "AzureADMyOrg", provider: "azuread" },
    });
    expect(found.only("azuread_service_principal")).toEqual({
      ...{ client_id: `\${${application}.client_id}`, owners: [OWNER], provider: "azuread" },
    });
    expect(found.only("azuread_application_federated_identity_credential")).toMatchObject({
      ...{ application_id: `\${${application}.id}`, provider: "azuread" },
      ...{
        issuer: OIDC_ISSUER,
        subject: "system:serviceaccount:etl:loader",
        audiences: ["api://AzureADTokenExchange"],
      },
    });
    expect(found.only("azurerm_role_assignment")).toMatchObject({
      ...{ scope: VAULT, principal_id: `\${${principal}.object_id}`, principal_type: "ServicePrincipal" },
    });
    expect(trust.identity.identity).toBeUndefined();
    expect(trust.resources).toHaveLength(4);
    expect(azureadProvider.terraformResourceType).toBe("azuread");
  });

  it("wires pods by the application's client id", () => {
    const tenant = new Tenant();
    const trust = tenant.trust("loader", tenant);

    const { environment } = PodWiring.for(tenant.first.serviceAccount("etl", "loader"), [trust]);

    const application = synthesize(tenant.stack).addressOf("azuread_application");
    const wired = Object.fromEntries(environment.map(({ name, value }) => [name, value]));
    expect(resolved(tenant.stack, wired)).toMatchObject({
      AZURE_CLIENT_ID: `\${${application}.client_id}`,
      AZURE_TENANT_ID: TENANT_ID,
    });
  });

  it("shares the application with trusts of the same subject", () => {
    const tenant = new Tenant();
    tenant.trust("one", tenant);
    tenant.trust("two", { azureadProvider: tenant.azureadProvider }, { access: AzureAccess.useKeys(VAULT) });

    expect(synthesize(tenant.stack).counts).toMatchObject({ azuread_application: 1, azurerm_role_assignment: 2 });
  });

  it("refuses two trusts of one subject of which one is by a managed identity", () => {
    const tenant = new Tenant(new App(), { resourceGroupName: "rg", location: "westeurope" });
    tenant.trust("one", tenant);
    tenant.trust("two", tenant, { application: undefined, access: AzureAccess.useKeys(VAULT) });

    expect(refusals(tenant.stack)).toEqual([
      expect.stringContaining('application: two trusts share "services_first_etl_loader" and ask for it differently.'),
    ]);
  });

  it("opens an AKS cluster, by bindings on the service principal's object id", () => {
    const clouds = new Clouds();
    const azureadProvider = new AzureadProvider(clouds.stack, "azuread", {});
    const from = clouds.oidc("onprem").serviceAccount("etl", "loader");

    const trust = new AksTrust(clouds.stack, "trust", {
      ...{ from, to: clouds.aks("corp"), access: ClusterAccess.view("payments"), application: { azureadProvider } },
    });

    const found = synthesize(clouds.stack);
    const principal = `\${${found.addressOf("azuread_service_principal")}.object_id}`;
    expect(found.counts).not.toHaveProperty("azurerm_user_assigned_identity");
    expect(found.only("kubernetes_role_binding_v1")).toMatchObject({ subject: [{ kind: "User", name: principal }] });
    expect(resolved(clouds.stack, trust.kubernetesUser)).toBe(principal);
    expect(trust.adopted).toEqual([]);
  });
});

describe("an application that exists already", () => {
  const existing = { identityId: APPLICATION, clientId: ID, principalId: OWNER };

  it("gets credentials for several subjects, one after the other, and nothing else", () => {
    const tenant = new Tenant();
    const application = { azureadProvider: tenant.azureadProvider };
    const identity = new AzureFederatedIdentity(tenant.stack, "shared", {
      account: tenant.core,
      existing,
      application,
    });
    identity.allow(tenant.first.serviceAccount("etl", "loader"));
    identity.allow(tenant.second.serviceAccount("etl", "loader"));

    const found = synthesize(tenant.stack);

    expect(found.counts).toEqual({ azuread_application_federated_identity_credential: 2 });
    const credentials = found.all("azuread_application_federated_identity_credential");
    expect(credentials.map((one) => one.application_id)).toEqual([APPLICATION, APPLICATION]);
    expect(credentials.filter((one) => one.depends_on)).toHaveLength(1);
    expect([identity.clientId, identity.principalId]).toEqual([ID, OWNER]);
  });

  it.each([["/applications/etl"], [ID], [`/servicePrincipals/${ID}`]])("is refused by another id: %s", (identityId) => {
    const tenant = new Tenant();
    const application = { azureadProvider: tenant.azureadProvider };

    new AzureFederatedIdentity(tenant.stack, "shared", {
      ...{ account: tenant.core, existing: { ...existing, identityId }, application },
    });

    expect(refusals(tenant.stack)).toEqual([
      `[stack/shared] identityId: "${identityId}" is not an application's id. Give /applications/<object id>, with the OBJECT id that \`az ad app show\` prints as id.`,
    ]);
  });
});

describe("limits", () => {
  it("takes 20 subjects, and refuses the 21st", () => {
    const tenant = new Tenant();
    const application = { azureadProvider: tenant.azureadProvider };
    const identity = new AzureFederatedIdentity(tenant.stack, "shared", { account: tenant.core, application });
    const allow = (name: string) => identity.allow(tenant.first.serviceAccount("etl", name));
    Array.from({ length: 20 }, (_one, index) => allow(`loader-${index}`));
    expect(refusals(tenant.stack)).toEqual([]);

    allow("loader-20");

    expect(refusals(tenant.stack)).toEqual([
      expect.stringContaining("21 subjects share one identity, and Entra takes 20 federated credentials"),
    ]);
  });

  it.each([
    ["a name of 121 characters", { identityName: "n".repeat(121) }, /identityName: .*121.*120/],
    ["a name of blanks", { identityName: "  " }, /identityName: /],
    [
      "tags",
      { tags: { team: "etl" } },
      /tags: are given, and applications of Entra have none with values\. Leave them out\./,
    ],
    [
      "a place",
      { place: { resourceGroupName: "rg", location: "westeurope" } },
      /place: is given, and an application of Entra is in no resource group\. Leave one of the two out\./,
    ],
  ])("refuses %s", (_what, options, message) => {
    const tenant = new Tenant();

    tenant.trust("loader", tenant, options);

    expect(refusals(tenant.stack)).toEqual([expect.stringMatching(message)]);
  });

  it("refuses an identity beside it", () => {
    const tenant = new Tenant();
    const application = { azureadProvider: tenant.azureadProvider };
    const identity = new AzureFederatedIdentity(tenant.stack, "shared", { account: tenant.core, application });

    tenant.trust("loader", application, { identity });

    expect(refusals(tenant.stack)).toEqual([
      "[stack/loader] application: conflicts with identity, which has them already. Leave one of the two out.",
    ]);
  });
});

describe("the azuread provider", () => {
  const refused = (options: AzureSubscriptionOptions, make: (stack: TerraformStack) => EntraApplicationOptions) => {
    const tenant = new Tenant(new App(), options);
    tenant.trust("loader", make(tenant.stack));
    return refusals(tenant.stack).join("\n");
  };

  it("is one of azuread", () => {
    const azurerm = (stack: TerraformStack) => stack.node.findChild("azurerm") as AzurermProvider;

    expect(refused({}, (stack) => ({ azureadProvider: azurerm(stack) }))).toContain(
      "application azureadProvider: is a provider of azurerm, which makes no applications. Give an AzureadProvider of @cdktf/provider-azuread.",
    );
  });

  it("is of the subscription's tenant", () => {
    const make = (stack: TerraformStack) => ({
      azureadProvider: new AzureadProvider(stack, "other", { alias: "other", tenantId: ID }),
    });

    expect(refused({}, make)).toContain(
      `application azureadProvider: is of the tenant ${ID}, and the subscription of ${TENANT_ID}. Give a provider of the subscription's tenant: roles are assigned to principals of it alone.`,
    );
  });

  it.each([
    ["global", AzureCloud.CHINA],
    ["usgovernmentl5", AzureCloud.PUBLIC],
  ])("of the environment %s is refused in the cloud %s", (environment, cloud) => {
    const make = (stack: TerraformStack) => ({
      azureadProvider: new AzureadProvider(stack, "other", { alias: "other", environment }),
    });

    expect(refused({ cloud }, make)).toContain(
      `application azureadProvider: is of the environment "${environment}", and the subscription of the cloud "${cloud}". Give both the same cloud.`,
    );
  });

  it("is in the stack of the subscription's objects", () => {
    const make = (stack: TerraformStack) => {
      const elsewhere = new TerraformStack(stack.node.root, "elsewhere");
      return { azureadProvider: new AzureadProvider(elsewhere, "azuread", {}) };
    };

    expect(refused({}, make)).toContain(
      'application azureadProvider: is in the stack "elsewhere", and the subscription\'s objects are in "stack". Give a provider of "stack".',
    );
  });
});

describeWithStandIns("terraform, with applications", () => {
  const folder = new TerraformFolder();
  afterAll(() => folder.remove());

  it("applies them, plans nothing more, and destroys them", () => {
    const [stack] = folder.synth((app) => {
      const tenant = new Tenant(app);
      const application = { azureadProvider: tenant.azureadProvider };
      tenant.trust("loader", application);
      const identity = new AzureFederatedIdentity(tenant.stack, "shared", { account: tenant.core, application });
      identity.allow(tenant.first.serviceAccount("etl", "loader"));
      identity.allow(tenant.second.serviceAccount("etl", "loader"));
    });
    folder.init(stack);
    folder.apply(stack);

    expect(folder.plan(stack)).toEqual([]);
    const resources = folder.resources(stack);
    const principals = resources.filter(({ type }) => type === "azuread_service_principal");
    const [assignment] = resources.filter(({ type }) => type === "azurerm_role_assignment");
    expect(principals.map(({ values }) => values.object_id)).toContain(assignment.values.principal_id);

    folder.destroy(stack);
    expect(folder.resources(stack)).toEqual([]);
  });
});
