import { Configuration, isOn, Resource } from "../../terraform";
import { refused, Refused } from "../answer";
import { attributeOf } from "../clusters/endpoint";
import { Edge, nativeSource } from "../edges/edge";

/**
 * What keeps an AKS cluster's service accounts from having a token that clouds can check: its issuer is off, or the webhook of
 * workload identity is, where pods are to get their token from it.
 *
 * Azure Kubernetes Service documentation: "Use the OIDC issuer", "Use Microsoft Entra Workload ID with AKS".
 */
export function sourceProblems(configuration: Configuration): (edge: Edge) => Refused | undefined {
  const byIssuer = new Map<string | undefined, Resource>(
    configuration
      .resources("azurerm_kubernetes_cluster")
      .map((resource) => [attributeOf(resource, "oidc_issuer_url"), resource] as const),
  );
  return (edge) => {
    const resource = byIssuer.get(edge.declaration.source.issuer);
    if (!resource) return undefined;
    const has = (argument: string) => isOn(resource.argument(argument));
    const refuse = (argument: string, message: string) => {
      const line = `${argument} is not true`;
      return refused("source", "no token", message, { resource, argument, line });
    };
    if (!has("oidc_issuer_enabled")) return refuse("oidc_issuer_enabled", "the cluster publishes no issuer");
    if (nativeSource(edge) !== "azure-workload-identity" || has("workload_identity_enabled")) return undefined;
    return refuse("workload_identity_enabled", "the cluster has no webhook that projects the token");
  };
}
