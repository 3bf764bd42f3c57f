import { createHash } from "node:crypto";
import { posix } from "node:path";
import {
  PLUGIN_COMMAND,
  Container,
  Edge,
  fileAt,
  isServiceEdge,
  Mount,
  MountedFile,
  Pod,
  valueOf,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";
import { commandFault, isInstallScript, isOwnScript } from "../pods/install-script";
import { WiredPod, wiredPods } from "../pods/wired-pod";
import { wiringFault, wiringGap } from "../pods/wiring-finding";

/** What images have on PATH where they say nothing else. */
const USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const SHA256 = /^[0-9a-f]{64}$/;
const OWN_CONFIG_MAP = new RegExp(`"${PLUGIN_COMMAND}-[0-9a-f]{10}"`);

/** An init container that copies the exec plugin into a folder of the pod. */
interface Delivery {
  readonly container: Container;
  readonly sha256?: string;
  readonly source?: string;
  readonly folder?: string;
}

/** Pods to which an init container brings the exec plugin, so that their clients do not find it or do not start it. */
export const podPlugins: Rule = (world) =>
  wiredPods(world).flatMap((wired) => {
    const [edge] = wired.edges.filter((one) => !isServiceEdge(one));
    if (edge === undefined) return [];
    const delivery = deliveryOf(wired.pod);
    if (delivery === undefined) return unfilled(wired.pod, edge);
    const found = installFindings(world, wired.pod, edge, delivery);
    if (found.length > 0) return found;
    return clientContainers(wired).flatMap((container) => ofContainer(wired, container, delivery));
  });

function deliveryOf({ initContainers }: Pod): Delivery | undefined {
  for (const container of initContainers) {
    const { args, command } = container;
    const isScript = command.some(isInstallScript);
    const at = isScript ? 0 : args.findIndex((arg) => SHA256.test(arg));
    const [sha256, source, folder] = at < 0 ? [] : args.slice(at);
    if (isScript || (source !== undefined && folder !== undefined)) return { container, sha256, source, folder };
  }
  return undefined;
}

/** An executable in an empty folder that no init container fills. */
function unfilled(pod: Pod, edge: Edge): readonly Finding[] {
  const isEmpty = (name: string) =>
    pod.volumes.some((one) => one.name === name && one.sources.every(({ kind }) => kind === "empty")) &&
    !pod.initContainers.some(({ mounts }) => mounts.some(({ volume }) => volume === name));
  const mounts = pod.containers.flatMap((container) => container.mounts);
  const found = mounts.find(({ volume, path }) => posix.basename(path) === PLUGIN_COMMAND && isEmpty(volume));
  if (found === undefined) return [];
  const reason = `mounts ${found.path} from the volume "${found.volume}", which no init container fills`;
  return [wiringFault(pod, reason, { edge, hop: "source", what: PLUGIN_COMMAND })];
}

/** What keeps the init container from its work. */
function installFindings(world: World, pod: Pod, edge: Edge, delivery: Delivery): readonly Finding[] {
  const { container, sha256 = "", source = "", folder = "" } = delivery;
  const facts = { edge, hop: "source", what: source } as const;
  if (!SHA256.test(sha256) || !source.startsWith("/") || !folder.startsWith("/")) {
    return [wiringFault(pod, "the script of the plugin is not given a SHA-256, a file and a folder", facts)];
  }
  const ofCommand = commandFault(container.command);
  if (ofCommand) return [wiringFault(pod, `the plugin's script ${ofCommand}`, facts)];
  const file = fileAt(world.configuration, pod, container, source);
  const ofFile = fileFault(file, sha256);
  if (ofFile) {
    return [wiringFault(pod, `the plugin's file ${source} ${ofFile}`, facts)];
  }
  const into = mountAt(container, folder);
  if (into === undefined || into.isReadOnly) {
    const reason = into ? "is mounted read-only into the init container" : "is in no volume of the init container";
    return [wiringFault(pod, `the plugin's folder ${folder} ${reason}`, facts)];
  }
  if (!isOwnScript(container.command)) {
    return [wiringGap(pod, "the script that installs the plugin is not the one that this version makes", facts)];
  }
  // A ConfigMap of this library's own name that was not read is told as `plugin-file`.
  if (file.kind !== "unknown" || OWN_CONFIG_MAP.test(file.reason)) return [];
  return [wiringGap(pod, `the plugin's file ${source}: ${file.reason}`, facts)];
}

/** What is wrong with the plugin's file. What a ConfigMap lacks, or has under another name than its own, `plugin-file` tells. */
function fileFault(file: MountedFile, sha256: string): string | undefined {
  switch (file.kind) {
    case "unknown":
      return undefined;
    case "token":
      return "is a token";
    case "nothing": {
      const { reason, elsewhere } = file;
      return elsewhere?.key === PLUGIN_COMMAND ? undefined : `is not there: ${reason}`;
    }
    case "stored": {
      const content = file.files.content(file.key);
      const own = content && createHash("sha256").update(content).digest("hex");
      if (own === undefined || own === sha256 || !file.files.name.endsWith(own.slice(0, 10))) return undefined;
      return `has not the SHA-256 ${sha256}, which is checked`;
    }
  }
}

/** The containers that start the plugin: all where nothing tells which. */
function clientContainers({ pod, containers }: WiredPod): readonly Container[] {
  const ours = containers.filter(({ clients }) => clients.some(({ entries }) => entries.length > 0));
  const found = ours.map(({ container }) => container).filter((one) => pod.containers.includes(one));
  return found.length > 0 ? found : pod.containers;
}

function ofContainer({ pod, edges }: WiredPod, container: Container, delivery: Delivery): readonly Finding[] {
  const { folder = "" } = delivery;
  const volume = mountAt(delivery.container, folder)?.volume;
  const ofFolder = container.mounts.filter((mount) => mount.volume === volume);
  const ofClusters = edges.filter((edge) => !isServiceEdge(edge));
  const [edge] = ofClusters;
  const facts = { edge, hop: "source" } as const;
  if (!ofFolder.some(({ path, subPath }) => posix.normalize(path) === folder && subPath === undefined)) {
    return [wiringFault(pod, `the plugin is installed for ${folder}, where a container does not mount it`, facts)];
  }
  const executables = ofFolder.flatMap(executableIn);
  return ofClusters.flatMap((one) => commandFinding(pod, container, one, executables));
}

/** Where a mount of the plugin's folder has the executable. */
function executableIn({ path, subPath }: Mount): readonly string[] {
  const file = `bin/${PLUGIN_COMMAND}`;
  if (subPath === undefined) return [posix.join(path, file)];
  if (posix.normalize(subPath) === file) return [posix.normalize(path)];
  return posix.normalize(subPath) === "bin" ? [posix.join(path, PLUGIN_COMMAND)] : [];
}

function commandFinding(
  pod: Pod,
  container: Container,
  edge: Edge,
  executables: readonly string[],
): readonly Finding[] {
  const { command } = edge.client.stanza;
  const facts = { edge, hop: "source", what: command } as const;
  if (command === "" || executables.includes(posix.normalize(command))) return [];
  if (command.includes("/")) {
    return [wiringGap(pod, `its stanza starts ${command}, and the plugin is at ${executables.join(", ")}`, facts)];
  }
  const own = valueOf(container, "PATH");
  const folders = (own ?? USUAL_PATH).split(":");
  const isThere = executables.some((one) => posix.basename(one) === command && folders.includes(posix.dirname(one)));
  if (isThere) return [];
  return [
    wiringFault(
      pod,
      `its stanza starts ${command}, which no folder of PATH has: it is at ${executables.join(", ")}`,
      facts,
    ),
  ];
}

function mountAt({ mounts }: Container, folder: string): Mount | undefined {
  return mounts.find(({ path, subPath }) => posix.normalize(path) === folder && subPath === undefined);
}
