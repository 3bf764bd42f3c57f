import { UnresolvedValue } from "../../terraform";
import { ClusterFacts } from "../clusters/cluster";
import { AwsWorld } from "./read";

/** An EKS cluster is named by its ARN. */
export function readCluster(name: string): ClusterFacts | undefined {
  return name.startsWith("arn:") ? { kind: "eks" } : undefined;
}

/**
 * A cluster's ARN in the form that is compared: one that was declared without its account is completed by what its access
 * entries say.
 *
 * @throws UnresolvedValue
 */
export function fullName(aws: AwsWorld, name: string): string {
  if (!/^arn:[^:]*:eks:[^:]*::/.test(name)) return name;
  const found = aws.clusterNames.filter((one) => one.replace(/:\d{12}:cluster\//, "::cluster/") === name);
  if (found.length < 2) return found[0] ?? name;
  throw new UnresolvedValue(name, `is a cluster of several accounts: ${found.join(", ")}`, "Declare its accountId");
}
