import { Configuration, placeOf, Resource, unlessUnresolved } from "../../terraform";
import { Edge } from "../edges/edge";
import { knownRelease, openingOf } from "../webhooks/releases";
import { kubectlManifests } from "./kubectl-manifests";

/** A grant inside a cluster that was read and is not simulated. */
interface Unseen {
  readonly place: string;
  readonly reason: string;
  readonly resource: Resource;
}

/**
 * Releases of charts that are not known, and manifests of another provider that cannot be read.
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
  return [...releases, ...unread.map(told)];
}

function because(reason: string): (resource: Resource) => Unseen {
  return (resource) => ({ place: placeOf(resource), reason, resource });
}

/** What cannot be known may be. */
function unlessUnknown(test: () => boolean): boolean {
  return unlessUnresolved(test, true);
}
