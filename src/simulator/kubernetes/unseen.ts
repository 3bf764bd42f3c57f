import { block, Configuration, placeOf, Resource, text, unlessUnresolved } from "../../terraform";

/** A grant inside a cluster that was read and is not simulated. */
interface Unseen {
  readonly place: string;
  readonly reason: string;
  readonly resource: Resource;
}

const AGGREGATION = "rbac.authorization.k8s.io/aggregate-to-";

/** ClusterRoles that add to others. */
export function aggregatedRoles(configuration: Configuration): readonly Unseen[] {
  const roles = ["kubernetes_cluster_role", "kubernetes_cluster_role_v1"].flatMap((type) =>
    configuration.resources(type),
  );
  return roles
    .filter(isAggregated)
    .map(because("aggregation, by which ClusterRoles add to each other, is not simulated"));
}

/** The ConfigMap that maps AWS identities to users. */
export function awsAuth(configuration: Configuration): readonly Unseen[] {
  const maps = ["kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data"];
  return maps
    .flatMap((type) => configuration.resources(type))
    .filter(isAwsAuth)
    .map(because("the ConfigMap aws-auth is not read"));
}

/** Releases and manifests of providers that are not read. */
export function opaqueReleases(configuration: Configuration): readonly Unseen[] {
  return ["helm_release", "kubectl_manifest"]
    .flatMap((type) => configuration.resources(type))
    .map(because("what it makes in its cluster is not read"));
}

function because(reason: string): (resource: Resource) => Unseen {
  return (resource) => ({ place: placeOf(resource), reason, resource });
}

function isAggregated(resource: Resource): boolean {
  return unlessUnknown(() => {
    const { labels } = block(resource.argument("metadata"));
    const adds = Object.keys(block(labels)).some((label) => label.startsWith(AGGREGATION));
    return adds || text(resource.argument("aggregation_rule")) !== undefined;
  });
}

function isAwsAuth(resource: Resource): boolean {
  return unlessUnknown(() => {
    const { name, namespace } = block(resource.argument("metadata"));
    return name === "aws-auth" && namespace === "kube-system";
  });
}

/** What cannot be known may be. */
function unlessUnknown(test: () => boolean): boolean {
  return unlessUnresolved(test, true);
}
