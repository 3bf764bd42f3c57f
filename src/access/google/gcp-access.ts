import { GcpResource, GcpResourceKind } from "./gcp-resource";
import { isLiteral, problem, Risk } from "../../common";
import { DeclaredGrant } from "../../trust-declaration";
import { Access } from "../access";
import { addressProblem } from "../grant-address";
import { TimeWindow } from "../../common/time-window";
import { MEMBERS_WITHOUT_CONDITIONS } from "../../vendor/google/iam-members";

interface AccessShape {
  readonly role: string;
  readonly resource: GcpResource;
  /** Only resources whose name starts with it. */
  readonly prefix?: string;
  readonly window?: TimeWindow;
  /** Of whose values the grant's address is made. */
  readonly address?: GcpAccess;
}

/** A condition of an allow policy, as IAM stores it. */
interface GcpCondition {
  /** A title of at most 100 bytes. */
  readonly title: string;
  /** A CEL expression. */
  readonly expression: string;
}

/**
 * What a service account may do in a Google Cloud project: a role on one resource. It is an intent: `GcpTrust` adds the
 * principal to the resource's allow policy as a member, and leaves other members alone.
 *
 * IAM documentation: "IAM basic and predefined roles reference", "Overview of IAM Conditions"
 *
 * @see https://cloud.google.com/iam/docs/understanding-roles
 * @see https://cloud.google.com/iam/docs/conditions-overview
 *
 * @example
 *
 * const reads = GcpAccess.readBucket("acme-exports", "2027/");
 * const publishes = GcpAccess.role("roles/pubsub.publisher", GcpResource.topic("orders"));
 */
export class GcpAccess extends Access {
  /**
   * A role on a resource.
   *
   * @param role a predefined role, `roles/storage.objectViewer`, or a custom one by its full name
   * @param resource what it is granted on
   */
  public static role(role: string, resource: GcpResource): GcpAccess {
    return new GcpAccess({ role, resource });
  }

  /**
   * List the objects of a bucket and read them (`roles/storage.objectViewer`). It does not read the bucket itself:
   * clients must name the bucket without looking it up.
   *
   * @param bucket the bucket's name
   * @param prefix only objects whose names start with it; then nothing is listed, because listing is a right on the
   * bucket. @default - all objects
   */
  public static readBucket(bucket: string, prefix?: string): GcpAccess {
    return new GcpAccess({ role: "roles/storage.objectViewer", resource: GcpResource.bucket(bucket), prefix });
  }

  /**
   * Create objects in a bucket (`roles/storage.objectCreator`). It neither reads, replaces nor deletes.
   *
   * @param bucket the bucket's name
   * @param prefix only objects whose names start with it. @default - all objects
   */
  public static writeBucket(bucket: string, prefix?: string): GcpAccess {
    return new GcpAccess({ role: "roles/storage.objectCreator", resource: GcpResource.bucket(bucket), prefix });
  }

  /**
   * Read the versions of a secret (`roles/secretmanager.secretAccessor`). It lists nothing.
   *
   * @param secretId the secret's id
   * @param projectId the project that it is in. @default - the project of the trust
   */
  public static readSecret(secretId: string, projectId?: string): GcpAccess {
    return GcpAccess.role("roles/secretmanager.secretAccessor", GcpResource.secret(secretId, projectId));
  }

  /**
   * Encrypt and decrypt with a key (`roles/cloudkms.cryptoKeyEncrypterDecrypter`).
   *
   * @param name the key's full name: `projects/…/locations/…/keyRings/…/cryptoKeys/…`
   */
  public static useKey(name: string): GcpAccess {
    return GcpAccess.role("roles/cloudkms.cryptoKeyEncrypterDecrypter", GcpResource.cryptoKey(name));
  }

  /**
   * Publish to a topic (`roles/pubsub.publisher`).
   *
   * @param topic the topic's name
   * @param projectId the project that it is in. @default - the project of the trust
   */
  public static publishToTopic(topic: string, projectId?: string): GcpAccess {
    return GcpAccess.role("roles/pubsub.publisher", GcpResource.topic(topic, projectId));
  }

