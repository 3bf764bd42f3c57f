import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { TerraformCount } from "cdktf";
import {
  AksCluster,
  AksToEksTrust,
  AksToGkeTrust,
  ArgoCdClusterSecret,
  AwsAccess,
  AwsAccount,
  AwsTrust,
  ClusterAccess,
  EksCluster,
  EksResourceOptions,
  GkeCluster,
  Kubeconfig,
  OidcCluster,
  OidcToEksTrust,
} from "../../src";
import { AKS_ISSUER, Clouds } from "../support/clouds";
import { refusalCodes, refusals, resolved, warnings } from "../support/synthesized";

const access = ClusterAccess.view("apps");

function eksResource(clouds: Clouds, options: EksResourceOptions = {}, count?: TerraformCount): EksCluster {
  const made = new EksClusterResource(clouds.stack, "cluster", {
    provider: clouds.providers.aws,
    name: "west",
    roleArn: "arn:aws:iam::111122223333:role/eks",
    vpcConfig: { subnetIds: ["subnet-a"] },
    count,
  });
  const kubernetesProvider = clouds.providers.kubernetes("west");
  return EksCluster.fromResource(clouds.stack, "west", made, { kubernetesProvider, ...options });
}

/** Amazon EKS API Reference, "CreateAccessConfigRequest": the default mode is CONFIG_MAP. */
describe("an EKS cluster that is created without access_config", () => {
  function codes(options: EksResourceOptions = {}, count?: TerraformCount): string[] {
    const clouds = new Clouds();
    const to = eksResource(clouds, options, count);
    new AksToEksTrust(clouds.stack, "trust", { from: clouds.aks().serviceAccount("ci", "runner"), to, access });
    return refusalCodes(clouds.stack);
  }

  it("has no access entries", () => {
    expect(codes()).toEqual(["authentication-mode-config-map"]);
  });

  it("has them when its mode is told otherwise", () => {
    expect(codes({ authenticationMode: "API_AND_CONFIG_MAP" })).toEqual([]);
  });

  it("cannot be several", () => {
    expect(codes({ authenticationMode: "API" }, TerraformCount.of(2))).toContain("repeated-source");
  });
});

it("an ARN is not the name of an EKS cluster", () => {
  const clouds = new Clouds();
  clouds.eks("west", { clusterName: "arn:aws:eks:us-west-2:111122223333:cluster/west" });
  expect(refusals(clouds.stack)).toEqual([
    '[stack/west] clusterName: "arn:aws:eks:us-west-2:111122223333:cluster/west" is an ARN and not the cluster\'s name. Give what follows cluster/ in it.',
  ]);
});

