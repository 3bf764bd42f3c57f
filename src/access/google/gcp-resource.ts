import { Fn } from "cdktf";
import { isLiteral, problem } from "../../common";
import { madeOf } from "../../common/late-text";

/** The kinds of resource that a role can be granted on. */
export enum GcpResourceKind {
  /** A bucket of Cloud Storage. */
  BUCKET = "bucket",
  /** A key of Cloud KMS. */
  CRYPTO_KEY = "cryptoKey",
  /** A dataset of BigQuery. */
  DATASET = "dataset",
  /** A project, with all that is in it. */
  PROJECT = "project",
  /** A secret of Secret Manager. */
  SECRET = "secret",
  /** A service account. */
  SERVICE_ACCOUNT = "serviceAccount",
  /** A subscription of Pub/Sub. */
  SUBSCRIPTION = "subscription",
  /** A topic of Pub/Sub. */
  TOPIC = "topic",
}

/** How names of each kind look, by the products' own pages, and an example. */
const NAMES: Record<GcpResourceKind, readonly [form: RegExp, example: string]> = {
  [GcpResourceKind.BUCKET]: [/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/, "acme-exports"],
  [GcpResourceKind.CRYPTO_KEY]: [
    /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[\w-]{1,63}\/cryptoKeys\/[\w-]{1,63}$/,
    "projects/acme/locations/europe-west4/keyRings/ring/cryptoKeys/key",
  ],
  [GcpResourceKind.DATASET]: [/^\w{1,1024}$/, "sales"],
  [GcpResourceKind.PROJECT]: [/^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "acme-data"],
  [GcpResourceKind.SECRET]: [/^[\w-]{1,255}$/, "database-password"],
  [GcpResourceKind.SERVICE_ACCOUNT]: [
    /^[^@\s/]+@[a-z0-9.-]+\.gserviceaccount\.com$/,
    "loader@acme-data.iam.gserviceaccount.com",
  ],
  [GcpResourceKind.SUBSCRIPTION]: [/^[A-Za-z][\w.~+%-]{2,254}$/, "orders-loader"],
  [GcpResourceKind.TOPIC]: [/^[A-Za-z][\w.~+%-]{2,254}$/, "orders"],
};

/** Kinds that are named without their project; the provider's `id` of them is the whole name. */
const SHORT: readonly GcpResourceKind[] = [
  GcpResourceKind.DATASET,
  GcpResourceKind.SECRET,
  GcpResourceKind.SUBSCRIPTION,
  GcpResourceKind.TOPIC,
];

/** Google Cloud documentation: "Resource name format", "Resource names" of IAM conditions. */
const FULL_NAMES: Record<GcpResourceKind, (name: string, projectId: string) => string> = {
  [GcpResourceKind.BUCKET]: (name) => `//storage.googleapis.com/projects/_/buckets/${name}`,
  [GcpResourceKind.CRYPTO_KEY]: (name) => `//cloudkms.googleapis.com/${name}`,
  [GcpResourceKind.DATASET]: (name, project) => `//bigquery.googleapis.com/projects/${project}/datasets/${name}`,
  [GcpResourceKind.PROJECT]: (_name, project) => `//cloudresourcemanager.googleapis.com/projects/${project}`,
  [GcpResourceKind.SECRET]: (name, project) => `//secretmanager.googleapis.com/projects/${project}/secrets/${name}`,
  [GcpResourceKind.SERVICE_ACCOUNT]: (email) => `//iam.googleapis.com/projects/-/serviceAccounts/${email}`,
  [GcpResourceKind.SUBSCRIPTION]: (name, project) =>
    `//pubsub.googleapis.com/projects/${project}/subscriptions/${name}`,
  [GcpResourceKind.TOPIC]: (name, project) => `//pubsub.googleapis.com/projects/${project}/topics/${name}`,
};

/**
 * One resource of Google Cloud that a role is granted on. Names may be tokens: `GcpResource.bucket(bucket.name)`, and of secrets, topics,
 * subscriptions and datasets also the provider's `id`, which has the project in front.
 *
 * @example
 *
 * const exports = GcpResource.bucket("acme-exports");
 * const password = GcpResource.secret("database-password", "acme-vault");
 */
