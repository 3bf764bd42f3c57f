import { block, Configuration, text } from "../../terraform";
import { ClusterFacts } from "../clusters/cluster";

/** An AKS cluster is named by its resource id. Azure RBAC is off only where the configuration that makes it says so. */
export function readCluster(configuration: Configuration, name: string): ClusterFacts | undefined {
  if (!/^\/subscriptions\//i.test(name)) return undefined;
  return { kind: "aks", azureRbac: hasAzureRbac(configuration, fullName(name)) };
}

/** A resource id in lower case, since Azure ignores letter case. */
export function fullName(name: string): string {
  return name.toLowerCase();
}

function hasAzureRbac(configuration: Configuration, id: string): boolean {
  const made = configuration
    .resources("azurerm_kubernetes_cluster")
    .find((resource) => text(resource.attribute("id"))?.toLowerCase() === id);
  if (!made) return true;
  const entra = block(made.argument("azure_active_directory_role_based_access_control"));
  return entra.azure_rbac_enabled === true;
}
