import { Configuration, placeOf, Resource, text, unlessUnresolved, UnresolvedValue } from "../../terraform";
import { AwsAccounts } from "./accounts";
import { GivenPolicy } from "./decide-action";
import { functionPermissions } from "./function-permissions";
import { policyFault } from "./policy-fault";
import { PublicAccessBlocks } from "./public-access-blocks";
import { isPublic } from "./public-policy";
import { ownerOf, POLICY_PLACES, PolicyPlace } from "./resource-policy-places";
import { policyDocument, Statement } from "./statement";

/** The types whose policies are read here. */
export const RESOURCE_POLICY_TYPES: readonly string[] = [
  ...POLICY_PLACES.filter(({ grantsElsewhere }) => !grantsElsewhere).map(({ type }) => type),
  "aws_lambda_permission",
];

/** The policies of buckets, keys, secrets, queues, tables, functions and other resources that have one. */
export class ResourcePolicies {
  private readonly byArn = new Map<string, GivenPolicy>();
  /** Policies of which it is not known whose they are, by the service in ARNs. */
  private readonly nameless = new Map<string, GivenPolicy>();
  private readonly accounts = new Map<string, string>();
  /** Keys, secrets, queues and topics that were read, with a policy or without one. */
  private readonly known = new Set<string>();
  private readonly blocks: PublicAccessBlocks;

  public constructor(configuration: Configuration, accounts: AwsAccounts) {
    for (const bucket of configuration.resources("aws_s3_bucket")) {
      const name = unlessUnresolved(() => text(bucket.argument("bucket") ?? bucket.attribute("bucket")), undefined);
      const account = unlessUnresolved(() => accounts.of(bucket), undefined);
      if (name && account) this.accounts.set(name, account);
    }
    this.blocks = new PublicAccessBlocks(configuration, accounts);
    for (const place of POLICY_PLACES) {
      for (const resource of configuration.resources(place.type)) this.add(place, resource, accounts);
    }
    this.addPermissions(configuration, accounts);
  }

  private add(
    { type, policy, of, otherwise, arn, service, isOfOne }: PolicyPlace,
    resource: Resource,
    accounts: AwsAccounts,
  ) {
    // The policy counts, even where what it is of has no known name.
    const told =
      unlessUnresolved(() => text(resource.argument(of) ?? resource.attribute(of)) ?? otherwise, undefined) ??
      placeOf(resource);
    const where = () => ({
      partition: accounts.partitionOf(resource.provider),
      region: text(resource.argument("region")) ?? accounts.regionOf(resource.provider),
      account: unlessUnresolved(() => accounts.of(resource), ""),
    });
    const name = told === placeOf(resource) || told.startsWith("arn:") || !arn ? told : arn(told, where());
    if (!type.endsWith("_policy")) this.known.add(name);
    const read = this.read(resource, policy, isOfOne === true);
    const given = read && service === "s3" ? this.asStored(read, name, where().account) : read;
    if (given && !name.startsWith("arn:")) this.addNameless(service, given);
    if (given) this.byArn.set(name, given);
    else if (type.startsWith("aws_kms_") && !this.byArn.has(name)) {
      this.byArn.set(name, defaultKeyPolicy(name, resource));
    }
  }

  private addPermissions(configuration: Configuration, accounts: AwsAccounts): void {
    for (const { resource, function: name, statement } of functionPermissions(configuration, accounts)) {
      const given = { name: `the permission ${resource.address}`, resource, argument: "principal" };
      if (name === undefined) this.addNameless("lambda", given);
      else this.byArn.set(name, withPermission(given, statement, this.byArn.get(name)));
    }
  }

  private addNameless(service: string, given: GivenPolicy): void {
    this.nameless.set(service, { ...given, document: undefined, unknown: "is of a resource that is not known" });
  }

  /** A bucket's policy as the settings against public access leave it. */
  private asStored(policy: GivenPolicy, arn: string, ofPolicy: string): GivenPolicy {
    if (!policy.document || !isPublic(policy.document)) return policy;
    const bucket = arn.split(":::")[1] ?? "";
    const account = this.accountOfBucket(arn) ?? ofPolicy;
    const refusing = this.blocks.of(bucket, account, "block_public_policy");
    if (refusing) {
      const unknown = `is public, and S3 does not take one that is new: block_public_policy of ${refusing.address}`;
      return { ...policy, document: undefined, unknown };
    }
    const restricting = this.blocks.of(bucket, account, "restrict_public_buckets");
    return restricting ? { ...policy, isForOwnAccount: true } : policy;
  }

  /**
   * The policy of what an ARN is of: an object's is its bucket's. A key that was not read is taken to have the default one. Where none
   * was found, one may be its that does not tell whose it is.
   */
  public of(arn: string): GivenPolicy | undefined {
    if (ACCESS_POINT.test(arn)) {
      return { name: `the policy of ${arn}`, unknown: "and that of its bucket are not simulated" };
    }
    const found = this.byArn.get(ownerOf(arn));
    const maybe = this.nameless.get(arn.split(":")[2]);
    // A function has permissions of several resources, of which one that does not tell its function may be another.
    if (found?.document && maybe && /^arn:[^:]+:lambda:/.test(arn)) {
      return { ...found, mayAllowMore: FURTHER_PERMISSION };
    }
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

  private read(resource: Resource, argument: string, isOfOne: boolean): GivenPolicy | undefined {
    const at = { name: `the policy of ${resource.address}`, resource, argument };
    try {
      const written = text(resource.argument(argument));
      if (!written) return undefined;
      const parsed = policyDocument(written, "resource");
      const document = isOfOne ? { ...parsed, statements: parsed.statements.map(onTheOne) } : parsed;
      const fault = isOfOne ? undefined : policyFault(written, "resource", () => undefined);
      return fault === undefined ? { ...at, document } : { ...at, unknown: `is not stored by AWS: ${fault}` };
    } catch (error) {
      if (error instanceof UnresolvedValue) return { ...at, unknown: `cannot be known: ${error.reason}` };
      if (error instanceof SyntaxError) return { ...at, unknown: "is no JSON" };
      throw error;
    }
  }
}

/** `arn:aws:s3:us-west-2:111122223333:accesspoint/reports/object/a.csv`. */
const ACCESS_POINT = /^arn:[^:]+:s3[\w-]*:[^:]*:\d+:accesspoint[/:]/;

const FURTHER_PERMISSION = "a further permission of the function cannot be known";

/** A function's policy with one more permission, which allows something or is not known. */
function withPermission(given: GivenPolicy, statement: Statement | undefined, before?: GivenPolicy): GivenPolicy {
  if (!statement) return before?.document ? { ...before, mayAllowMore: FURTHER_PERMISSION } : given;
  const statements = [...(before?.document?.statements ?? []), statement];
  const isAll = before === undefined || (before.document !== undefined && before.mayAllowMore === undefined);
  return {
    ...given,
    document: { kind: "resource", statements, hasVariables: true },
    ...(isAll ? {} : { mayAllowMore: FURTHER_PERMISSION }),
  };
}

/** A statement of a policy whose every statement is about its one resource. */
function onTheOne(statement: Statement): Statement {
  const isFree = statement.Resource === undefined && statement.NotResource === undefined;
  return isFree ? { ...statement, Resource: "*" } : statement;
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
