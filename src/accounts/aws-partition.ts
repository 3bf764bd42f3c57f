import { isLiteral, problem } from "../common";
import { AWS_PARTITIONS, AwsPartitionId, partitionOfRegion } from "../vendor/aws/partitions";

/** The partitions of AWS; IAM trust never crosses from one to another. */
export enum AwsPartition {
  /** Commercial regions. */
  AWS = "aws",
  /** China regions. */
  CHINA = "aws-cn",
  /** GovCloud (US) regions. */
  US_GOV = "aws-us-gov",
  /** The European Sovereign Cloud. */
  EUROPEAN_SOVEREIGN = "aws-eusc",
  /** Top Secret regions (US). */
  ISO = "aws-iso",
  /** Secret regions (US). */
  ISO_B = "aws-iso-b",
  /** ISOE (Europe). */
  ISO_E = "aws-iso-e",
  /** ISOF. */
  ISO_F = "aws-iso-f",
}

/** The compiler holds the enum and the vendor's list together: neither may have a partition more. */
const PARTITIONS: { readonly [id in AwsPartitionId]: AwsPartition } = {
  aws: AwsPartition.AWS,
  "aws-cn": AwsPartition.CHINA,
  "aws-us-gov": AwsPartition.US_GOV,
  "aws-eusc": AwsPartition.EUROPEAN_SOVEREIGN,
  "aws-iso": AwsPartition.ISO,
  "aws-iso-b": AwsPartition.ISO_B,
  "aws-iso-e": AwsPartition.ISO_E,
  "aws-iso-f": AwsPartition.ISO_F,
} satisfies Record<`${AwsPartition}`, AwsPartition>;

/** The partition of a region that is known at synth. */
export function partitionOf(region: string): string | undefined {
  const found = isLiteral(region) ? partitionOfRegion(region) : undefined;
  return found && PARTITIONS[found.id];
}

/** What is wrong with a region's name. */
export function regionProblem(region: string): string | undefined {
  if (!isLiteral(region) || partitionOf(region)) return undefined;
  const partitions = AWS_PARTITIONS.map(({ id }) => id).sort();
  return problem(
    "region",
    `"${region}" is not a region of the partitions ${partitions.slice(0, -1).join(", ")} or ${partitions.slice(-1).join("")}`,
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
      `is in the partition ${match[1]} and the account in ${kind.partition}; IAM trust does not cross partitions`,
      `Give one of an account in ${kind.partition}`,
    );
  }
  if (isLiteral(kind.accountId) && match[2] !== "aws" && match[2] !== kind.accountId) {
    return problem(
      property,
      `is of the account ${match[2]}, and the account is ${kind.accountId}`,
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
