import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { KubernetesCluster, KubernetesClusterConfig } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import {
  AksCluster,
  AksToEksTrust,
  ClusterAccess,
  EksCluster,
  EksToAksTrust,
  GkeCluster,
  GkeToEksTrust,
} from "../../src";
import { Clouds } from "../support/clouds";
import { refusals, resolved, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");

describe("an EKS cluster", () => {
  const resource = (clouds: Clouds, more: { authenticationMode?: string; provider?: AwsProvider } = {}) =>
    new EksClusterResource(clouds.stack, "made", {
      provider: more.provider ?? clouds.providers.aws,
      name: "made",
      roleArn: "arn:aws:iam::111122223333:role/eks",
      vpcConfig: { subnetIds: ["subnet-1"] },
      accessConfig: more.authenticationMode ? { authenticationMode: more.authenticationMode } : undefined,
    });

  it("takes everything from its resource", () => {
    const clouds = new Clouds();

    const cluster = EksCluster.fromResource(clouds.stack, "west", resource(clouds), { accountId: "111122223333" });

    const { clusterName, issuer, endpoint, certificateAuthorityData } = cluster;
    expect(resolved(cluster, { clusterName, issuer, endpoint, certificateAuthorityData })).toEqual({
      clusterName: "${aws_eks_cluster.made.name}",
      issuer: "${aws_eks_cluster.made.identity[0].oidc[0].issuer}",
      endpoint: "${aws_eks_cluster.made.endpoint}",
      certificateAuthorityData: "${aws_eks_cluster.made.certificate_authority[0].data}",
    });
    expect(cluster.awsProvider).toBe(clouds.providers.aws);
    expect(cluster.accountId).toBe("111122223333");
    expect(cluster.region).toBe("us-east-1");
    expect(cluster.partition).toBe("aws");
  });

  it("takes everything from its data source", () => {
    const clouds = new Clouds();
    const data = new DataAwsEksCluster(clouds.stack, "found", { provider: clouds.providers.aws, name: "found" });

    const cluster = EksCluster.fromDataSource(clouds.stack, "west", data);

    const { clusterName, issuer, endpoint, certificateAuthorityData } = cluster;
    expect(resolved(cluster, { clusterName, issuer, endpoint, certificateAuthorityData })).toEqual({
      clusterName: "${data.aws_eks_cluster.found.name}",
      issuer: "${data.aws_eks_cluster.found.identity[0].oidc[0].issuer}",
      endpoint: "${data.aws_eks_cluster.found.endpoint}",
      certificateAuthorityData: "${data.aws_eks_cluster.found.certificate_authority[0].data}",
    });
    expect(cluster.awsProvider).toBe(clouds.providers.aws);
  });

  it("is refused as a target when its resource has no access entries", () => {
    const clouds = new Clouds();
    const made = resource(clouds, { authenticationMode: "CONFIG_MAP" });
    const kubernetesProvider = clouds.providers.kubernetes("west");
    const to = EksCluster.fromResource(clouds.stack, "west", made, { kubernetesProvider });
    new GkeToEksTrust(clouds.stack, "trust", { from: clouds.gke("euro").serviceAccount("a", "b"), to, access });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/trust] stack/west authenticationMode: is CONFIG_MAP, in which the cluster has no access entries. Set the cluster's authentication mode to API_AND_CONFIG_MAP or API.",
    ]);
  });

  it("is in its provider's partition when that alone names the region", () => {
    const clouds = new Clouds();
    const china = new AwsProvider(clouds.stack, "china", { region: "cn-north-1", alias: "china" });
    const kubernetesProvider = clouds.providers.kubernetes("west");
    const to = EksCluster.fromResource(
      clouds.stack,
      "west",
      resource(clouds, { provider: china, authenticationMode: "API" }),
      {
        kubernetesProvider,
        accountId: "111122223333",
      },
    );

    const trust = new GkeToEksTrust(clouds.stack, "trust", {
      from: clouds.gke("euro").serviceAccount("a", "b"),
      to,
      access: ClusterAccess.view().viaCloudPolicy(),
      roleName: "deployer",
    });

    expect(trust.roleArn).toBe("arn:aws-cn:iam::111122223333:role/deployer");
    expect(synthesize(clouds.stack).only("aws_eks_access_policy_association").policy_arn).toBe(
      "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
    );
  });

  it("reads partition and region from its ARN when nothing else tells them", () => {
    const clouds = new Clouds();
    const somewhere = new AwsProvider(clouds.stack, "somewhere", { alias: "somewhere" });
    const kubernetesProvider = clouds.providers.kubernetes("west");
    const to = EksCluster.fromResource(
      clouds.stack,
      "west",
      resource(clouds, { provider: somewhere, authenticationMode: "API" }),
      {
        kubernetesProvider,
      },
    );
    new GkeToEksTrust(clouds.stack, "trust", {
      from: clouds.gke("euro").serviceAccount("a", "b"),
      to,
      access: ClusterAccess.view().viaCloudPolicy(),
    });

    expect(synthesize(clouds.stack).only("aws_eks_access_policy_association")).toMatchObject({
      region: '${element(split(":", aws_eks_cluster.made.arn), 3)}',
      policy_arn:
        'arn:${element(split(":", aws_eks_cluster.made.arn), 1)}:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
    });
  });
});