/** GKE documentation, "About control plane access": its certificate is of a public authority. */
describe("the DNS-based endpoint of a GKE cluster", () => {
  const endpoint = "https://gke-0123456789abcdef0123-210987654321.europe-west4.gke.goog";

  it("goes without the cluster's own authority", () => {
    const clouds = new Clouds();
    const data = new DataGoogleContainerCluster(clouds.stack, "data", {
      provider: clouds.providers.google,
      name: "euro",
      location: "europe-west4",
    });
    const euro = GkeCluster.fromDataSource(clouds.stack, "euro", data, {
      kubernetesProvider: clouds.providers.kubernetes("euro"),
      projectId: "acme-euro",
      projectNumber: "210987654321",
      endpoint,
    });
    const from = clouds.aks().serviceAccount("ci", "runner");
    const trust = new AksToGkeTrust(clouds.stack, "trust", { from, to: euro, access });

    expect(euro.certificateAuthorityData).toBeUndefined();
    const text = String(resolved(clouds.stack, Kubeconfig.of([trust]).toString()));
    expect(text).not.toContain("certificate-authority-data");
  });

  it("is refused beside one", () => {
    const clouds = new Clouds();
    clouds.gke("euro", { endpoint, certificateAuthorityData: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t" });
    expect(refusalCodes(clouds.stack)).toEqual(["dns-endpoint-authority"]);
  });
});

it("legacy ABAC of a GKE cluster warns", () => {
  const clouds = new Clouds();
  const made = new ContainerCluster(clouds.stack, "gke", {
    provider: clouds.providers.google,
    name: "euro",
    location: "europe-west4",
    project: "acme-euro",
    enableLegacyAbac: true,
  });
  const kubernetesProvider = clouds.providers.kubernetes("euro");
  const to = GkeCluster.fromResource(clouds.stack, "euro", made, { projectNumber: "42", kubernetesProvider });
  new AksToGkeTrust(clouds.stack, "trust", { from: clouds.aks().serviceAccount("ci", "runner"), to, access });

  expect(warnings(clouds.stack)).toEqual([
    '[stack] Legacy ABAC of "euro" is on: it grants identities rights beside RBAC and IAM, so a trust\'s access is not all that they may do. Set enable_legacy_abac to false on the GKE cluster.',
  ]);
});

it("a private AKS cluster is asked at its private name", () => {
  const clouds = new Clouds();
  const made = new KubernetesCluster(clouds.stack, "aks", {
    provider: clouds.providers.azurerm,
    name: "corp",
    location: "westeurope",
    resourceGroupName: "rg",
    dnsPrefix: "corp",
    identity: { type: "SystemAssigned" },
    defaultNodePool: { name: "default", vmSize: "Standard_D2s_v5" },
    privateClusterEnabled: true,
  });
  const told = { issuer: AKS_ISSUER, entraIntegration: true, localAccountDisabled: true };
  const cluster = AksCluster.fromResource(clouds.stack, "corp", made, told);

  expect(resolved(clouds.stack, cluster.endpoint)).toBe("https://${azurerm_kubernetes_cluster.aks.private_fqdn}:443");
  expect(cluster.issuer).toBe(AKS_ISSUER);
});

it("a resource id may be spelled as az prints it", () => {
  const group = "/subscriptions/00000000-1111-2222-3333-444444444444/resourcegroups/rg";
  const clusterId = `${group}/providers/microsoft.containerservice/managedclusters/corp`;
  expect(new Clouds().aks("corp", { clusterId }).clusterId).toBe(
    "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/corp",
  );
});

it.each([
  "https://kubernetes.default.svc",
  "https://kubernetes.default.svc.cluster.local",
  "https://10.0.0.1",
  "https://api",
])("the issuer %s is known only inside its cluster", (issuer) => {
  const clouds = new Clouds();
  const from = OidcCluster.fromAttributes(clouds.stack, "onprem", { issuer }).serviceAccount("ci", "runner");
  new OidcToEksTrust(clouds.stack, "trust", { from, to: clouds.eks(), access });
  expect(refusalCodes(clouds.stack)).toEqual(["issuer-internal"]);
});

it("an issuer that is known only inside its cluster is refused for services of an account, too", () => {
  const clouds = new Clouds();
  const source = OidcCluster.fromAttributes(clouds.stack, "onprem", { issuer: "https://kubernetes.default.svc" });
  const to = AwsAccount.fromProvider(clouds.stack, "prod", clouds.providers.aws);
  const from = source.serviceAccount("etl", "loader");
  new AwsTrust(clouds.stack, "trust", { from, to, access: AwsAccess.readBucket("acme-reports") });

  expect(refusalCodes(clouds.stack)).toEqual(["issuer-internal"]);
});

/** Kubernetes documentation, "Labels and Selectors". */
it("labels that Kubernetes refuses are refused", () => {
  const clouds = new Clouds();
  const from = clouds.aks().serviceAccount("argocd", "controller");
  const to = clouds.eks("west", { endpoint: "https://west.example" });
  const trusts = [new AksToEksTrust(clouds.stack, "trust", { from, to, access })];
  new ArgoCdClusterSecret(clouds.stack, "secret", { trusts, labels: { "acme.io/a/b": "x", env: "prod/eu west" } });
  expect(refusals(clouds.stack)).toEqual([
    '[stack/secret] labels: the key "acme.io/a/b" has more than one slash. Give an optional DNS subdomain and a slash, and then 1 to 63 letters, digits, dashes, underscores and dots.',
    '[stack/secret] labels: the value "prod/eu west" of "env" has other characters. Give up to 63 letters, digits, dashes, underscores and dots that begin and end with a letter or digit.',
  ]);
});
