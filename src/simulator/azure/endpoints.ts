import { Configuration } from "../../terraform";
import { attributeOf, Endpoint, endpointsOf } from "../clusters/endpoint";

const TYPE = "azurerm_kubernetes_cluster";

/** The endpoints of AKS clusters that are made or looked up. */
export function endpoints(configuration: Configuration): readonly Endpoint[] {
  return [...configuration.resources(TYPE), ...configuration.dataSources(TYPE)].flatMap((one) =>
    endpointsOf(one, "id", "fqdn", [attributeOf(one, "fqdn"), attributeOf(one, "private_fqdn")]),
  );
}
