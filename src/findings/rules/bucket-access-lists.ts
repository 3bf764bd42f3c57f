import { placeOf, Resource, ServiceEdge, text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";

const BUCKET = /^\/\/storage\.[^/]+\/projects\/_\/buckets\/([^/]+)$/;
const ARGUMENT = "uniform_bucket_level_access";

/**
 * Declared uses of buckets of Cloud Storage with access control lists by federated principals, which need uniform bucket-level access. A
 * Google service account, its own or impersonated, does not.
 *
 * Cloud Storage FUSE CSI driver: "Uniform bucket-level access is required for read-write workloads when using Workload Identity
 * Federation"; grafana/tempo#3556, for lists and reads.
 *
 * @see https://cloud.google.com/iam/docs/federated-identity-supported-services "Identity federation: products and limitations"
 * @see https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver/blob/main/docs/authentication.md
 */
export const bucketAccessLists: Rule = ({ configuration, services }) => {
  const buckets = configuration.resources("google_storage_bucket");
  return services.flatMap((edge) => {
    const { principal, suspended } = edge.declaration;
    if (edge.service.account.cloud !== "google" || suspended === true || !/^principal(Set)?:\/\//.test(principal)) {
      return [];
    }
    const names = new Set(edge.service.grants.flatMap(({ resources }) => resources.flatMap(bucketOf)));
    return buckets
      .filter((bucket) => names.has(unlessUnresolved(() => text(bucket.argument("name")) ?? "", "")))
      .flatMap((bucket) => findingsOf(edge, bucket));
  });
};

function bucketOf(fullName: string): readonly string[] {
  const name = BUCKET.exec(fullName)?.[1];
  return name === undefined ? [] : [name];
}

function findingsOf(edge: ServiceEdge, bucket: Resource): readonly Finding[] {
  const value = unlessUnresolved(() => bucket.argument(ARGUMENT), undefined);
  if (value === true || value === "true") return [];
  const what = unlessUnresolved(() => text(bucket.argument("name")), undefined) ?? bucket.address;
  const at = {
    place: placeOf(bucket),
    resource: bucket,
    argument: ARGUMENT,
    edge,
    hop: "authorization",
    what,
  } as const;
  const who = `${edge.declaration.principal} is a federated principal, which a bucket lets in by uniform bucket-level access alone`;
  return value === false || value === "false"
    ? [
        {
          ...at,
          code: "missing-grant",
          severity: "fault",
          reason: `${who}, and ${ARGUMENT} is false: set it, or impersonate`,
        },
      ]
    : [{ ...at, code: "unseen-grant", severity: "gap", reason: `${who}, and ${ARGUMENT} is not set: set it to true` }];
}
