import { Configuration } from "../../terraform";
import { fileAt } from "./mounted-file";
import { Container, Pod } from "./pod";
import { podsIn } from "./pods-in";

const READ = new WeakMap<Configuration, readonly Pod[]>();

/**
 * The pods of a configuration. Outputs that hold one part of a pod each, as `toPodYaml` and `toContainerYaml` give them, are put
 * together: each with the one of its stack that fits it best.
 */
export function wholePods(configuration: Configuration): readonly Pod[] {
  const known = READ.get(configuration);
  if (known) return known;
  const { pods } = podsIn(configuration);
  const isContainer = (pod: Pod) => pod.serviceAccount === "";
  const isWithout = (pod: Pod) => pod.containers.length === 0;
  const found = pods.filter((pod) => !isContainer(pod) && !isWithout(pod));
  const [ofPods, ofContainers] = [pods.filter(isWithout), pods.filter(isContainer)];
  const pairs = new Map<Pod, Set<Pod>>();
  const join = (pod: Pod | undefined, container: Pod | undefined) => {
    if (!pod || !container) return;
    pairs.set(pod, (pairs.get(pod) ?? new Set()).add(container));
  };
  const fit = (pod: Pod, part: Pod) => fitOf(configuration, pod, part);
  for (const container of ofContainers) {
    join(
      best(besides(container, ofPods), (pod) => fit(pod, container)),
      container,
    );
  }
  for (const pod of ofPods) {
    join(
      pod,
      best(besides(pod, ofContainers), (container) => fit(pod, container)),
    );
  }
  for (const [pod, containers] of pairs) {
    const own = best(besides(pod, ofContainers), (container) => fit(pod, container));
    for (const one of containers) {
      // A container beside the pod's own one may be of a pod that was not read: what does not fit is told at the container.
      const { resource, argument } = one === own ? pod : one;
      found.push({ ...pod, resource, argument, containers: one.containers });
    }
  }
  READ.set(configuration, found);
  return found;
}

/** The parts that stand in the stack of one. */
function besides({ resource }: Pod, parts: readonly Pod[]): readonly Pod[] {
  return parts.filter((one) => one.resource.stack === resource.stack);
}

function best<T>(all: readonly T[], scoreOf: (one: T) => number): T | undefined {
  return [...all].sort((one, other) => scoreOf(other) - scoreOf(one))[0];
}

/** How well two parts fit: the files of the container's variables that the pod has; then how far their names begin alike. */
function fitOf(configuration: Configuration, pod: Pod, { resource, containers }: Pod): number {
  const files = containers.flatMap((container) => filesOf(configuration, pod, container));
  const [own, other] = [pod.resource.address, resource.address];
  let alike = 0;
  while (alike < own.length && own[alike] === other[alike]) alike++;
  return files.length * 1000 + alike;
}

function filesOf(configuration: Configuration, pod: Pod, container: Container): readonly string[] {
  return container.variables.flatMap(({ value }) => {
    if (value?.startsWith("/") !== true) return [];
    return ["token", "stored"].includes(fileAt(configuration, pod, container, value).kind) ? [value] : [];
  });
}
