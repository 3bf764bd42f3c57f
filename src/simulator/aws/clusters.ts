import { block, Configuration, Resource, text, UnresolvedValue } from "../../terraform";
import { StatedSettings } from "../../trust-declaration";
import { ClusterFacts } from "../clusters/cluster";
import { attributeOf } from "../clusters/endpoint";
import { settingOf } from "../clusters/setting";
import { AwsWorld } from "./read";

/** "CreateAccessConfigRequest", Amazon EKS API Reference: the mode of a cluster that is created without one. */
const DEFAULT_AUTHENTICATION_MODE = "CONFIG_MAP";

/** An EKS cluster is named by its ARN. */
export function ownsCluster(name: string): boolean {
  return name.startsWith("arn:");
}

/** An EKS cluster, with its authentication mode. */
export function readCluster(configuration: Configuration, name: string, stated: StatedSettings): ClusterFacts {
  const made = madeAs(configuration, name);
  const argument = "access_config.authentication_mode";
  return { kind: "eks", settings: [settingOf("authenticationMode", stated, made, argument, modeOf)] };
}

/** What a resource or a data source says; a resource that is created without the block gets the API's default. */
function modeOf(resource: Resource): string | undefined {
  const told = text(block(resource.argument("access_config")).authentication_mode);
  return told ?? (resource.mode === "managed" ? DEFAULT_AUTHENTICATION_MODE : undefined);
}

function madeAs(configuration: Configuration, name: string): Resource | undefined {
  const all = [...configuration.resources("aws_eks_cluster"), ...configuration.dataSources("aws_eks_cluster")];
  return all.find((one) => {
    const arn = attributeOf(one, "arn");
    return arn === name || arn?.replace(/:\d{12}:cluster\//, "::cluster/") === name;
  });
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

/** The account that a cluster is in. */
export function accountOf(name: string): string {
  return name.split(":")[4] ?? "";
}
