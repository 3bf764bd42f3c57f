import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn } from "cdktf";
import { arnOf, AwsPlace, AwsService, resourceProblem } from "./aws-arn";
import { bucketProblem, prefixProblem } from "./aws-bucket";
import { policyStatement } from "./aws-policy-json";
import { AwsStatement } from "./aws-statement";
import { managedPolicyProblem, managedPolicyRisk, statementProblems, statementRisks } from "./aws-statement-checks";
import { isLiteral, problem, refusalOf, Risk } from "../../common";
import { madeOf } from "../../common/late-text";
import { DeclaredGrant } from "../../trust-declaration";
import { Access } from "../access";
import { addressProblem } from "../grant-address";
import { TimeWindow } from "../../common/time-window";

/** Where a resource is that is given by its name. */
export interface AwsResourceOptions {
  /** The region of the resource. @default - none: the resource is given by its ARN */
  readonly region?: string;
}

interface AccessShape {
  /** Whether the resource is a bucket, whose own policy can grant too. */
  readonly isOfBucket?: boolean;
  /** What is allowed and on what, in a few words. */
  readonly words: string;
  readonly statements: (place: AwsPlace) => AwsStatement[];
  readonly managedPolicyArn?: string;
  readonly problems: (string | undefined)[];
  readonly window?: TimeWindow;
  /** Of whose policy's ARN the address is made. */
  readonly address?: AwsAccess;
}

/**
 * What a service account may do with the services of an AWS account. It is an intent: `AwsTrust` writes it into a
 * policy of the role that the service account assumes.
 *
 * Resources are given by name, by ARN, or as the provider's own resource (`S3Bucket`, `SqsQueue`, …), so that nothing
 * is typed twice. Each access allows exactly one resource; several accesses add up.
 *
 * Service Authorization Reference: "Actions, resources, and condition keys for AWS services"
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @example
 *
 * const reports = AwsAccess.readBucket("acme-reports", "2027/");
 * const temporary = AwsAccess.readSecret(databaseSecret.arn).until("2027-01-31T18:00:00Z");
 */
export class AwsAccess extends Access {
  /** List the names of all buckets of the account, and nothing in them. Amazon S3 cannot limit it to some. */
  public static listBuckets(): AwsAccess {
    return new AwsAccess({
      words: "list the account's buckets",
      statements: () => [{ actions: ["s3:ListAllMyBuckets"], resources: ["*"] }],
      problems: [],
    });
  }

  /**
   * List the objects of a bucket and read them. Objects that are encrypted with a customer managed key need `useKey` of that
   * key as well.
   *
   * @param bucket the bucket's name, its ARN, or the resource that creates it
   * @param prefix only objects whose keys start with it; no slash in front. @default - all objects
   */
  public static readBucket(bucket: string | S3Bucket, prefix?: string): AwsAccess {
    return AwsAccess.ofBucket("read", bucket, prefix, ["s3:GetObject"], true);
  }

  /**
   * Put objects into a bucket, in one piece or in parts. It neither reads nor deletes; add `readBucket` to read.
   * A bucket that encrypts with a customer managed key needs `useKey` of that key as well.
   *
   * @param bucket the bucket's name, its ARN, or the resource that creates it
   * @param prefix only objects whose keys start with it; no slash in front. @default - all objects
   */
  public static writeBucket(bucket: string | S3Bucket, prefix?: string): AwsAccess {
    const actions = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
    return AwsAccess.ofBucket("write", bucket, prefix, actions, false);
  }

  /**
   * Delete objects of a bucket. Versions of a versioned bucket stay.
   *
   * @param bucket the bucket's name, its ARN, or the resource that creates it
   * @param prefix only objects whose keys start with it; no slash in front. @default - all objects
   */
  public static deleteFromBucket(bucket: string | S3Bucket, prefix?: string): AwsAccess {
    return AwsAccess.ofBucket("delete from", bucket, prefix, ["s3:DeleteObject"], false);
  }