export class GcpResource {
  /** A bucket of Cloud Storage, by its name. It must have uniform bucket-level access to take federated principals. */
  public static bucket(name: string): GcpResource {
    return new GcpResource(GcpResourceKind.BUCKET, name);
  }

  /** A key of Cloud KMS, by its full name: `projects/…/locations/…/keyRings/…/cryptoKeys/…`. */
  public static cryptoKey(name: string): GcpResource {
    return new GcpResource(GcpResourceKind.CRYPTO_KEY, name);
  }

  /**
   * A dataset of BigQuery.
   *
   * @param datasetId the dataset's id
   * @param projectId the project that it is in. @default - the project of the trust
   */
  public static dataset(datasetId: string, projectId?: string): GcpResource {
    return new GcpResource(GcpResourceKind.DATASET, datasetId, projectId);
  }

  /**
   * A project with all that is in it, which warns.
   *
   * @param projectId the project's id. @default - the project of the trust
   */
  public static project(projectId?: string): GcpResource {
    return new GcpResource(GcpResourceKind.PROJECT, projectId ?? "", projectId);
  }

  /**
   * A secret of Secret Manager.
   *
   * @param secretId the secret's id
   * @param projectId the project that it is in. @default - the project of the trust
   */
  public static secret(secretId: string, projectId?: string): GcpResource {
    return new GcpResource(GcpResourceKind.SECRET, secretId, projectId);
  }

  /**
   * A service account, by its e-mail address.
   *
   * @param email the service account's e-mail address
   */
  public static serviceAccount(email: string): GcpResource {
    return new GcpResource(GcpResourceKind.SERVICE_ACCOUNT, email);
  }

  /**
   * A subscription of Pub/Sub.
   *
   * @param name the subscription's name, without its project
   * @param projectId the project that it is in. @default - the project of the trust
   */
  public static subscription(name: string, projectId?: string): GcpResource {
    return new GcpResource(GcpResourceKind.SUBSCRIPTION, name, projectId);
  }

  /**
   * A topic of Pub/Sub.
   *
   * @param name the topic's name, without its project
   * @param projectId the project that it is in. @default - the project of the trust
   */
  public static topic(name: string, projectId?: string): GcpResource {
    return new GcpResource(GcpResourceKind.TOPIC, name, projectId);
  }

  private constructor(
    /** What kind of resource it is. */
    public readonly kind: GcpResourceKind,
    /** The resource's name as it was given; an empty string for the project of the trust. */
    public readonly name: string,
    /** The project that was given; undefined for the project of the trust. */
    public readonly projectId?: string,
  ) {}

  /** The resource in a few words. */
  public describe(): string {
    if (this.kind === GcpResourceKind.PROJECT && this.name === "") return "the project";
    return `${this.kind} ${isLiteral(this.name) ? this.name : "of a name that is not known at synth"}`;
  }

  /**
   * The resource's full name, by which conditions and audit logs know it.
   *
   * @param projectId the project where the resource names none
   * @internal
   */
  public _fullName(projectId: string): string {
    return FULL_NAMES[this.kind](this._ownName, this.projectId ?? projectId);
  }

  /**
   * The name without what is in front of it in the provider's `id`.
   * @internal
   */
  public get _ownName(): string {
    return SHORT.includes(this.kind) ? withoutProject(this.name) : this.name;
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const [form, example] = NAMES[this.kind];
    const isOwnProject = this.kind === GcpResourceKind.PROJECT && this.projectId === undefined;
    const isSound = isOwnProject || !isLiteral(this.name) || form.test(this.name);
    const project = this.projectId;
    const isSoundProject = !isLiteral(project) || NAMES[GcpResourceKind.PROJECT][0].test(project);
    return [
      isSound
        ? undefined
        : problem(
            `access ${this.kind}`,
            `"${this.name}" is not the name of a ${this.kind}`,
            `Give one such as ${example}`,
          ),
      isSoundProject || this.kind === GcpResourceKind.PROJECT
        ? undefined
        : problem("access projectId", `"${project}" is not a project's id`, "Give the id, and neither name nor number"),
    ];
  }
}

/** The last part of a name: of `projects/acme/topics/orders` the topic. */
function withoutProject(name: string): string {
  return madeOf(
    name,
    (literal) => literal.replace(/^.*\//, ""),
    (token) => Fn.replace(token, "/^.*//", ""),
  );
}
