import { TerraformVariable } from "cdktf";
import {
  AksCluster,
  AksClusterAttributes,
  AzureCloud,
  ClusterAccess,
  EksCluster,
  EksClusterAttributes,
  EksToEksTrust,
  GkeCluster,
  GkeClusterAttributes,
  AwsPartition,
} from "../../src";
import { Clouds, CORP, EURO, WEST } from "../support/clouds";
import { refusals } from "../support/synthesized";

const refusedBy = (declare: (clouds: Clouds) => unknown) => {
  const clouds = new Clouds();
  declare(clouds);
  return refusals(clouds.stack);
};
const eks = (attributes: Partial<EksClusterAttributes>) =>
  refusedBy(({ stack }) => EksCluster.fromAttributes(stack, "c", { ...WEST, ...attributes }));
const gke = (attributes: Partial<GkeClusterAttributes>) =>
  refusedBy(({ stack }) => GkeCluster.fromAttributes(stack, "c", { ...EURO, ...attributes }));
const aks = (attributes: Partial<AksClusterAttributes>) =>
  refusedBy(({ stack }) => AksCluster.fromAttributes(stack, "c", { ...CORP, ...attributes }));
const oidc = (issuer: string) => refusedBy((clouds) => clouds.oidc("c", { issuer }));

describe("an issuer", () => {
  const way = "Copy the issuer byte for byte from the cluster's /.well-known/openid-configuration.";

  it.each<[string, string]>([
    ["issuer.example.com", '"issuer.example.com" is not a URL'],
    [
      "http://issuer.example.com",
      '"http://issuer.example.com" does not start with https://, which every cloud asks for',
    ],
    [
      "HTTPS://issuer.example.com",
      '"HTTPS://issuer.example.com" does not start with https://, which every cloud asks for',
    ],
    [
      "https://a.example.com?x=1",
      '"https://a.example.com?x=1" has a query or a fragment, which OpenID Connect forbids',
    ],
    ["https://a.example.com#x", '"https://a.example.com#x" has a query or a fragment, which OpenID Connect forbids'],
    ["https://u:p@a.example.com", "the URL holds a user name or password"],
    ["https://a.example.com ", '"https://a.example.com " has white space in it'],
  ])("%j is refused", (issuer, reason) => {
    expect(oidc(issuer)).toEqual([`[stack/c] issuer: ${reason}. ${way}`]);
  });

  it.each(["https://a.example.com", "https://a.example.com/", "https://a.example.com:6443/x"])(
    "%s is taken",
    (issuer) => {
      expect(oidc(issuer)).toEqual([]);
    },
  );

  it("is kept byte for byte", () => {
    expect(new Clouds().oidc("c", { issuer: "https://A.example.com/X/" }).issuer).toBe("https://A.example.com/X/");
  });

  it("of EKS has no slash at its end", () => {
    const issuer = `${WEST.issuer}/`;

    expect(eks({ issuer })).toEqual([
      `[stack/c] issuer: "${issuer}" ends in a slash, and EKS issuers do not. Take the slash away.`,
    ]);
  });

  it("of EKS is of the cluster's region", () => {
    expect(eks({ region: "eu-central-1" })).toEqual([
      "[stack/c] issuer: is of the region us-west-2, and the cluster of eu-central-1. Give the issuer and the region of the same cluster.",
    ]);
    expect(eks({ issuer: "https://oidc-eks.us-west-2.api.aws/id/ABC" })).toEqual([]);
    expect(eks({ issuer: "https://oidc-eks.us-east-1.api.aws/id/ABC" })).toHaveLength(1);
  });

  it("of AKS has a slash at its end", () => {
    const issuer = "https://westeurope.oic.prod-aks.azure.com/tenant/guid";

    expect(aks({ issuer })).toEqual([
      `[stack/c] issuer: "${issuer}" has no slash at its end, and AKS issuers do. Give "${issuer}/".`,
    ]);
  });

  it("of GKE is made of names", () => {
    expect(new Clouds().gke("c", { location: "europe-west4-a", clusterName: "x" }).issuer).toBe(
      "https://container.googleapis.com/v1/projects/acme-euro/locations/europe-west4-a/clusters/x",
    );
  });

  it("may be left out for a target, and not for a source", () => {
    const clouds = new Clouds();
    expect(eks({ issuer: undefined })).toEqual([]);

    const source = clouds.eks("west", { issuer: undefined });
    new EksToEksTrust(clouds.stack, "trust", {
      from: source.serviceAccount("argocd", "deployer"),
      to: clouds.eks("east"),
      access: ClusterAccess.view(),
    });

    expect(refusals(clouds.stack)).toContain(
      "[stack/trust] issuer: is missing, and this cluster is the source of a trust. Give the cluster's issuer URL.",
    );
  });

  it("that is unknown until apply is never read", () => {
    expect(
      refusedBy((clouds) => {
        const issuer = new TerraformVariable(clouds.stack, "issuer", {}).stringValue;
        EksCluster.fromAttributes(clouds.stack, "e", { ...WEST, issuer });
        AksCluster.fromAttributes(clouds.stack, "a", { ...CORP, issuer });
        clouds.oidc("o", { issuer });
      }),
    ).toEqual([]);
  });
});

