import { partitionOfRegion } from "./partitions";

/**
 * The hosts of a service in a region; none for a text that is no region. `*.` stands for a bucket in S3's host style.
 *
 * AWS General Reference: "AWS service endpoints"; Amazon S3 User Guide: "Virtual hosting of general purpose buckets", "Using
 * dual-stack endpoints".
 */
export function awsServiceHosts(service: "s3" | "secretsmanager" | "ssm", region: string): readonly string[] {
  const partition = partitionOfRegion(region);
  if (!partition) return [];
  const own = `${service}.${region}.${partition.suffix}`;
  if (service !== "s3") return [own];
  const dualStack = `s3.dualstack.${region}.${partition.suffix}`;
  return [own, dualStack].flatMap((host) => [host, `*.${host}`]);
}

/** S3 without a region, which the partition `aws` alone has. */
export const GLOBAL_S3_HOSTS: readonly string[] = ["s3.amazonaws.com", "*.s3.amazonaws.com"];