describe("a GKE cluster", () => {
  it("takes everything from its resource, and its names as text, so that the issuer is known", () => {
    const clouds = new Clouds();
    const made = new ContainerCluster(clouds.stack, "made", {
      provider: clouds.providers.google,
      project: "acme-euro",
      location: "europe-west4",
      name: "euro",
    });

    const cluster = GkeCluster.fromResource(clouds.stack, "euro", made, { projectNumber: "42" });

    expect(cluster.issuer).toBe(
      "https://container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro",
    );
    expect(cluster.projectNumber).toBe("42");
    expect(cluster.googleProvider).toBe(clouds.providers.google);
    const { endpoint, certificateAuthorityData } = cluster;
    expect(resolved(cluster, { endpoint, certificateAuthorityData })).toEqual({
      endpoint: "https://${google_container_cluster.made.endpoint}",
      certificateAuthorityData: "${google_container_cluster.made.master_auth[0].cluster_ca_certificate}",
    });
  });

  it("takes the project of its provider where the data source leaves it out", () => {
    const clouds = new Clouds();
    const provider = new GoogleProvider(clouds.stack, "google-2", { project: "acme-two", alias: "two" });
    const data = new DataGoogleContainerCluster(clouds.stack, "found", {
      provider,
      location: "europe-west4",
      name: "euro",
    });

    const cluster = GkeCluster.fromDataSource(clouds.stack, "euro", data);

    expect(cluster.projectId).toBe("acme-two");
    expect(cluster.googleProvider).toBe(provider);
    expect(resolved(cluster, cluster.certificateAuthorityData)).toBe(
      "${data.google_container_cluster.found.master_auth[0].cluster_ca_certificate}",
    );
  });

  it("is refused when nothing names its project or location, unless options do", () => {
    const clouds = new Clouds();
    const made = new ContainerCluster(clouds.stack, "made", { provider: clouds.providers.google, name: "euro" });
    GkeCluster.fromResource(clouds.stack, "told", made, { projectId: "acme-euro", location: "europe-west4" });
    GkeCluster.fromResource(clouds.stack, "untold", made);

    expect(refusals(clouds.stack)).toEqual(
      ["projectId", "location"].map(
        (property) =>
          `[stack/untold] ${property}: is missing, and the provider's resource leaves it to its provider. Give ${property}: the issuer is made of project, location and name.`,
      ),
    );
  });
});

