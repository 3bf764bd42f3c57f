import { STSClient } from "@aws-sdk/client-sts";
import { AwsPartition } from "../../../src";
import { AWS_PARTITIONS, partitionOfRegion, stsHostIn } from "../../../src/vendor/aws/partitions";

/** AWS's SDK for JavaScript, which has the partitions from AWS itself. */
async function hostOfSdk(region: string, fips: boolean, dualStack: boolean): Promise<string> {
  const { endpointProvider } = new STSClient({ region }).config;
  const where = { Region: region, UseFIPS: fips, UseDualStack: dualStack, UseGlobalEndpoint: false };
  return (await Promise.resolve(endpointProvider(where))).url.hostname;
}

const REGIONS: readonly (readonly [region: string, partition: string])[] = [
  ["us-east-1", "aws"],
  ["eu-west-1", "aws"],
  ["mx-central-1", "aws"],
  ["ap-southeast-7", "aws"],
  ["cn-north-1", "aws-cn"],
  ["cn-northwest-1", "aws-cn"],
  ["us-gov-east-1", "aws-us-gov"],
  ["us-gov-west-1", "aws-us-gov"],
  ["eusc-de-east-1", "aws-eusc"],
  ["us-iso-east-1", "aws-iso"],
  ["us-iso-west-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
];

describe("AWS's partitions", () => {
  it.each(REGIONS)("%s is of %s, with the hosts that AWS's SDK has", async (region, id) => {
    const partition = partitionOfRegion(region);
    if (!partition) throw new Error(region);

    expect(partition.id).toBe(id);
    for (const fips of [false, true]) {
      for (const dualStack of [false, true]) {
        expect(stsHostIn(partition, region, { fips, dualStack })).toBe(await hostOfSdk(region, fips, dualStack));
      }
    }
  });

  it("are those of the constructs' enum", () => {
    expect(AWS_PARTITIONS.map(({ id }) => id).sort()).toEqual(Object.values(AwsPartition).sort());
  });

  it.each(["", "us-west", "us-isog-east-1", "europe-west4", "westeurope", "US-WEST-2", "us-east-1 ", "us-east-123"])(
    "have no region %j",
    (region) => {
      expect(partitionOfRegion(region)).toBeUndefined();
    },
  );
});
