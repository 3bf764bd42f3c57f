import { Configuration } from "../../terraform";
import { attributeOf, Endpoint, endpointsOf } from "../clusters/endpoint";

/** The endpoints of EKS clusters that are made or looked up. */
export function endpoints(configuration: Configuration): readonly Endpoint[] {
  return [...configuration.resources("aws_eks_cluster"), ...configuration.dataSources("aws_eks_cluster")].flatMap(
    (one) => endpointsOf(one, "arn", "endpoint", [attributeOf(one, "endpoint")]),
  );
}