describe("an AKS cluster", () => {
  const resource = (clouds: Clouds, more: Partial<KubernetesClusterConfig> = {}) =>
    new KubernetesCluster(clouds.stack, "made", {
      provider: clouds.providers.azurerm,
      name: "made",
      location: "westeurope",
      resourceGroupName: "rg-made",
      defaultNodePool: { name: "default" },
      oidcIssuerEnabled: true,
      localAccountDisabled: true,
      azureActiveDirectoryRoleBasedAccessControl: {
        azureRbacEnabled: true,
        tenantId: "11111111-2222-3333-4444-555555555555",
      },
      ...more,
    });
  const refusedAs = (role: "source" | "target", more: Partial<KubernetesClusterConfig>, given = access) => {
    const clouds = new Clouds();
    const kubernetesProvider = clouds.providers.kubernetes("corp");
    const corp = AksCluster.fromResource(clouds.stack, "corp", resource(clouds, more), { kubernetesProvider });
    const west = clouds.eks("west");
    if (role === "source") {
      new AksToEksTrust(clouds.stack, "trust", { from: corp.serviceAccount("a", "b"), to: west, access: given });
    } else new EksToAksTrust(clouds.stack, "trust", { from: west.serviceAccount("a", "b"), to: corp, access: given });
    return refusals(clouds.stack);
  };

  it("takes everything from its resource", () => {
    const clouds = new Clouds();

    const cluster = AksCluster.fromResource(clouds.stack, "corp", resource(clouds));

    const { clusterId, issuer, certificateAuthorityData, endpoint } = cluster;
    expect(resolved(cluster, { clusterId, issuer, certificateAuthorityData, endpoint })).toEqual({
      clusterId: "${azurerm_kubernetes_cluster.made.id}",
      issuer: "${azurerm_kubernetes_cluster.made.oidc_issuer_url}",
      endpoint: "https://${azurerm_kubernetes_cluster.made.fqdn}:443",
      certificateAuthorityData:
        "${nonsensitive(azurerm_kubernetes_cluster.made.kube_config[0].cluster_ca_certificate)}",
    });
    expect(cluster.azurermProvider).toBe(clouds.providers.azurerm);
    expect(cluster.tenantId).toBe("11111111-2222-3333-4444-555555555555");
    expect(cluster.azureRbacEnabled).toBe(true);
  });

  it("takes everything from its data source", () => {
    const clouds = new Clouds();
    const data = new DataAzurermKubernetesCluster(clouds.stack, "found", {
      provider: clouds.providers.azurerm,
      name: "found",
      resourceGroupName: "rg-found",
    });

    const cluster = AksCluster.fromDataSource(clouds.stack, "corp", data);

    const { clusterId, issuer, location } = cluster;
    expect(resolved(cluster, { clusterId, issuer, location })).toEqual({
      clusterId: "${data.azurerm_kubernetes_cluster.found.id}",
      issuer: "${data.azurerm_kubernetes_cluster.found.oidc_issuer_url}",
      location: "${data.azurerm_kubernetes_cluster.found.location}",
    });
    expect(cluster.azurermProvider).toBe(clouds.providers.azurerm);
  });

  it("may be source and target as it is", () => {
    expect(refusedAs("source", {})).toEqual([]);
    expect(refusedAs("target", {}, ClusterAccess.view().viaCloudPolicy())).toEqual([]);
  });

  it("is refused as a source when its issuer is switched off", () => {
    expect(refusedAs("source", { oidcIssuerEnabled: false })).toEqual([
      "[stack/trust] oidcIssuerEnabled: is false, so the cluster has no issuer to trust. Set it to true on the AKS resource.",
    ]);
    expect(refusedAs("target", { oidcIssuerEnabled: false })).toEqual([]);
  });

  it("is refused as a source when its issuer was never switched on", () => {
    expect(refusedAs("source", { oidcIssuerEnabled: undefined })).toContain(
      "[stack/trust] issuer: is missing, and this cluster is the source of a trust. Give the cluster's issuer URL.",
    );
  });

  it("is refused as a target without Entra integration", () => {
    expect(refusedAs("target", { azureActiveDirectoryRoleBasedAccessControl: undefined })).toEqual([
      "[stack/trust] stack/corp azureActiveDirectoryRoleBasedAccessControl: is not set, so the API server accepts no Entra tokens. Switch on Entra integration in the AKS resource.",
    ]);
  });

  it("is refused cloud policies without Azure RBAC", () => {
    const more = { azureActiveDirectoryRoleBasedAccessControl: { azureRbacEnabled: false } };

    expect(refusedAs("target", more, ClusterAccess.view().viaCloudPolicy())).toEqual([
      "[stack/trust] access: viaCloudPolicy needs Azure RBAC, and it is off in this AKS cluster. Set azure_rbac_enabled on the cluster, or leave viaCloudPolicy out.",
    ]);
  });
});

describe("an endpoint of the reader's choice", () => {
  it("replaces the public one, which a private cluster does not have", () => {
    const clouds = new Clouds();
    const endpoint = "https://corp.privatelink.westeurope.azmk8s.io:443";
    const aks = new DataAzurermKubernetesCluster(clouds.stack, "aks", { name: "corp", resourceGroupName: "corp" });
    const gke = new DataGoogleContainerCluster(clouds.stack, "gke", { name: "euro", location: "x", project: "p" });

    expect(AksCluster.fromDataSource(clouds.stack, "corp", aks, { endpoint }).endpoint).toBe(endpoint);
    expect(GkeCluster.fromDataSource(clouds.stack, "euro", gke, { endpoint }).endpoint).toBe(endpoint);
  });
});
