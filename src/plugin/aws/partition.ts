import { PluginFailure } from "../failure";

/** A set of regions with IAM and domains of its own; trust never crosses it. */
export interface Partition {
  readonly id: string;
  readonly suffix: string;
  readonly dualStackSuffix: string;
}

/** The partitions by their regions' first letters (botocore, `partitions.json`); `aws` is every other. */
const PARTITIONS: readonly (readonly [regions: string, id: string, suffix: string, dualStackSuffix: string])[] = [
  ["cn-", "aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  ["us-gov-", "aws-us-gov", "amazonaws.com", "api.aws"],
  ["eusc-", "aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"],
  ["us-iso-", "aws-iso", "c2s.ic.gov", "api.aws.ic.gov"],
  ["us-isob-", "aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"],
  ["eu-isoe-", "aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  ["us-isof-", "aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
  ["", "aws", "amazonaws.com", "api.aws"],
];

const REGION_FORM = /^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/;

/**
 * The partition of a region.
 *
 * @throws PluginFailure (usage) when the text has not the form of a region
 */
export function partitionOf(region: string): Partition {
  const found = REGION_FORM.test(region) && PARTITIONS.find(([regions]) => region.startsWith(regions));
  if (found) return { id: found[1], suffix: found[2], dualStackSuffix: found[3] };
  throw new PluginFailure("usage", `--region "${region}" is not an AWS region.`, "An example: eu-west-1.");
}

/** The host of STS in a region: regional, FIPS or dual stack, or both. */
export function stsHost(region: string, options: { readonly fips: boolean; readonly dualStack: boolean }): string {
  const partition = partitionOf(region);
  // GovCloud's ordinary endpoint is its FIPS endpoint; only its dual-stack one has a name of its own.
  const alwaysFips = partition.id === "aws-us-gov" && !options.dualStack;
  const service = options.fips && !alwaysFips ? "sts-fips" : "sts";
  return `${service}.${region}.${options.dualStack ? partition.dualStackSuffix : partition.suffix}`;
}
