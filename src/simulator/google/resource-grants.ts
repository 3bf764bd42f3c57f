import { Configuration, Resource, text, unlessUnresolved } from "../../terraform";
import { Grant, Grants } from "./grants";
import { iamTypes } from "./iam-types";
import { LeftOut } from "../left-out";
import { GoogleProjects } from "./projects";

/** The full name of what a policy is of, by the type without its form. */
const NAMES: Readonly<Record<string, (asked: Asked) => string>> = {
  google_storage_bucket: ({ of }) => `//storage.googleapis.com/projects/_/buckets/${of("bucket").replace(/^b\//, "")}`,
  google_secret_manager_secret: ({ below }) => `//secretmanager.googleapis.com/${below("secrets", "secret_id")}`,
  google_kms_crypto_key: ({ of }) => `//cloudkms.googleapis.com/${keyName(of("crypto_key_id"))}`,
  google_kms_key_ring: ({ of }) => `//cloudkms.googleapis.com/${keyName(of("key_ring_id"))}`,
  google_pubsub_topic: ({ below }) => `//pubsub.googleapis.com/${below("topics", "topic")}`,
  google_pubsub_subscription: ({ below }) => `//pubsub.googleapis.com/${below("subscriptions", "subscription")}`,
  google_bigquery_dataset: ({ below }) => `//bigquery.googleapis.com/${below("datasets", "dataset_id")}`,
  google_bigquery_table: ({ below, of }) =>
    `//bigquery.googleapis.com/${below("datasets", "dataset_id")}/tables/${of("table_id").split("/").at(-1)}`,
};

/** What a resource says of what its policy is of. */
interface Asked {
  readonly of: (argument: string) => string;
  /** The name in its project, of a short name or a whole one. */
  readonly below: (kind: string, argument: string) => string;
}

/** The types of resources whose policies are read here. */
export const RESOURCE_POLICY_TYPES: readonly string[] = Object.keys(NAMES).flatMap(iamTypes);

/** The allow policies of single resources: buckets, secrets, keys, topics, subscriptions, datasets. */
export class ResourceGrants {
  private readonly byName = new Map<string, Grants>();
  private readonly projectsOfBuckets = new Map<string, string>();

  /**
   * @param read the grants that a resource makes on what a full name means
   * @throws UnresolvedValue for a grant that cannot be known
   */
  public constructor(
    configuration: Configuration,
    projects: GoogleProjects,
    leftOut: LeftOut,
    read: (resource: Resource, on: string) => readonly Grant[],
  ) {
    for (const [kind, nameOf] of Object.entries(NAMES)) {
      const policies = iamTypes(kind).flatMap((type) => configuration.resources(type));
      leftOut.eachGrant(policies, (resource) => {
        const of = (argument: string) => text(resource.argument(argument)) ?? "";
        const below = (what: string, argument: string) => {
          const given = of(argument);
          if (!given.startsWith("projects/")) return `projects/${projects.idOf(resource)}/${what}/${given}`;
          return unlessUnresolved(() => projects.byId(given, projects.idOf(resource)), given);
        };
        const name = nameOf({ of, below });
        const grants = this.byName.get(name) ?? new Grants();
        this.byName.set(name, grants);
        for (const grant of read(resource, name)) grants.add(grant);
      });
    }
    leftOut.each(configuration.resources("google_storage_bucket"), (resource) => {
      this.projectsOfBuckets.set(text(resource.argument("name")) ?? "", projects.idOf(resource));
    });
  }

  /** Those of one resource. */
  public on(fullName: string): Grants | undefined {
    return this.byName.get(fullName);
  }

  /** Each resource that has any, by its full name. */
  public get every(): ReadonlyMap<string, Grants> {
    return this.byName;
  }

  /** The project of a bucket that was read. */
  public projectOfBucket(bucket: string): string | undefined {
    return this.projectsOfBuckets.get(bucket);
  }
}

/** Google provider documentation: a key is also named by `{project}/{location}/{ring}/{key}`. */
function keyName(id: string): string {
  if (id.startsWith("projects/")) return id;
  const [project, location, ring, key] = id.split("/");
  const name = `projects/${project}/locations/${location}/keyRings/${ring}`;
  return key === undefined ? name : `${name}/cryptoKeys/${key}`;
}
