import { withoutHost } from "../../vendor/google/full-names";
import { ConditionRequest } from "./iam-condition";

/** What a permission is asked of. */
interface Place {
  /** The host in the full name of what the permission is about. */
  readonly host: string;
  /** Kinds of resources by the permission's second word, as conditions name them. */
  readonly types: Readonly<Record<string, string>>;
}

/** Google Cloud documentation: "Resource types" and "Resource names" in the attribute reference for IAM Conditions. */
const SERVICES: Readonly<Partial<Record<string, Place>>> = {
  storage: {
    host: "storage.googleapis.com",
    types: { buckets: "Bucket", objects: "Object", multipartUploads: "Object" },
  },
  secretmanager: { host: "secretmanager.googleapis.com", types: { secrets: "Secret", versions: "SecretVersion" } },
  cloudkms: {
    host: "cloudkms.googleapis.com",
    types: { cryptoKeys: "CryptoKey", cryptoKeyVersions: "CryptoKeyVersion" },
  },
  pubsub: { host: "pubsub.googleapis.com", types: { topics: "Topic", subscriptions: "Subscription" } },
  bigquery: { host: "bigquery.googleapis.com", types: { datasets: "Dataset", tables: "Table" } },
  iam: { host: "iam.googleapis.com", types: { serviceAccounts: "ServiceAccount" } },
};

/** The service of a permission: `storage` of `storage.objects.get`. */
export function serviceOfPermission(permission: string): string {
  return permission.split(".")[0];
}

/** The service of a full name; undefined for one whose permissions are not simulated. */
export function serviceOfName(fullName: string): string | undefined {
  const host = fullName.replace(/^\/\//, "").split("/")[0];
  return Object.entries(SERVICES).find(([, place]) => place?.host === host)?.[0];
}

/** Services whose resources recognize no attributes: they are not in the table. */
const WITHOUT_ATTRIBUTES = ["iam", "pubsub"];
/** Services whose resources are named by the number of their project. */
const BY_NUMBER = ["secretmanager"];

/**
 * What a condition sees of a request.
 *
 * @param numberOf the number of a project; undefined where nothing tells it
 */
export function asConditionsSee(
  permission: string,
  fullName: string,
  numberOf: (project: string) => string | undefined,
): Omit<ConditionRequest, "now"> {
  const [service, kind] = permission.split(".");
  const place = SERVICES[service];
  if (!place || WITHOUT_ATTRIBUTES.includes(service)) return {};
  const { host, types } = place;
  // Objects are listed in their bucket.
  const type = permission === "storage.objects.list" ? "Bucket" : (types[kind] ?? "");
  const [, project = "", rest = ""] = /^projects\/([^/]+)(.*)$/s.exec(withoutHost(fullName)) ?? [];
  const number = BY_NUMBER.includes(service) ? numberOf(project) : project;
  if (number === undefined) return {};
  const name = project === "" ? withoutHost(fullName) : `projects/${number}${rest}`;
  return { resource: { name, type: `${host}/${type}`, service: host } };
}

/** A full name and those that it is in, the nearest first; a project is last. */
export function containers(fullName: string): readonly string[] {
  const parts = fullName.split("/");
  const all = parts.map((_part, end) => parts.slice(0, parts.length - end).join("/"));
  return all.filter((name) => name.length > 2);
}

/**
 * Something of the kind that a permission is about, in a resource that a role was granted on; undefined where the permission is
 * not about anything in it.
 *
 * @param resource a full name
 * @param prefix the beginning of an object's name
 */
export function askedOf(permission: string, resource: string, prefix = ""): string | undefined {
  const [service, kind] = permission.split(".");
  if (serviceOfName(resource) !== service) return undefined;
  switch (`${service}.${kind}`) {
    case "storage.objects":
    case "storage.multipartUploads":
      return permission.endsWith(".list") ? resource : `${resource}/objects/${prefix}lab-object`;
    case "secretmanager.versions":
      return /\.(access|get|destroy)$/.test(permission) ? `${resource}/versions/1` : resource;
    case "cloudkms.cryptoKeyVersions":
      return /use/.test(permission) ? resource : `${resource}/cryptoKeyVersions/1`;
    case "bigquery.datasets":
      return isProject(resource) ? undefined : resource;
    case "bigquery.tables":
      if (isProject(resource)) return undefined;
      return /\.(list|create)$/.test(permission) ? resource : `${resource}/tables/lab-table`;
    // What is of a project, and of no dataset in it.
    case "bigquery.jobs":
      return isProject(resource) ? resource : undefined;
    case "pubsub.topics":
      return resource.includes("/topics/") ? resource : undefined;
    case "pubsub.subscriptions":
    case "pubsub.snapshots":
      return resource.includes("/subscriptions/") ? resource : undefined;
    default:
      return resource;
  }
}

/** Whether a full name is that of a project at a service, and of nothing in it. */
function isProject(fullName: string): boolean {
  return /^\/\/[^/]+\/projects\/[^/]+$/.test(fullName);
}

/** A resource of each service in a project that `//cloudresourcemanager…` names, and others as they are. */
export function samplesIn(fullName: string): readonly string[] {
  const project = /^\/\/cloudresourcemanager\.[^/]+\/projects\/([^/]+)$/.exec(fullName)?.[1];
  if (project === undefined) return [fullName];
  return SAMPLES.map((sample) => `//${sample.replace("{project}", project)}`);
}

const SAMPLES = [
  "storage.googleapis.com/projects/_/buckets/lab-bucket",
  "secretmanager.googleapis.com/projects/{project}/secrets/lab-secret",
  "cloudkms.googleapis.com/projects/{project}/locations/global/keyRings/lab-ring/cryptoKeys/lab-key",
  "pubsub.googleapis.com/projects/{project}/topics/lab-topic",
  "pubsub.googleapis.com/projects/{project}/subscriptions/lab-subscription",
  "bigquery.googleapis.com/projects/{project}",
  "bigquery.googleapis.com/projects/{project}/datasets/lab_dataset",
  "iam.googleapis.com/projects/-/serviceAccounts/lab-account@{project}.iam.gserviceaccount.com",
];