describe("an EKS cluster", () => {
  it.each(["us-west-2", "cn-north-1", "us-gov-east-1", "ap-southeast-5", "il-central-1", "mx-central-1"])(
    "may be in %s",
    (region) => {
      expect(eks({ region, issuer: undefined })).toEqual([]);
    },
  );

  it.each(["us-west", "us-isog-east-1", "europe-west4", "westeurope", "US-WEST-2"])("may not be in %s", (region) => {
    expect(eks({ region, issuer: undefined })).toEqual([
      `[stack/c] region: "${region}" is not a region of the partitions aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f or aws-us-gov. Give the region's name, such as eu-central-1.`,
    ]);
  });

  it.each<[string, string]>([
    ["eu-central-1", "aws"],
    ["cn-northwest-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("in %s is in the partition %s", (region, partition) => {
    expect(new Clouds().eks("c", { region }).partition).toBe(partition);
  });

  it("is not in a partition other than its region's", () => {
    expect(eks({ partition: AwsPartition.CHINA })).toEqual([
      "[stack/c] partition: is aws-cn, and the region us-west-2 is in aws. Leave the partition out, or correct the region.",
    ]);
  });

  it.each(["12345678901", "1234567890123", "12345678901a"])("has not the account %s", (accountId) => {
    expect(eks({ accountId })).toEqual([
      `[stack/c] accountId: "${accountId}" is not an account id. Give the account's 12 digits.`,
    ]);
  });

  it("has a known authentication mode", () => {
    expect(eks({ authenticationMode: "api" })).toEqual([
      '[stack/c] authenticationMode: "api" is unknown. Give one of API, API_AND_CONFIG_MAP, CONFIG_MAP.',
    ]);
  });

  it("of CONFIG_MAP may be a source", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west", { authenticationMode: "CONFIG_MAP" }).serviceAccount("argocd", "deployer");
    new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access: ClusterAccess.view() });

    expect(refusals(clouds.stack)).toEqual([]);
  });
});

describe("a GKE cluster", () => {
  it.each(["projectId", "location", "clusterName"] as const)("has a %s, which its issuer is made of", (property) => {
    expect(gke({ [property]: "" })).toContain(
      `[stack/c] ${property}: is missing, and the provider's resource leaves it to its provider. Give ${property}: the issuer is made of project, location and name.`,
    );
    expect(gke({ [property]: "A/b" })).toEqual([
      `[stack/c] ${property}: "A/b" cannot be part of a GKE issuer. Give the lower-case name that gcloud shows.`,
    ]);
  });

  it("takes no project's number for its id, of which issuer and pool are made", () => {
    const words =
      'projectId: "617699331288" is a project\'s number, and names of GKE and of other stacks are made of the id. Give the id, such as acme-data, here or on the Google provider; the number is projectNumber.';
    expect(gke({ projectId: "617699331288" })).toEqual([`[stack/c/account] ${words}`]);
  });

  it("takes a project of a domain", () => {
    expect(gke({ projectId: "example.com:acme" })).toEqual([]);
  });

  it("has a number of digits", () => {
    expect(gke({ projectNumber: "acme" })).toEqual([
      '[stack/c] projectNumber: "acme" is not a number. Give the digits that `gcloud projects describe` prints.',
    ]);
  });

  it.each(["https://googleapis.com", "googleapis", "googleapis.com/"])("has not the universe %s", (universeDomain) => {
    expect(gke({ universeDomain })).toContain(
      `[stack/c] universeDomain: "${universeDomain}" is not a domain. Give a domain such as googleapis.com.`,
    );
  });

  it("names the pool that GKE keeps", () => {
    expect(new Clouds().gke("c").builtInPool).toBe("acme-euro.svc.id.goog");
  });
});

