import { block, Configuration, text, unlessUnresolved } from "../../terraform";
import { attributeOf, Endpoint, endpointsOf } from "../clusters/endpoint";

const TYPE = "google_container_cluster";

/** The endpoints of GKE clusters that are made or looked up. */
export function endpoints(configuration: Configuration): readonly Endpoint[] {
  return [...configuration.resources(TYPE), ...configuration.dataSources(TYPE)].flatMap((one) => {
    const { private_endpoint, public_endpoint } = block(
      unlessUnresolved(() => one.argument("private_cluster_config"), undefined),
    );
    const urls = [attributeOf(one, "endpoint"), text(private_endpoint), text(public_endpoint)];
    return endpointsOf(one, "id", "endpoint", urls);
  });
}
