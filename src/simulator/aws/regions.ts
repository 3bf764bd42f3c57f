import {
  AWS_PARTITIONS,
  AwsPartitionFacts,
  GLOBAL_STS_HOST,
  partitionById,
  partitionOfRegion,
  stsHostIn,
} from "../../vendor/aws/partitions";

/** What counts where nothing names a region. */
const COMMERCIAL = AWS_PARTITIONS.find(({ id }) => id === "aws") as AwsPartitionFacts;

/** The partition of a region. */
export function partitionOf(region: string): string {
  return (partitionOfRegion(region) ?? COMMERCIAL).id;
}

/** A partition's usual domain. */
export function domainOf(id: string): string {
  return (partitionById(id) ?? COMMERCIAL).suffix;
}

/** The hosts of STS in a region, the plain regional one first: regional, FIPS and dual stack; the global host counts as us-east-1's. */
export function stsHosts(region: string): readonly string[] {
  const partition = partitionOfRegion(region) ?? COMMERCIAL;
  const hosts = [false, true].flatMap((dualStack) =>
    [false, true].map((fips) => stsHostIn(partition, region, { fips, dualStack })),
  );
  return [...new Set(hosts), ...(partition.id === "aws" ? [GLOBAL_STS_HOST] : [])];
}
