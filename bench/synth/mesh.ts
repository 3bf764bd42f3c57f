/** The fleet's trusts by the library: every cluster's runner in every other cluster. */
import { App } from "cdktf";
import { AksCluster, ClusterAccess, EksCluster, GkeCluster, TargetCluster, TrustMesh } from "cdktf-trust-mesh";
import { fleet, Member, TENANT } from "./fleet";
import { report } from "./report";

function declare(app: App, member: Member): TargetCluster {
  const { id, issuer, account, kubernetes: kubernetesProvider } = member;
  if (member.kind === "eks") {
    return EksCluster.fromAttributes(app, `${id}-cluster`, {
      clusterName: id,
      region: "eu-west-1",
      accountId: account,
      issuer,
      awsProvider: member.aws,
      kubernetesProvider,
    });
  }
  if (member.kind === "gke") {
    return GkeCluster.fromAttributes(app, `${id}-cluster`, {
      projectId: account,
      projectNumber: "210987654321",
      location: "europe-west4",
      clusterName: id,
      googleProvider: member.google,
      kubernetesProvider,
    });
  }
  return AksCluster.fromAttributes(app, `${id}-cluster`, {
    clusterId: `/subscriptions/${account}/resourceGroups/${id}/providers/Microsoft.ContainerService/managedClusters/${id}`,
    location: "westeurope",
    tenantId: TENANT,
    issuer,
    azurermProvider: member.azurerm,
    kubernetesProvider,
  });
}

report((app, size) => {
  const clusters = fleet(app, size).map((member) => declare(app, member));
  const runners = clusters.map((cluster) => cluster.serviceAccount("ci", "runner"));
  new TrustMesh(app, "mesh").allowAll(runners, clusters, ClusterAccess.view());
});
