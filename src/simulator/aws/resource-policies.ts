import { Configuration, placeOf, Resource, text, unlessUnresolved, UnresolvedValue } from "../../terraform";
import { AwsAccounts } from "./accounts";
import { GivenPolicy } from "./decide-action";
import { policyDocument } from "./statement";

/** Where a policy of a resource stands: the type, and the arguments that hold the policy and name the resource. */
interface Place {
  readonly type: string;
  readonly policy: string;
  /** The attribute or argument that tells the resource's ARN, name or URL. */
  readonly of: string;
  /** An ARN of what `of` says, where that is none. */
  readonly arn?: (told: string, of: Where) => string;
}

/** What ARNs begin with. */
interface Where {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

const bucketArn = (told: string, { partition }: Where) => `arn:${partition}:s3:::${told}`;
const keyArn = (told: string, { partition, region, account }: Where) =>
  `arn:${partition}:kms:${region}:${account}:key/${told}`;

const PLACES: readonly Place[] = [
  { type: "aws_s3_bucket_policy", policy: "policy", of: "bucket", arn: bucketArn },
  { type: "awscc_s3_bucket_policy", policy: "policy_document", of: "bucket", arn: bucketArn },
  { type: "aws_kms_key", policy: "policy", of: "arn" },
  { type: "aws_kms_key_policy", policy: "policy", of: "key_id", arn: keyArn },
  { type: "aws_secretsmanager_secret", policy: "policy", of: "arn" },
  { type: "aws_secretsmanager_secret_policy", policy: "policy", of: "secret_arn" },
  { type: "aws_sqs_queue", policy: "policy", of: "arn" },
  { type: "aws_sqs_queue_policy", policy: "policy", of: "queue_url", arn: queueArn },
  { type: "aws_sns_topic", policy: "policy", of: "arn" },
  { type: "aws_sns_topic_policy", policy: "policy", of: "arn" },
];

/** The types whose policies are read here. */
export const RESOURCE_POLICY_TYPES: readonly string[] = PLACES.map(({ type }) => type);

/** The policies of buckets, keys, secrets, queues and topics. */
export class ResourcePolicies {
  private readonly byArn = new Map<string, GivenPolicy>();
  /** Policies of which it is not known whose they are, by the service in ARNs. */
  private readonly nameless = new Map<string, GivenPolicy>();
  private readonly accounts = new Map<string, string>();
  /** Keys, secrets, queues and topics that were read, with a policy or without one. */
  private readonly known = new Set<string>();

  public constructor(configuration: Configuration, accounts: AwsAccounts) {
    for (const bucket of configuration.resources("aws_s3_bucket")) {
      const name = unlessUnresolved(() => text(bucket.argument("bucket")), undefined);
      const account = unlessUnresolved(() => accounts.of(bucket), undefined);
      if (name && account) this.accounts.set(name, account);
    }
    for (const { type, policy, of, arn } of PLACES) {
      for (const resource of configuration.resources(type)) {
        // The policy counts, even where what it is of has no known name.
        const told =
          unlessUnresolved(() => text(resource.argument(of) ?? resource.attribute(of)), undefined) ?? placeOf(resource);
        const where = () => ({
          partition: accounts.partitionOf(resource.provider),
          region: accounts.regionOf(resource.provider),
          account: unlessUnresolved(() => accounts.of(resource), ""),
        });
        const name = told === placeOf(resource) || told.startsWith("arn:") || !arn ? told : arn(told, where());
        if (!type.endsWith("_policy")) this.known.add(name);
        const given = this.read(resource, policy);
        if (given && !name.startsWith("arn:")) {
          this.nameless.set(serviceIn(type), {
            ...given,
            document: undefined,
            unknown: "is of a resource that is not known",
          });
        }
        if (given) this.byArn.set(name, given);
        else if (type === "aws_kms_key" && !this.byArn.has(name)) {
          this.byArn.set(name, defaultKeyPolicy(name, resource));
        }
      }
    }
  }

  /**
   * The policy of what an ARN is of: an object's is its bucket's. A key that was not read is taken to have the default one. Where none
   * was found, one may be its that does not tell whose it is.
   */
  public of(arn: string): GivenPolicy | undefined {
    const found = this.byArn.get(ownerOf(arn));
    const maybe = this.nameless.get(arn.split(":")[2]);
    return found ?? maybe ?? (/^arn:[^:]+:kms:/.test(arn) ? defaultKeyPolicy(arn) : undefined);
  }

  /** Whether a policy of an ARN's resource was read. */
  public isRead(arn: string): boolean {
    return this.byArn.has(arn);
  }

  /** Whether an ARN's resource was read, or a policy of it, so that what lets others in is known. */
  public isKnown(arn: string): boolean {
    const owner = ownerOf(arn);
    return this.byArn.has(owner) || this.known.has(owner) || this.accountOfBucket(owner) !== undefined;
  }

  public get every(): ReadonlyMap<string, GivenPolicy> {
    return this.byArn;
  }

  /** The account of a bucket that was read. */
  public accountOfBucket(arn: string): string | undefined {
    return this.accounts.get(/:s3:::([^/]+)/.exec(arn)?.[1] ?? "");
  }

  private read(resource: Resource, argument: string): GivenPolicy | undefined {
    const at = { name: `the policy of ${resource.address}`, resource, argument };
    try {
      const written = text(resource.argument(argument));
      return written ? { ...at, document: policyDocument(written, "resource") } : undefined;
    } catch (error) {
      if (error instanceof UnresolvedValue) return { ...at, unknown: `cannot be known: ${error.reason}` };
      if (error instanceof SyntaxError) return { ...at, unknown: "is no JSON" };
      throw error;
    }
  }
}

/** What has the policy that counts for an ARN: an object's bucket. */
function ownerOf(arn: string): string {
  return arn.replace(/^(arn:[^:]+:s3:::[^/]+)\/.*$/, "$1");
}

/** The service of a type, as ARNs name it: `s3` of `aws_s3_bucket_policy`. */
function serviceIn(type: string): string {
  return type.split("_")[1];
}

/** AWS KMS documentation: "Default key policy", by which the account's IAM policies decide. */
function defaultKeyPolicy(arn: string, resource?: Resource): GivenPolicy {
  const [, partition, , , account] = arn.split(":");
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  const document = policyDocument(JSON.stringify({ Version: "2012-10-17", Statement: statement }), "resource");
  return { name: "the default key policy", document, ...(resource ? { resource } : {}) };
}

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` as an ARN. */
function queueArn(url: string, { partition }: Where): string {
  const [, region, account, name] = /^https:\/\/sqs\.([^.]+)\.[^/]+\/(\d+)\/(.+)$/.exec(url) ?? [];
  return region === undefined ? url : `arn:${partition}:sqs:${region}:${account}:${name}`;
}
