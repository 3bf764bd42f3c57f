import { posix } from "node:path";
import { Configuration } from "../../terraform";
import { Container, Mount, Pod, VolumeSource } from "./pod";
import { storedFor } from "./stored-for";
import { StoredFiles } from "./stored-files";

/** What a container has at a path. */
export type MountedFile =
  | { readonly kind: "token"; readonly token: ProjectedToken; readonly mount: Mount }
  | ({ readonly kind: "stored"; readonly mount: Mount } & Stored)
  /** Nothing, for a reason in words; with what has the name that the pod has for it, and is in another place or lacks the key. */
  | { readonly kind: "nothing"; readonly reason: string; readonly elsewhere?: Stored }
  /** A file of the image, or of a volume whose content is not known. */
  | {
      readonly kind: "unknown";
      readonly isMounted: boolean;
      /** Whether it may be in what a part of a pod leaves out. */
      readonly isLeftOut: boolean;
      readonly reason: string;
      /** The object of which not all was read. */
      readonly files?: StoredFiles;
    };

/** A key of a ConfigMap or a Secret. */
export interface Stored {
  readonly files: StoredFiles;
  readonly key: string;
}

/** A token that the kubelet writes. */
export type ProjectedToken = Extract<VolumeSource, { readonly kind: "token" }>;

/** Where the token for a pod's own API server is. */
export const OWN_TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** What a container has at a path: the volume that is mounted nearest above it counts. */
export function fileAt(configuration: Configuration, pod: Pod, container: Container, path: string): MountedFile {
  const wanted = posix.normalize(path);
  const mount = container.mounts
    .filter((one) => wanted === at(one) || wanted.startsWith(`${at(one).replace(/\/$/, "")}/`))
    .sort((one, other) => at(one).length - at(other).length)
    .at(-1);
  if (mount === undefined) {
    return { ...unknown(`${path} is in no volume, and the image was not read`, pod.isPart), isMounted: false };
  }
  const volume = pod.volumes.find(({ name }) => name === mount.volume);
  if (volume === undefined) {
    if (pod.isPart) return unknown(`the volume "${mount.volume}" was not read`, true);
    return { kind: "nothing", reason: `the volume "${mount.volume}", which is mounted there, is not the pod's` };
  }
  const inside = posix.join(mount.subPath ?? "", posix.relative(at(mount), wanted));
  const found = volume.sources.map((source) => inSource(configuration, { pod, container, mount, inside }, source));
  const is = (kind: MountedFile["kind"]) => found.find((one) => one.kind === kind);
  const nothing: MountedFile = { kind: "nothing", reason: `the volume "${volume.name}" has no file ${inside}` };
  return is("token") ?? is("stored") ?? is("unknown") ?? is("nothing") ?? nothing;
}

function unknown(reason: string, isLeftOut = false) {
  return { kind: "unknown", isMounted: true, isLeftOut, reason } as const;
}

function at({ path }: Mount): string {
  return posix.normalize(path);
}

/** A place in a volume, as a container has it. */
interface Inside {
  readonly pod: Pod;
  readonly container: Container;
  readonly mount: Mount;
  readonly inside: string;
}

function inSource(configuration: Configuration, where: Inside, source: VolumeSource): MountedFile {
  const { pod, mount, inside } = where;
  const nothing = (what: string) => ({ kind: "nothing", reason: `${what} has no file ${inside}` }) as const;
  const volume = `the volume "${mount.volume}"`;
  switch (source.kind) {
    case "opaque":
      return unknown(`${volume} was not read`);
    case "empty":
      if (!isFilled(where)) return nothing(`${volume} is empty, and`);
      return unknown(`what fills ${volume} was not read`, pod.isPart);
    case "token":
      if (posix.normalize(source.path) !== inside) return nothing(volume);
      return { kind: "token", token: source, mount };
    case "object": {
      const { files, elsewhere, reason } = storedFor(configuration, pod, source);
      const key = source.items ? source.items.find(({ path }) => posix.normalize(path) === inside)?.key : inside;
      if (key === undefined) return nothing(volume);
      if (elsewhere) return { kind: "nothing", reason, elsewhere: { files: elsewhere, key } };
      if (files === undefined) return unknown(reason);
      if (files.keys.includes(key)) return { kind: "stored", files, key, mount };
      if (files.isPart) {
        return { ...unknown(`of the ${source.of} "${source.name}" not all keys were read`), files };
      }
      return { ...nothing(`the ${source.of} "${source.name}"`), elsewhere: { files, key } };
    }
  }
}

/** Whether a container of the pod that is not this one may fill an empty folder, or somebody else's of a part of a pod. */
function isFilled({ pod, container, mount }: Inside): boolean {
  const others = [...pod.initContainers, ...pod.containers].filter((one) => one !== container);
  return pod.isPart || others.some(({ mounts }) => mounts.some(({ volume }) => volume === mount.volume));
}

/** The paths of a container at which it has a ConfigMap's or a Secret's keys that were read. */
export function pathsOf(configuration: Configuration, pod: Pod, { mounts }: Container): readonly string[] {
  return mounts.flatMap(({ volume, path, subPath }) => {
    const sources = pod.volumes.find(({ name }) => name === volume)?.sources ?? [];
    if (subPath !== undefined) return [path];
    return sources.flatMap((source) => {
      if (source.kind !== "object") return [];
      const names = source.items?.map((item) => item.path) ?? storedFor(configuration, pod, source).files?.keys ?? [];
      return names.map((name) => posix.join(path, name));
    });
  });
}
