import { isLiteral, problem } from "../common";

/** The partitions of AWS; IAM trust never crosses from one to another. */
export enum AwsPartition {
  /** Commercial regions. */
  AWS = "aws",
  /** China regions. */
  CHINA = "aws-cn",
  /** GovCloud (US) regions. */
  US_GOV = "aws-us-gov",
}

const REGION_PREFIXES: [string, string][] = [
  ["cn-", AwsPartition.CHINA],
  ["us-gov-", AwsPartition.US_GOV],
];
/** Regions that exist, as AWS names them; those of other partitions are refused rather than taken for commercial. */
const REGION = /^(af|ap|ca|eu|il|me|mx|sa|us|cn|us-gov)-[a-z]+-\d+$/;

/** The partition of a region that is known at synth. */
export function partitionOf(region: string): string | undefined {
  if (!isLiteral(region) || !REGION.test(region)) return undefined;
  return REGION_PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? AwsPartition.AWS;
}

/** What is wrong with a region's name. */
export function regionProblem(region: string): string | undefined {
  if (!isLiteral(region) || REGION.test(region)) return undefined;
  return problem(
    "region",
    `"${region}" is not a region of the partitions aws, aws-cn or aws-us-gov`,
    "Give the region's name, such as eu-central-1",
  );
}

/** What is wrong with an ARN that must be of a service, a kind of resource and a partition. */
export function arnProblem(property: string, arn: string | undefined, kind: ArnKind): string | undefined {
  if (!isLiteral(arn)) return undefined;
  const match = /^arn:([^:]+):iam::(\d{12}|aws):(.+)$/.exec(arn);
  if (!match || !match[3].startsWith(kind.resource)) {
    return problem(
      property,
      `"${arn}" is not the ARN of an IAM ${kind.name}`,
      `Give arn:<partition>:iam::<account>:${kind.resource}…`,
    );
  }
  if (isLiteral(kind.partition) && kind.partition && match[1] !== kind.partition) {
    return problem(
      property,
      `is in the partition ${match[1]} and the cluster in ${kind.partition}; IAM trust does not cross partitions`,
      `Give one of an account in ${kind.partition}`,
    );
  }
  if (isLiteral(kind.accountId) && match[2] !== "aws" && match[2] !== kind.accountId) {
    return problem(
      property,
      `is of the account ${match[2]}, and the cluster is in ${kind.accountId}`,
      `Give one of the account ${kind.accountId}`,
    );
  }
  return undefined;
}

/** The kind of IAM object that an ARN should name. */
export interface ArnKind {
  readonly name: string;
  /** What the part after the account starts with. */
  readonly resource: string;
  readonly partition?: string;
  /** The account it must be of, where that is known. */
  readonly accountId?: string;
}
