import { partitionOf, stsHosts } from "../../../src/simulator";
import { domainOf } from "../../../src/simulator/aws/regions";

/** AWS General Reference: "AWS Security Token Service endpoints and quotas". */
describe("a region", () => {
  it.each([
    ["us-east-1", "aws", "amazonaws.com"],
    ["eu-central-1", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
    ["", "aws", "amazonaws.com"],
  ])("%s is of the partition %s, whose domain is %s", (region, partition, domain) => {
    expect(partitionOf(region)).toBe(partition);
    expect(domainOf(partition)).toBe(domain);
  });

  it.each([
    ["us-west-2", ["sts.us-west-2.amazonaws.com", "sts-fips.us-west-2.amazonaws.com", "sts.us-west-2.api.aws"]],
    ["cn-north-1", ["sts.cn-north-1.amazonaws.com.cn"]],
    ["us-gov-west-1", ["sts.us-gov-west-1.amazonaws.com"]],
    ["eusc-de-east-1", ["sts.eusc-de-east-1.amazonaws.eu"]],
  ])("%s has STS at its regional hosts", (region, hosts) => {
    expect(stsHosts(region)).toEqual(expect.arrayContaining(hosts));
  });

  it("has the global host in the partition aws alone", () => {
    const global = ["us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"].map((region) =>
      stsHosts(region).includes("sts.amazonaws.com"),
    );
    expect(global).toEqual([true, false, false, false]);
  });
});
