import { AwsPartitionFacts, partitionOfRegion, stsHostIn, StsHostOptions } from "../../vendor/aws/partitions";
import { usageFailure } from "../failure";
import { shown } from "../redaction";

/**
 * The partition of a region.
 *
 * @throws PluginFailure (usage) when the text is no region of a known partition
 */
export function partitionOf(region: string): AwsPartitionFacts {
  const found = partitionOfRegion(region);
  if (found) return found;
  throw usageFailure(
    `${shown(region)} is not an AWS region.`,
    "Correct --region, AWS_REGION or AWS_DEFAULT_REGION: eu-west-1 is one.",
  );
}

/** The host of STS in a region: regional, FIPS or dual stack, or both. */
export function stsHost(region: string, options: StsHostOptions): string {
  return stsHostIn(partitionOf(region), region, options);
}
