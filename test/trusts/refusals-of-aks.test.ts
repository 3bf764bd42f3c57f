import { App } from "cdktf";
import {
  AksClusterAttributes,
  AzureFederatedIdentity,
  ClusterAccess,
  ExistingAzureIdentity,
  GkeToAksTrust,
  OidcToAksTrust,
  ServiceAccount,
  AksTrustProps,
} from "../../src";
import { Clouds, SUBSCRIPTION_ID, homeOf } from "../support/clouds";
import { refusals } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const IDENTITY_ID = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;
const IDENTITY = /^\[stack\/trust-mesh-shared\/azure-azurerm\/identity_[^\]]*\] /;

function refused(
  options: Partial<AksTrustProps>,
  target: Partial<AksClusterAttributes> = {},
  subject: (clouds: Clouds) => ServiceAccount = (clouds) => clouds.gke("euro").serviceAccount("argocd", "deployer"),
): string[] {
  const clouds = new Clouds();
  new GkeToAksTrust(clouds.stack, "trust", {
    access,
    ...options,
    from: subject(clouds),
    to: clouds.aks("corp", target),
  });
  return refusals(clouds.stack).map((found) => found.replace(IDENTITY, "[identity] "));
}

/** `count` service accounts share one identity. */
function refusedFor(count: number, existing?: Partial<ExistingAzureIdentity>): string[] {
  const clouds = new Clouds();
  const [source, to] = [clouds.gke("euro"), clouds.aks("corp")];
  const identity = new AzureFederatedIdentity(clouds.stack, "shared", {
    ...homeOf(to),
    existing: existing && {
      identityId: IDENTITY_ID,
      clientId: "cccccccc-0000-4000-8000-000000000001",
      principalId: "cccccccc-0000-4000-8000-000000000002",
      ...existing,
    },
  });
  for (let index = 0; index < count; index++) identity.allow(source.serviceAccount("argocd", `account-${index}`));
  return refusals(clouds.stack);
}

describe("an identity's name", () => {
  const way = "Give 3 to 128 characters: letters, digits, dashes and underscores, starting with a letter or digit";

  it.each(["abc", "A_b-9", "i".repeat(128)])("may be %s", (identityName) => {
    expect(refused({ identityName })).toEqual([]);
  });

  it.each(["ab", "i".repeat(129)])("may not have the length of %s", (identityName) => {
    expect(refused({ identityName })).toEqual([
      `[identity] identityName: "${identityName}" has ${identityName.length} characters. ${way}.`,
    ]);
  });

  it.each(["-abc", "a.b.c", "a b c"])("may not be %s", (identityName) => {
    expect(refused({ identityName })).toEqual([
      `[identity] identityName: "${identityName}" is not a valid name. ${way}.`,
    ]);
  });
});

describe("the credentials of one identity", () => {
  it("may be 20", () => {
    expect(refusedFor(20)).toEqual([]);
  });

  it("may not be 21", () => {
    expect(refusedFor(21)).toEqual([
      "[stack/shared/credentials] from: 21 subjects share one identity, and Entra takes 20 federated credentials. Divide them over several identities.",
    ]);
  });

  it("include those that an existing identity has from elsewhere", () => {
    expect(refusedFor(2, { otherCredentials: 18 })).toEqual([]);
    expect(refusedFor(3, { otherCredentials: 18 })).toEqual([
      "[stack/trust-mesh-shared/azure-azurerm/existing_id-5d3f9ce8] from: 21 subjects share one identity, and Entra takes 20 federated credentials. Divide them over several identities.",
    ]);
  });

  it("may not be a whole namespace's", () => {
    expect(refused({}, {}, (clouds) => clouds.gke("euro").everyServiceAccountIn("argocd"))).toEqual([
      "[identity] from: stands for several subjects, and Entra knows no patterns. Trust single subjects.",
    ]);
  });
});

