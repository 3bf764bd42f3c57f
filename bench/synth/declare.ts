import { App } from "cdktf";
import { AksCluster, EksCluster, GkeCluster, TargetCluster } from "cdktf-trust-mesh";
import { Member, TENANT } from "./fleet";

/**
 * Declares a member of the fleet as a cluster of the library. Its key is the member's id, of which the programs by hand make names
 * too.
 */
export function declare(app: App, member: Member): TargetCluster {
  const { id, issuer, account, endpoint, kubernetes: kubernetesProvider } = member;
  if (member.kind === "eks") {
    return EksCluster.fromAttributes(app, `${id}-cluster`, {
      key: id,
      clusterName: id,
      region: "eu-west-1",
      accountId: account,
      issuer,
      endpoint,
      awsProvider: member.aws,
      kubernetesProvider,
    });
  }
  if (member.kind === "gke") {
    return GkeCluster.fromAttributes(app, `${id}-cluster`, {
      key: id,
      projectId: account,
      projectNumber: member.projectNumber,
      endpoint,
      location: "europe-west4",
      clusterName: id,
      googleProvider: member.google,
      kubernetesProvider,
    });
  }
  return AksCluster.fromAttributes(app, `${id}-cluster`, {
    key: id,
    clusterId: `/subscriptions/${account}/resourceGroups/${id}/providers/Microsoft.ContainerService/managedClusters/${id}`,
    location: "westeurope",
    tenantId: TENANT,
    issuer,
    endpoint,
    azurermProvider: member.azurerm,
    kubernetesProvider,
  });
}