describe("an AKS cluster", () => {
  it("reads subscription and resource group from its id, whatever the letter case of its parts", () => {
    const clusterId = "/subscriptions/S1/resourcegroups/Rg-One/providers/Microsoft.ContainerService/managedClusters/c";

    const cluster = new Clouds().aks("c", { clusterId });

    expect(cluster.subscriptionId).toBe("S1");
    expect(cluster.resourceGroupName).toBe("Rg-One");
    expect(cluster.identityPlace).toEqual({ resourceGroupName: "Rg-One", location: "westeurope" });
    expect(aks({ clusterId })).toEqual([]);
  });

  it.each(["corp", "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/x"])(
    "is not %s",
    (clusterId) => {
      expect(aks({ clusterId })).toEqual([
        `[stack/c] clusterId: "${clusterId}" is not an AKS cluster's resource id. Give /subscriptions/…/managedClusters/<name>.`,
      ]);
    },
  );

  it("has a UUID for a tenant", () => {
    expect(aks({ tenantId: "acme.onmicrosoft.com" })).toEqual([
      '[stack/c] tenantId: "acme.onmicrosoft.com" is not a UUID. Give the Entra tenant\'s id.',
    ]);
  });

  it("is in a cloud that there is, and an unknown one is never taken for the public one", () => {
    expect(aks({ cloud: "germany" as AzureCloud })).toEqual([
      '[stack/c] cloud: "germany" is not an Azure cloud. Give one of public, usgovernment, china.',
    ]);
  });
});

describe("a service account", () => {
  it("has the subject that Kubernetes writes into its tokens", () => {
    expect(new Clouds().eks("c").serviceAccount("argocd", "argocd.server").subject).toBe(
      "system:serviceaccount:argocd:argocd.server",
    );
  });

  const refused = (namespace: string, name: string) =>
    refusedBy((clouds) => {
      const from = clouds.eks("west").serviceAccount(namespace, name);
      new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access: ClusterAccess.view() });
    });

  it.each(["a", "a-b", "0", "n".repeat(63)])("may be in the namespace %s", (namespace) => {
    expect(refused(namespace, "deployer")).toEqual([]);
  });

  it.each(["", "A", "a.b", "-a", "a:b"])("may not be in the namespace %j", (namespace) => {
    expect(refused(namespace, "deployer")).toEqual([
      `[stack/trust] serviceAccount namespace: "${namespace}" is not a Kubernetes name. Give a DNS label of 1 to 63 characters: lower-case letters, digits and dashes.`,
    ]);
  });

  it("may not be in a namespace of 64 characters", () => {
    expect(refused("n".repeat(64), "deployer")).toEqual([
      "[stack/trust] serviceAccount namespace: has 64 characters. Give a DNS label of 1 to 63 characters: lower-case letters, digits and dashes.",
    ]);
  });

  it.each(["a", "a.b-c", "n".repeat(253)])("may be named %s", (name) => {
    expect(refused("argocd", name)).toEqual([]);
  });

  it.each(["", "*", "argocd-*", "A", "a..b", "a_b", "a:b"])("may not be named %j", (name) => {
    expect(refused("argocd", name)).toEqual([
      `[stack/trust] serviceAccount name: "${name}" is not a Kubernetes name. Give a DNS subdomain of 1 to 253 characters: lower-case letters, digits, dashes and dots.`,
    ]);
  });

  it("may not have a name of 254 characters", () => {
    expect(refused("argocd", "n".repeat(254))).toEqual([
      "[stack/trust] serviceAccount name: has 254 characters. Give a DNS subdomain of 1 to 253 characters: lower-case letters, digits, dashes and dots.",
    ]);
  });

  it("may not have a name that is unknown at synth", () => {
    const clouds = new Clouds();
    const unknown = new TerraformVariable(clouds.stack, "unknown", {}).stringValue;
    const from = clouds.eks("west").serviceAccount("argocd", unknown);
    new EksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("east"), access: ClusterAccess.view() });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/trust] serviceAccount name: is not known at synth, and names are made of it. Give a literal.",
    ]);
  });

  it("of a whole namespace is made by the method that says so", () => {
    const every = new Clouds().eks("c").everyServiceAccountIn("argocd");

    expect(every.isPattern).toBe(true);
    expect(every.subject).toBe("system:serviceaccount:argocd:*");
    expect(new Clouds().eks("c").serviceAccount("argocd", "*").isPattern).toBe(false);
  });
});