  /**
   * Receive the messages of a subscription (`roles/pubsub.subscriber`).
   *
   * @param subscription the subscription's name
   * @param projectId the project that it is in. @default - the project of the trust
   */
  public static receiveFromSubscription(subscription: string, projectId?: string): GcpAccess {
    return GcpAccess.role("roles/pubsub.subscriber", GcpResource.subscription(subscription, projectId));
  }

  /**
   * Read the tables of a dataset (`roles/bigquery.dataViewer`). To run queries, `roles/bigquery.jobUser` on a project
   * is needed as well. It takes no end: the google provider refuses conditions on datasets.
   *
   * @param datasetId the dataset's id
   * @param projectId the project that it is in. @default - the project of the trust
   */
  public static readDataset(datasetId: string, projectId?: string): GcpAccess {
    return GcpAccess.role("roles/bigquery.dataViewer", GcpResource.dataset(datasetId, projectId));
  }

  /** The role's full name. */
  public readonly roleName: string;
  /** What the role is granted on. */
  public readonly resource: GcpResource;
  /** When the access holds; undefined for always. */
  public readonly window?: TimeWindow;

  private constructor(private readonly shape: AccessShape) {
    super();
    this.roleName = shape.role;
    this.resource = shape.resource;
    this.window = shape.window;
  }

  /**
   * The same access until an instant, by a condition on `request.time`. Access tokens that were issued before it are
   * refused after it too, because IAM compares the time at each request.
   *
   * @param instant UTC, such as `2027-01-31T18:00:00Z`
   */
  public until(instant: string): GcpAccess {
    return new GcpAccess({ ...this.shape, window: new TimeWindow(this.window?.from, instant) });
  }

  /**
   * The same access from one instant until another.
   *
   * @param from UTC, such as `2027-01-01T00:00:00Z`; included
   * @param until UTC; not included
   */
  public between(from: string, until: string): GcpAccess {
    return new GcpAccess({ ...this.shape, window: new TimeWindow(from, until) });
  }

  /**
   * The same access, at the Terraform address of another one: an address is made of what is granted on what, so a name that
   * is a literal today and a token tomorrow would move it. Two grants of one subject cannot share an address.
   *
   * @param access the access as it was written before, or any one whose names are literals; it grants nothing
   *
   * @example
   *
   * const exports = new StorageBucket(this, "exports", { name: "acme-exports", location: "EU" });
   * const access = GcpAccess.readBucket(exports.name).addressedAs(GcpAccess.readBucket("acme-exports"));
   */
  public addressedAs(access: GcpAccess): GcpAccess {
    return new GcpAccess({ ...this.shape, address: access });
  }

  /**
   * The same access, where a window of the trust holds too.
   * @internal
   */
  public _within(window: TimeWindow): GcpAccess {
    const { address } = this.shape;
    return new GcpAccess({
      ...this.shape,
      window: this.window?._and(window) ?? window,
      ...(address ? { address: address._within(window) } : {}),
    });
  }

  /**
   * What tells the grant from every other one of its subject.
   * @internal
   */
  public get _facts(): readonly (string | undefined)[] {
    const { roleName: role, resource, _condition: condition } = this;
    return [role, resource.kind, resource.name, resource.projectId, condition?.expression];
  }

  /**
   * The access of whose values the grant's address is made.
   * @internal
   */
  public get _addressed(): GcpAccess {
    return this.shape.address ?? this;
  }

  /** The access in a few words, for reports and messages. */
  public describe(): string {
    const { role, resource, prefix, window } = this.shape;
    return [`${role} on ${resource.describe()}${prefix === undefined ? "" : `/${prefix}`}`, window?.describe()]
      .filter(Boolean)
      .join(" ");
  }

  /**
   * The condition of the grant; undefined where it always holds.
   * @internal
   */
  public get _condition(): GcpCondition | undefined {
    const { prefix, resource, window } = this.shape;
    const parts = [
      ...(prefix === undefined
        ? []
        : [`resource.name.startsWith("projects/_/buckets/${resource.name}/objects/${prefix}")`]),
      ...(window?._cel ? [window._cel] : []),
    ];
    if (!parts.length) return undefined;
    return {
      title: prefix === undefined ? "time" : window ? "prefix-and-time" : "prefix",
      expression: parts.join(" && "),
    };
  }

