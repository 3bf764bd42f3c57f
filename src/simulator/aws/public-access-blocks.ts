import { Configuration, isOn, Resource, text, unlessUnresolved } from "../../terraform";
import { AwsAccounts } from "./accounts";

/** What a setting against public access does to the policies of buckets. */
export type Blocking = "block_public_policy" | "restrict_public_buckets";

/**
 * The settings of buckets and accounts against public access.
 *
 * Terraform registry: "aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block".
 */
export class PublicAccessBlocks {
  private readonly found: readonly {
    readonly resource: Resource;
    readonly bucket?: string;
    readonly account?: string;
  }[];

  public constructor(configuration: Configuration, accounts: AwsAccounts) {
    const known = (read: () => string | undefined) => unlessUnresolved(read, undefined);
    this.found = [
      ...configuration.resources("aws_s3_bucket_public_access_block").map((resource) => ({
        resource,
        bucket: known(() => text(resource.argument("bucket"))),
      })),
      ...configuration.resources("aws_s3_account_public_access_block").map((resource) => ({
        resource,
        account: known(() => text(resource.argument("account_id")) ?? accounts.of(resource)),
      })),
    ];
  }

  /** The setting that is on for a bucket of an account. */
  public of(bucket: string, account: string, blocking: Blocking): Resource | undefined {
    return this.found.find((one) => {
      if (one.bucket !== bucket && (one.account === undefined || one.account !== account)) return false;
      return unlessUnresolved(() => isOn(one.resource.argument(blocking)), false);
    })?.resource;
  }
}
