import { Block, block, blocks, Configuration, placeOf, Resource, text, unlessUnresolved } from "../../terraform";
import { DELIVERING_FEATURE, DELIVERING_KINDS, DELIVERING_TYPES } from "../../vendor/kubernetes/delivery";
import { AGGREGATION_LABEL } from "../../vendor/kubernetes/names";
import { Edge } from "../edges/edge";
import { knownRelease, openingOf } from "../webhooks/releases";
import { kubectlManifests } from "./kubectl-manifests";
import { listedObjects } from "./listed-objects";

/** A grant inside a cluster that was read and is not simulated. */
interface Unseen {
  readonly place: string;
  readonly reason: string;
  readonly resource: Resource;
}

/**
 * Releases of charts that are not known, manifests of another provider that cannot be read, and what delivers objects from somewhere
 * else.
 *
 * @param edges those into clusters
 */
export function opaqueReleases(configuration: Configuration, edges: readonly Edge[]): readonly Unseen[] {
  const servers = edges.map(({ client }) => client.server);
  const told = because("what it makes in its cluster is not read");
  const releases = configuration.resources("helm_release").flatMap((resource): readonly Unseen[] => {
    const known = knownRelease(resource);
    if (!known) return [told(resource)];
    const reason = openingOf(known, servers);
    return reason === undefined ? [] : [because(reason)(resource)];
  });
  const unread = configuration
    .resources("kubectl_manifest")
    .filter((resource) => unlessUnknown(() => kubectlManifests(resource).length === 0));
  return [...releases, ...unread.map(told), ...(edges.length === 0 ? [] : delivering(configuration, edges).map(told))];
}

/** What delivers objects of a repository or a chart into a cluster, the edges' own where it names one. */
function delivering(configuration: Configuration, edges: readonly Edge[]): readonly Resource[] {
  const clusters = new Set(edges.map(({ declaration }) => declaration.target.name.toLowerCase()));
  const isOfEdges = (resource: Resource, argument: string) =>
    unlessUnknown(() => clusters.has((text(resource.argument(argument)) ?? "").toLowerCase()));
  const typed = Object.entries(DELIVERING_TYPES).flatMap(([type, { cluster }]) =>
    configuration.resources(type).filter((one) => cluster === undefined || isOfEdges(one, cluster)),
  );
  const { type, block: outer, argument } = DELIVERING_FEATURE;
  const features = configuration
    .resources(type)
    .filter((one) => unlessUnknown(() => blocks(block(one.argument(outer))[argument]).length > 0));
  const manifests = [
    ...configuration.resources("kubernetes_manifest").map((one) => [one, objectsOf] as const),
    ...configuration.resources("kubectl_manifest").map((one) => [one, kubectlManifests] as const),
  ].flatMap(([resource, objects]) => (unlessUnresolved(() => objects(resource), []).some(delivers) ? [resource] : []));
  return [...typed, ...features, ...manifests];
}

function objectsOf(resource: Resource): readonly Block[] {
  return listedObjects(block(resource.argument("manifest")));
}

function delivers({ apiVersion, kind }: Block): boolean {
  const [group] = String(apiVersion).split("/");
  return Object.hasOwn(DELIVERING_KINDS, group) && DELIVERING_KINDS[group].includes(String(kind));
}

/** Labels on a role that something else makes, by which other roles take its rules over: which these are is not known. */
export function aggregatingLabels(configuration: Configuration): readonly Unseen[] {
  return configuration
    .resources("kubernetes_labels")
    .filter((resource) =>
      unlessUnknown(() => {
        const labels = Object.keys(block(resource.argument("labels")));
        return (
          text(resource.argument("kind")) === "ClusterRole" && labels.some((one) => one.startsWith(AGGREGATION_LABEL))
        );
      }),
    )
    .map(because("it labels a ClusterRole that other roles take the rules of, and those are not read"));
}

function because(reason: string): (resource: Resource) => Unseen {
  return (resource) => ({ place: placeOf(resource), reason, resource });
}

/** What cannot be known may be. */
function unlessUnknown(test: () => boolean): boolean {
  return unlessUnresolved(test, true);
}