  /**
   * What the access promises.
   *
   * @internal
   */
  public _declared(projectId: string): DeclaredGrant {
    const { roleName: role, resource, window } = this;
    const { prefix } = this.shape;
    return {
      ...{ words: this.describe(), role, resources: [resource._fullName(projectId)] },
      ...(prefix === undefined ? {} : { prefix }),
      ...(window?.from === undefined ? {} : { from: window.from }),
      ...(window?.until === undefined ? {} : { until: window.until }),
    };
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { roleName: role, resource, window } = this;
    const isBasic = /^roles\/(owner|editor|viewer)$/.test(role);
    return [
      isLiteral(role) &&
      !/^(roles\/[A-Za-z0-9_.]+|(projects|organizations)\/[^/]+\/roles\/[A-Za-z0-9_.]{3,64})$/.test(role)
        ? problem(
            "access role",
            `"${role}" is not a role's full name`,
            "Give roles/<service>.<role>, or projects/<id>/roles/<role>",
          )
        : undefined,
      isBasic && resource.kind !== GcpResourceKind.PROJECT
        ? problem("access role", `${role} can be granted on a project only`, "Give a role of the product")
        : undefined,
      isBasic && this._condition
        ? problem("access until", `${role} is a basic role, and takes no condition`, "Give a predefined or custom role")
        : undefined,
      this._condition && MEMBERS_WITHOUT_CONDITIONS[resource.kind] !== undefined
        ? problem(
            "access until",
            `${MEMBERS_WITHOUT_CONDITIONS[resource.kind]} takes no condition, so the access cannot have an end`,
            "Leave the window out of the access and the trust, or grant the role on the project",
            "access-unconditional",
          )
        : undefined,
      addressProblem(this.shape.address?._facts, this.shape.address?.describe() ?? ""),
      prefixProblem(this.shape.prefix),
      ...resource._problems(),
      ...(window?._problems() ?? []),
    ];
  }

  /** @internal */
  public _risks(): Risk[] {
    const { roleName: role, resource } = this;
    return [
      ...(BASIC_ROLES[role] === undefined ? [] : [{ code: "basic-role", message: `${role} ${BASIC_ROLES[role]}` }]),
      ...(resource.kind === GcpResourceKind.PROJECT
        ? [
            {
              code: "project-wide-grant",
              message: `${role} on ${resource.describe()} is a right on every resource in it.`,
            },
          ]
        : []),
      ...(/admin$/i.test(role) || OWNING_ROLES.includes(role)
        ? [{ code: "administrator-role", message: `${role} lets its holder change who has access.` }]
        : []),
      ...(ACTING_ROLES.includes(role)
        ? [
            {
              code: "acts-as-others",
              message: `${role} lets its holder act as a service account, with all that it may do.`,
            },
          ]
        : []),
    ];
  }
}

/** Roles with `setIamPolicy` whose names do not tell. "IAM basic and predefined roles reference". */
const OWNING_ROLES: readonly string[] = [
  "roles/bigquery.dataOwner",
  "roles/storage.legacyBucketOwner",
  "roles/storage.legacyObjectOwner",
];
/** "Roles for service account authentication". */
const ACTING_ROLES: readonly string[] = [
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountUser",
  "roles/iam.workloadIdentityUser",
];

const BASIC_ROLES: Readonly<Record<string, string | undefined>> = {
  "roles/owner": "may do everything in the project, its IAM policy included.",
  "roles/editor": "may change almost everything in the project.",
  "roles/viewer": "reads almost everything in the project.",
};

function prefixProblem(prefix: string | undefined): string | undefined {
  if (prefix === undefined) return undefined;
  const way = "Give the first characters of the names, such as 2027/exports/";
  if (!isLiteral(prefix)) return problem("access prefix", "is not known at synth, and a condition is made of it", way);
  if (prefix === "" || prefix.startsWith("/")) {
    return problem("access prefix", `"${prefix}" is empty or starts with a slash`, way);
  }
  if (/["\\\n\r]|\$\{|%\{/.test(prefix)) {
    return problem("access prefix", "holds quotes, a backslash or a template", way);
  }
  return undefined;
}
