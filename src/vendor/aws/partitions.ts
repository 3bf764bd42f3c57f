/** The id of an AWS partition. */
export type AwsPartitionId =
  "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc" | "aws-iso" | "aws-iso-b" | "aws-iso-e" | "aws-iso-f";

/** A set of regions with an IAM and domains of its own; IAM trust never crosses it. */
export interface AwsPartitionFacts {
  readonly id: AwsPartitionId;
  /** The form of its regions' names. */
  readonly regions: RegExp;
  /** The domain of its regional endpoints. */
  readonly suffix: string;
  /** The domain of its dual-stack endpoints. */
  readonly dualStackSuffix: string;
}

/** Regions of a name in front, one word and a number: `us-gov-west-1`. */
const regionsOf = (front: string) => new RegExp(`^${front}-[a-z]+-\\d{1,2}$`);

/**
 * The partitions as AWS's SDKs have them, in `partitions.json`. A region of `aws` has two letters and one word in front of its number,
 * so that a partition which is not listed is never taken for the commercial one.
 */
export const AWS_PARTITIONS: readonly AwsPartitionFacts[] = [
  {
    id: "aws-cn",
    regions: regionsOf("cn"),
    suffix: "amazonaws.com.cn",
    dualStackSuffix: "api.amazonwebservices.com.cn",
  },
  { id: "aws-us-gov", regions: regionsOf("us-gov"), suffix: "amazonaws.com", dualStackSuffix: "api.aws" },
  {
    id: "aws-eusc",
    regions: regionsOf("eusc-[a-z]+"),
    suffix: "amazonaws.eu",
    dualStackSuffix: "api.amazonwebservices.eu",
  },
  { id: "aws-iso", regions: regionsOf("us-iso"), suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov" },
  { id: "aws-iso-b", regions: regionsOf("us-isob"), suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud" },
  {
    id: "aws-iso-e",
    regions: regionsOf("eu-isoe"),
    suffix: "cloud.adc-e.uk",
    dualStackSuffix: "api.cloud-aws.adc-e.uk",
  },
  {
    id: "aws-iso-f",
    regions: regionsOf("us-isof"),
    suffix: "csp.hci.ic.gov",
    dualStackSuffix: "api.aws.hci.ic.gov",
  },
  { id: "aws", regions: regionsOf("[a-z]{2}"), suffix: "amazonaws.com", dualStackSuffix: "api.aws" },
];

/** A region's code, of whatever partition: `us-west-2`, `us-gov-east-1`, `us-isob-east-1`. */
export const AWS_REGION_FORM = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/** The partition of a region; undefined for a text that is no region of a known partition. */
export function partitionOfRegion(region: string): AwsPartitionFacts | undefined {
  return AWS_PARTITIONS.find(({ regions }) => regions.test(region));
}

/** A partition by its id. */
export function partitionById(id: string): AwsPartitionFacts | undefined {
  return AWS_PARTITIONS.find((partition) => partition.id === id);
}

/** The one host of AWS STS that is not regional; it is of the partition `aws` and of us-east-1. */
export const GLOBAL_STS_HOST = "sts.amazonaws.com";

/** What kind of endpoint of STS is asked for. */
export interface StsHostOptions {
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/**
 * The host of STS in a region: regional, FIPS or dual stack, or both.
 *
 * AWS General Reference: "AWS Security Token Service endpoints and quotas".
 */
export function stsHostIn(partition: AwsPartitionFacts, region: string, { fips, dualStack }: StsHostOptions): string {
  // GovCloud's ordinary endpoint is its FIPS endpoint; only its dual-stack one has a name of its own.
  const alwaysFips = partition.id === "aws-us-gov" && !dualStack;
  const service = fips && !alwaysFips ? "sts-fips" : "sts";
  return `${service}.${region}.${dualStack ? partition.dualStackSuffix : partition.suffix}`;
}
