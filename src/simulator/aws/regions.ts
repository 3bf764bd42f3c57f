/** Partitions by the first letters of their regions, with the domain of their regional endpoints. */
const PARTITIONS = [
  { regions: "cn-", id: "aws-cn", suffix: "amazonaws.com.cn", dualStack: "api.amazonwebservices.com.cn" },
  { regions: "us-gov-", id: "aws-us-gov", suffix: "amazonaws.com", dualStack: "api.aws" },
  { regions: "eusc-", id: "aws-eusc", suffix: "amazonaws.eu", dualStack: "api.amazonwebservices.eu" },
  { regions: "", id: "aws", suffix: "amazonaws.com", dualStack: "api.aws" },
] as const;

function partition(region: string) {
  return PARTITIONS.find(({ regions }) => region.startsWith(regions)) ?? PARTITIONS[3];
}

/** The partition of a region. */
export function partitionOf(region: string): string {
  return partition(region).id;
}

/** A partition's usual domain. */
export function domainOf(id: string): string {
  return PARTITIONS.find((one) => one.id === id)?.suffix ?? "amazonaws.com";
}

/** The hosts of STS in a region, the plain regional one first: regional, FIPS and dual stack; the global host counts as us-east-1's. */
export function stsHosts(region: string): readonly string[] {
  const { id, suffix, dualStack } = partition(region);
  return [
    ...[suffix, dualStack].flatMap((domain) => [`sts.${region}.${domain}`, `sts-fips.${region}.${domain}`]),
    ...(id === "aws" ? ["sts.amazonaws.com"] : []),
  ];
}
