import { Container, Pod, ProjectedToken, Volume } from "../../simulator";
import { DNS_LABEL, MAX_DNS_LABEL, MIN_TOKEN_SECONDS } from "../../vendor/kubernetes/names";
import { Rule } from "../finding";
import { edgeOf, wiredPods } from "../pods/wired-pod";
import { wiringFault } from "../pods/wiring-finding";

/** "ServiceAccountTokenProjection", Kubernetes API: the longest life that may be asked for. */
const MAX_TOKEN_SECONDS = 2 ** 32;
/** Volumes of this library: no chart has any of such a name. */
const OF_WIRING = /^trust-mesh-/;
/** Folders of this library in containers, where no chart mounts a volume of its own. */
const PATH_OF_WIRING = /\/trust-mesh(-file)?(\/|$)/;
/** "Quantity", Kubernetes API. */
const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** Pods that no API server stores, and files that no container can read, of pods that act by an edge. */
export const podVolumes: Rule = (world) =>
  wiredPods(world).flatMap((wired) => {
    const edge = edgeOf(world, wired);
    if (edge === undefined) return [];
    const { pod } = wired;
    const faults = [
      ...nameFaults(pod),
      ...volumeFaults(pod),
      ...[...pod.initContainers, ...pod.containers].flatMap((one) => mountFaults(pod, one)),
    ];
    return faults.map((reason) => wiringFault(pod, reason, { edge, hop: "source" }));
  });

function isName(name: string): boolean {
  return name.length <= MAX_DNS_LABEL && DNS_LABEL.test(name);
}

function nameFaults({ volumes, initContainers, containers, isPart }: Pod): readonly string[] {
  const names = [...initContainers, ...(isPart ? [] : containers)].map(({ name }) => name);
  return [
    ...names.filter((name) => !isName(name)).map((name) => `a container's name is "${name}", and must be a DNS label`),
    ...volumes
      .filter(({ name }) => !isName(name))
      .map(({ name }) => `a volume's name is "${name}", and must be a DNS label`),
    ...twice(names).map((name) => `has two containers "${name}"`),
  ];
}

function volumeFaults({ volumes }: Pod): readonly string[] {
  return [
    ...twice(volumes.map(({ name }) => name)).map((name) => `has two volumes "${name}"`),
    ...volumes.flatMap((volume) => [...modeFaults(volume), ...folderFaults(volume), ...tokenFaults(volume)]),
  ];
}

function tokenFaults({ name, sources }: Volume): readonly string[] {
  const tokens = sources.filter((source): source is ProjectedToken => source.kind === "token");
  return [
    ...twice(tokens.map(({ path }) => path)).map((path) => `the volume "${name}" has two tokens at ${path}`),
    ...tokens
      .filter(({ path }) => path === "" || path.startsWith("/") || path.split("/").includes(".."))
      .map(({ path }) => `the volume "${name}" has a token at "${path}", which is no path in it`),
    ...tokens
      .filter(
        ({ seconds }) => !(Number.isInteger(seconds) && seconds >= MIN_TOKEN_SECONDS && seconds <= MAX_TOKEN_SECONDS),
      )
      .map(({ seconds }) => `a token of ${seconds} seconds is asked for, and ${MIN_TOKEN_SECONDS} is the least`),
  ];
}

/** Kubernetes: a number up to 0777. The provider takes octal text that begins with 0. */
function modeFaults({ name, mode }: Volume): readonly string[] {
  if (mode === undefined) return [];
  const bits = typeof mode === "number" ? mode : /^0[0-7]{1,3}$/.test(mode) ? parseInt(mode, 8) : NaN;
  if (!Number.isInteger(bits) || bits < 0 || bits > 0o777) {
    return [`the volume "${name}" has the mode "${mode}", which is no mode of a file`];
  }
  return (bits & 0o444) === 0
    ? [`the volume "${name}" has the mode "${mode}", by which no process may read its files`]
    : [];
}

function folderFaults({ name, medium = "", sizeLimit = "0" }: Volume): readonly string[] {
  return [
    ...(/^(|Memory|HugePages(-\w+)?)$/.test(medium) ? [] : [`the volume "${name}" has the medium "${medium}"`]),
    ...(QUANTITY.test(sizeLimit)
      ? []
      : [`the volume "${name}" has the sizeLimit "${sizeLimit}", which is no quantity`]),
  ];
}

function mountFaults({ volumes, isPart }: Pod, { name, mounts }: Container): readonly string[] {
  const container = name === "" ? "a container" : `the container "${name}"`;
  const missing = mounts
    .filter((one) => !volumes.some(({ name: own }) => own === one.volume))
    .filter(({ volume, path }) => !isPart || OF_WIRING.test(volume) || PATH_OF_WIRING.test(path) || !isName(volume));
  return [
    ...missing.map(
      ({ volume, path }) => `${container} mounts the volume "${volume}" at ${path}, and the pod has none of that name`,
    ),
    ...twice(mounts.map(({ path }) => path)).map((path) => `${container} has two mounts at ${path}`),
    ...mounts
      .filter(({ path }) => path === "" || path.includes(":"))
      .map(({ path, volume }) => `${container} mounts the volume "${volume}" at "${path}", which is no path`),
  ];
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
