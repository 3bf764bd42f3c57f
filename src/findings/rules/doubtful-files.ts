import { isSameCluster, placeOf, Pod, StoredFiles, storedFor, World } from "../../simulator";
import { wiredPods } from "../pods/wired-pod";
import { wiringGap } from "../pods/wiring-finding";
import { Rule } from "../finding";

/**
 * ConfigMaps and Secrets that a pod of an edge mounts and another provider of its stack makes, where nothing tells whether both lead into
 * one cluster: a pod sees those of its own alone.
 */
export const doubtfulFiles: Rule = (world) =>
  wiredPods(world).flatMap(({ pod, edges: [edge] }) => {
    if (edge === undefined) return [];
    return doubtfulFilesOf(world, pod).map(({ kind, name, resource, provider }) => {
      const reason = `mounts the ${kind} "${name}", which ${placeOf(resource)} makes by the provider "${provider?.key}", and is made by "${pod.provider?.key}": nothing tells whether both lead into one cluster`;
      return wiringGap(pod, reason, { edge, hop: "source" });
    });
  });

function doubtfulFilesOf({ configuration }: World, pod: Pod): readonly StoredFiles[] {
  const sources = pod.volumes.flatMap((one) => one.sources);
  return sources.flatMap((source) => {
    if (source.kind !== "object") return [];
    const { files } = storedFor(configuration, pod, source);
    return files && isDoubtful(pod, files) ? [files] : [];
  });
}

function isDoubtful({ provider: own }: Pod, { provider, resource }: StoredFiles): boolean {
  if (!own || !provider || !resource.type.startsWith("kubernetes_") || own.stack !== provider.stack) return false;
  return own.key !== provider.key && isSameCluster(own, provider) === undefined;
}
