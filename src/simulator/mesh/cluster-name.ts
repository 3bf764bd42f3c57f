import { AwsWorld } from "../aws/iam";
import { UnresolvedValue } from "../../terraform";

/**
 * A cluster's name in its cloud, in the form that is compared. An EKS cluster that was declared without its account is
 * completed by what its access entries say.
 *
 * @throws UnresolvedValue
 */
export function fullName(name: string, aws: AwsWorld): string {
  if (!/^arn:[^:]*:eks:[^:]*::/.test(name)) return name.startsWith("/subscriptions/") ? name.toLowerCase() : name;
  const found = aws.clusterNames.filter((one) => one.replace(/:\d{12}:cluster\//, "::cluster/") === name);
  if (found.length < 2) return found[0] ?? name;
  throw new UnresolvedValue(name, `is a cluster of several accounts: ${found.join(", ")}`, "Declare its accountId");
}