  /**
   * Read the value of a secret of Secrets Manager. A secret that is encrypted with a customer managed key needs
   * `useKey` of that key as well.
   *
   * @param secret the secret's ARN, the resource that creates it, or its name with its region
   * @param options where a secret is that is given by its name
   */
  public static readSecret(secret: string | SecretsmanagerSecret, options: AwsResourceOptions = {}): AwsAccess {
    const actions = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];
    // Secrets Manager puts six random characters behind a secret's name.
    return AwsAccess.ofResource("read secret", "secretsmanager", "secret", secret, actions, options, "-??????");
  }

  /**
   * Read a parameter of Systems Manager's Parameter Store. A SecureString under a customer managed key needs `useKey` of that
   * key as well.
   *
   * @param parameter the parameter's ARN, the resource that creates it, or its name with its region
   * @param options where a parameter is that is given by its name
   */
  public static readParameter(parameter: string | SsmParameter, options: AwsResourceOptions = {}): AwsAccess {
    const actions = ["ssm:GetParameter", "ssm:GetParameters"];
    return AwsAccess.ofResource("read parameter", "ssm", "parameter", parameter, actions, options);
  }

  /**
   * Encrypt and decrypt with a key of AWS KMS. The key's own policy must let IAM policies of the account decide.
   *
   * @param key the key's ARN or the resource that creates it, or its id with its region; an alias names no key in a policy
   * @param options where a key is that is given by its id
   */
  public static useKey(key: string | KmsKey, options: AwsResourceOptions = {}): AwsAccess {
    const actions = [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
    ];
    return AwsAccess.ofResource("use key", "kms", "key", key, actions, options);
  }

  /**
   * Send messages to a queue of Amazon SQS. A queue that is encrypted with a customer managed key needs `useKey` of that key as
   * well.
   *
   * @param queue the queue's ARN, the resource that creates it, or its name with its region
   * @param options where a queue is that is given by its name
   */
  public static sendToQueue(queue: string | SqsQueue, options: AwsResourceOptions = {}): AwsAccess {
    const actions = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"];
    return AwsAccess.ofResource("send to queue", "sqs", "queue", queue, actions, options);
  }

  /**
   * Receive messages from a queue of Amazon SQS, and delete them when they are done. A queue that is encrypted
   * with a customer managed key needs `useKey` of that key as well.
   *
   * @param queue the queue's ARN, the resource that creates it, or its name with its region
   * @param options where a queue is that is given by its name
   */
  public static receiveFromQueue(queue: string | SqsQueue, options: AwsResourceOptions = {}): AwsAccess {
    const actions = [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
    ];
    return AwsAccess.ofResource("receive from queue", "sqs", "queue", queue, actions, options);
  }

  /**
   * Publish to a topic of Amazon SNS. A topic that is encrypted with a customer managed key needs `useKey` of that key as well.
   *
   * @param topic the topic's ARN, the resource that creates it, or its name with its region
   * @param options where a topic is that is given by its name
   */
  public static publishToTopic(topic: string | SnsTopic, options: AwsResourceOptions = {}): AwsAccess {
    return AwsAccess.ofResource("publish to topic", "sns", "topic", topic, ["sns:Publish"], options);
  }

  /**
   * Whatever a managed policy allows. A policy of AWS is rarely limited to one resource.
   *
   * @param policyArn the policy's ARN
   */
  public static managedPolicy(policyArn: string): AwsAccess {
    return new AwsAccess({
      words: `the policy ${isLiteral(policyArn) ? policyArn.replace(/^.*:policy\//, "") : "of an ARN that is not known at synth"}`,
      statements: () => [],
      managedPolicyArn: policyArn,
      problems: [managedPolicyProblem(policyArn)],
    });
  }

  /**
   * Statements of your own, for what has no verb here.
   *
   * @param statements what is allowed; at least one
   */
  public static statements(...statements: AwsStatement[]): AwsAccess {
    return new AwsAccess({
      words: statements.flatMap(({ actions }) => actions).join(", ") || "nothing",
      statements: () => statements,
      problems: statementProblems(statements),
    });
  }

  private static ofBucket(
    verb: string,
    bucket: string | S3Bucket,
    prefix: string | undefined,
    actions: string[],
    lists: boolean,
  ) {
    const given = typeof bucket === "string" ? bucket : bucket.arn;
    const keys = prefix === undefined ? "*" : `${prefix}*`;
    const listing = (arn: string): AwsStatement => ({
      actions: ["s3:ListBucket"],
      resources: [arn],
      ...(prefix !== undefined && { conditions: [{ operator: "StringLike", key: "s3:prefix", values: [keys] }] }),
    });
    return new AwsAccess({
      isOfBucket: true,
      words: `${verb} bucket ${nameOf(bucket)}${prefix === undefined ? "" : `/${prefix}`}`,
      statements: (place) => {
        const arn = typeof bucket === "string" ? arnOf("s3", bucket, place) : bucket.arn;
        return [...(lists ? [listing(arn)] : []), { actions, resources: [`${arn}/${keys}`] }];
      },
      problems: [bucketProblem(given), prefixProblem(prefix)],
    });
  }

  private static ofResource(
    verb: string,
    service: AwsService,
    property: string,
    resource: string | { readonly arn: string },
    actions: string[],
    { region }: AwsResourceOptions,
    suffix = "",
  ): AwsAccess {
    const given = typeof resource === "string" ? resource : resource.arn;
    return new AwsAccess({
      words: `${verb} ${nameOf(resource)}`,
      statements: (place) => {
        const arn = typeof resource === "string" ? arnOf(service, resource, place, region, suffix) : resource.arn;
        return [{ actions, resources: [arn] }];
      },
      problems: [resourceProblem(`access ${property}`, service, given, region)],
    });
  }

  /** The ARN of the managed policy, for an access that is one. */
  public readonly managedPolicyArn?: string;
  /** When the access holds; undefined for always. */
  public readonly window?: TimeWindow;

  private constructor(private readonly shape: AccessShape) {
    super();
    this.managedPolicyArn = shape.managedPolicyArn;
    this.window = shape.window;
  }

  /**
   * The same access until an instant. Credentials that were issued before it are refused after it too, because IAM
   * compares the time at each request.
   *
   * @param instant UTC, such as `2027-01-31T18:00:00Z`
   */
  public until(instant: string): AwsAccess {
    return new AwsAccess({ ...this.shape, window: new TimeWindow(this.window?.from, instant) });
  }

  /**
   * The same access from one instant until another.
   *
   * @param from UTC, such as `2027-01-01T00:00:00Z`; included
   * @param until UTC; not included
   */
  public between(from: string, until: string): AwsAccess {
    return new AwsAccess({ ...this.shape, window: new TimeWindow(from, until) });
  }

  /**
   * The same managed policy, at the Terraform address of another one: the address of its attachment is made of the ARN, so an ARN
   * that is a literal today and a token tomorrow would move it. All other accesses are statements of the role's one policy and
   * have no address of their own.
   *
   * @param access the managed policy as it was written before, or any one by a literal ARN; it grants nothing
   */
  public addressedAs(access: AwsAccess): AwsAccess {
    return new AwsAccess({ ...this.shape, address: access });
  }

  /**
   * What the address of the policy's attachment is made of; nothing for statements.
   * @internal
   */
  public get _addressed(): string | undefined {
    return this.shape.address?.managedPolicyArn ?? this.managedPolicyArn;
  }

  /** The access in a few words, for reports and messages. */
  public describe(): string {
    return [this.shape.words, this.window?.describe()].filter(Boolean).join(" ");
  }

  /** @internal */
  public _statements(place: AwsPlace): AwsStatement[] {
    const times = timeConditions(this.window);
    return this.shape.statements(place).map((statement) => ({
      ...statement,
      ...(times.length && { conditions: [...(statement.conditions ?? []), ...times] }),
    }));
  }

  /**
   * The bucket policy that the owner of a bucket in ANOTHER account needs for this access: both sides must allow it, the
   * role's policy, which the trust writes, and the bucket's. Objects that are encrypted with a customer managed key need
   * the key's policy as well; a bucket of another account cannot be read with the AWS managed key.
   *
   * It is JSON text for an output, or for the `policy` of the owner's `S3BucketPolicy`; a bucket has one policy, so the
   * owner merges the statements into what is there.
   *
   * Amazon S3 User Guide: "Bucket owner granting cross-account bucket permissions"
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html
   *
   * @param roleArn the role that acts: `trust.roleArn`
   * @throws if the access is not one to a bucket
   *
   * @example
   *
   * const reports = AwsAccess.readBucket("partner-reports", "2027/");
   * const trust = new AwsTrust(this, "loader", { from: loader, to: prod, access: reports });
   * new TerraformOutput(this, "for-the-partner", { value: reports.bucketPolicyFor(trust.roleArn) });
   */
  public bucketPolicyFor(roleArn: string): string {
    if (!this.shape.isOfBucket) {
      const reason = problem(
        "access",
        `${this.describe()} is not an access to a bucket`,
        "Ask the owner of the resource to allow the role",
        "access-bucket-policy",
      );
      throw refusalOf("bucketPolicyFor:", reason);
    }
    const partition = madeOf(
      roleArn,
      (arn) => /^arn:([^:]+):/.exec(arn)?.[1] ?? "aws",
      (token) => Fn.element(Fn.split(":", token), 1) as string,
    );
    const statements = this._statements({ partition, accountId: "" }).map((statement) => {
      const { Effect, ...rest } = policyStatement(statement);
      return { Effect, Principal: { AWS: roleArn }, ...rest };
    });
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
  }

  /**
   * What the access promises: each statement by itself, or a managed policy.
   *
   * @internal
   */
  public _declared(place: AwsPlace): DeclaredGrant[] {
    const { managedPolicyArn: role, window } = this;
    const when = {
      ...(window?.from === undefined ? {} : { from: window.from }),
      ...(window?.until === undefined ? {} : { until: window.until }),
    };
    const words = this.describe();
    if (role !== undefined) return [{ words, role, resources: [], ...when }];
    return this.shape.statements(place).map(({ actions, resources, conditions = [] }) => ({
      ...{ words, actions, resources },
      ...(conditions.length ? { conditions } : {}),
      ...when,
    }));
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { window, managedPolicyArn } = this;
    const fixed =
      window && managedPolicyArn !== undefined
        ? problem(
            "access until",
            "a managed policy has its own conditions, and none can be added",
            "Use a verb or statements, or limit the trust",
          )
        : undefined;
    const { address } = this.shape;
    const unaddressed =
      address && (managedPolicyArn === undefined || address.managedPolicyArn === undefined)
        ? problem(
            "access addressedAs",
            "is about two managed policies, and one of the two is a statement, which has no address",
            "Leave it out",
            "access-address",
          )
        : undefined;
    return [
      ...this.shape.problems,
      ...(window?._problems() ?? []),
      fixed,
      unaddressed,
      addressProblem(address && [address.managedPolicyArn], address?.describe() ?? ""),
    ];
  }

  /** @internal */
  public _risks(): Risk[] {
    const { managedPolicyArn } = this;
    if (managedPolicyArn !== undefined) return managedPolicyRisk(managedPolicyArn);
    return statementRisks(this.shape.statements({ partition: "aws", accountId: "111122223333" }));
  }
}

function timeConditions(window: TimeWindow | undefined) {
  const key = "aws:CurrentTime";
  return [
    ...(window?.from === undefined ? [] : [{ operator: "DateGreaterThanEquals", key, values: [window.from] }]),
    ...(window?.until === undefined ? [] : [{ operator: "DateLessThan", key, values: [window.until] }]),
  ];
}

function nameOf(resource: string | { readonly arn: string; readonly node?: { readonly id: string } }): string {
  if (typeof resource !== "string") return resource.node?.id ?? "of a resource";
  return isLiteral(resource) ? resource : "that is not known at synth";
}