describe("an issuer that Entra does not take", () => {
  const refusedIssuer = (issuer: string) => {
    const clouds = new Clouds();
    const from = clouds.oidc("onprem", { issuer }).serviceAccount("argocd", "deployer");
    new OidcToAksTrust(clouds.stack, "trust", { from, to: clouds.aks("corp"), access });
    return refusals(clouds.stack).map((found) => found.replace(IDENTITY, "[identity] "));
  };

  it.each(["https://login.microsoftonline.com/tenant/v2.0", "https://sts.windows.net/tenant/"])("is %s", (issuer) => {
    expect(refusedIssuer(issuer)).toEqual([
      `[identity] issuer: "${issuer}" is one of Entra's own, which it refuses. Give the cluster's own issuer.`,
    ]);
  });

  it("has more than 600 characters", () => {
    const issuer = (length: number) => `https://oidc.example.com/${"x".repeat(length - 25)}`;

    expect(refusedIssuer(issuer(600))).toEqual([]);
    expect(refusedIssuer(issuer(601))).toEqual([
      "[identity] issuer: has 601 characters, and Entra takes 600. Use a shorter issuer URL.",
    ]);
  });

  it("has a port: Entra takes one", () => {
    expect(refusedIssuer("https://oidc.example.com:6443")).toEqual([]);
  });
});

describe("a given identity", () => {
  it.each([
    ["identityName", { identityName: "mine" }],
    ["tags", { tags: { a: "b" } }],
    ["identityName, tags", { identityName: "mine", tags: {} }],
  ])("leaves no meaning to %s", (properties, options) => {
    const clouds = new Clouds();
    const to = clouds.aks("corp");
    const identity = new AzureFederatedIdentity(clouds.stack, "shared", { ...homeOf(to) });
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToAksTrust(clouds.stack, "trust", { from, to, access, identity, ...options });

    expect(refusals(clouds.stack)).toEqual([
      `[stack/trust] ${properties}: conflicts with identity, which needs no new one. Leave one of the two out.`,
    ]);
  });

  it("that exists needs the tenant, which the plugin is told", () => {
    const clouds = new Clouds();
    const cluster = clouds.aks("corp", { tenantId: undefined });
    new AzureFederatedIdentity(clouds.stack, "given", {
      ...homeOf(cluster),
      existing: {
        identityId: IDENTITY_ID,
        clientId: "cccccccc-0000-4000-8000-000000000001",
        principalId: "cccccccc-0000-4000-8000-000000000002",
      },
    });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/given] tenantId: is missing on the AKS cluster and its account, and the identity exists already. Give the cluster or its AzureSubscription the tenantId.",
    ]);
  });

  it("that exists is named by a whole resource id", () => {
    expect(refusedFor(1, { identityId: "deployer" })).toEqual([
      '[stack/shared] identityId: "deployer" is not an identity\'s id. Give /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>.',
    ]);
  });

  it("is in the trust's own stack, because one stack writes its credentials", () => {
    const app = new App();
    const [home, away] = [new Clouds(app, "home"), new Clouds(app, "away")];
    const identity = new AzureFederatedIdentity(home.stack, "shared", { ...homeOf(home.aks("corp")) });
    const from = away.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToAksTrust(away.stack, "trust", { from, to: away.aks("other"), access, identity });

    expect(refusals(away.stack)).toContain(
      "[away/trust] identity: is in another stack, and credentials of one identity are written in one. Move the trust there.",
    );
  });
});

describe("access in AKS", () => {
  it("by cloud policy needs Azure RBAC", () => {
    expect(refused({ access: ClusterAccess.view().viaCloudPolicy() }, { azureRbacEnabled: false })).toEqual([
      "[stack/trust] access: viaCloudPolicy needs Azure RBAC, and it is off in this AKS cluster. Set azure_rbac_enabled on the cluster, or leave viaCloudPolicy out.",
    ]);
  });

  it("by Kubernetes RBAC does not", () => {
    expect(refused({}, { azureRbacEnabled: false })).toEqual([]);
  });
});

describe("a target that cannot be one", () => {
  it("has no Entra integration", () => {
    expect(refused({}, { entraIntegration: false })).toEqual([
      "[stack/trust] stack/corp azureActiveDirectoryRoleBasedAccessControl: is not set, so the API server accepts no Entra tokens. Switch on Entra integration in the AKS resource.",
    ]);
  });

  it("has no azurerm provider", () => {
    expect(refused({}, { azurermProvider: undefined })).toContain(
      "[stack/trust] stack/corp azurermProvider: is missing, so the objects of this cluster could be made in a wrong place. Give the AKS cluster its azurermProvider.",
    );
  });

  it("has no Kubernetes provider, and bindings are asked for", () => {
    expect(refused({}, { kubernetesProvider: undefined })).toEqual([
      "[stack/trust] stack/corp kubernetesProvider: is missing, so the objects of this cluster could be made in a wrong place. Give the AKS cluster its kubernetesProvider.",
    ]);
  });
});
