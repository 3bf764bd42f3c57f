import { Block, block, blocks, text, texts } from "../../terraform";
import { Mount, Pod, Volume, VolumeSource } from "./pod";
import { WrittenContainer } from "./variables";

/** What a pod's specification says, in the form of Kubernetes or of the Terraform provider. */
export interface PodParts extends Pick<Pod, "serviceAccount" | "automount" | "volumes" | "isPart"> {
  readonly initContainers: readonly WrittenContainer[];
  readonly containers: readonly WrittenContainer[];
}

/** Kubernetes: the life of a token for which none is asked. */
const DEFAULT_SECONDS = 3600;
const TOKEN_SOURCE = /^service_?account_?token$/i;
const PARTS_OF_A_POD = ["serviceAccountName", "volumes", "initContainers"];
const PARTS_OF_A_CONTAINER = ["volumeMounts", "env", "envFrom"];

/** The pod of an object: a specification, a part of one, or a component of a chart's values; undefined for another object. */
export function podIn(value: Block): PodParts | undefined {
  const containers = blocks(value.containers ?? value.container);
  if (containers.length > 0 && containers.every((one) => typeof one === "object" && one !== null)) {
    return specification(value, containers);
  }
  return component(value) ?? part(value);
}

function specification(value: Block, containers: readonly Block[]): PodParts {
  const account = text(value.serviceAccountName ?? value.service_account_name ?? value.serviceAccount);
  return {
    serviceAccount: account === undefined || account === "" ? "default" : account,
    ...automountOf(value.automountServiceAccountToken ?? value.automount_service_account_token),
    volumes: blocks(value.volumes ?? value.volume).map(volumeOf),
    initContainers: blocks(value.initContainers ?? value.init_container).map(containerOf),
    containers: containers.map(containerOf),
    isPart: false,
  };
}

/** Values of a chart: the service account's name, and what the component's pod and its one container have beside the chart's own. */
function component(value: Block): PodParts | undefined {
  const { serviceAccount, initContainers } = value;
  const name = typeof serviceAccount === "object" ? text(block(serviceAccount).name) : undefined;
  const volumes = value.volumes ?? value.extraVolumes;
  const mounts = value.volumeMounts ?? value.extraVolumeMounts;
  // A chart makes a name of its own where none is given.
  if (name === undefined || name === "" || (volumes === undefined && mounts === undefined)) return undefined;
  const env = value.env ?? value.extraEnv ?? value.extraEnvVars;
  return {
    serviceAccount: name,
    ...automountOf(value.automountServiceAccountToken),
    volumes: blocks(volumes).map(volumeOf),
    initContainers: blocks(initContainers).map(containerOf),
    containers: [containerOf({ volumeMounts: mounts, env, envFrom: value.envFrom ?? value.extraEnvFrom })],
    isPart: true,
  };
}

/** A part of a pod or of a container, to be written into one. */
function part(value: Block): PodParts | undefined {
  const names = Object.keys(value);
  if (names.length === 0) return undefined;
  if (typeof value.serviceAccountName === "string" && names.every((one) => PARTS_OF_A_POD.includes(one))) {
    return { ...specification(value, []), isPart: true };
  }
  if (!names.every((one) => PARTS_OF_A_CONTAINER.includes(one))) return undefined;
  return { serviceAccount: "", volumes: [], initContainers: [], containers: [containerOf(value)], isPart: true };
}

function automountOf(value: unknown): Pick<Pod, "automount"> {
  return typeof value === "boolean" ? { automount: value } : {};
}

function containerOf(value: Block): WrittenContainer {
  return {
    name: text(value.name) ?? "",
    env: blocks(value.env),
    envFrom: blocks(value.envFrom ?? value.env_from),
    mounts: blocks(value.volumeMounts ?? value.volume_mount).map(mountOf),
    command: texts(value.command),
    args: texts(value.args),
  };
}

function mountOf(value: Block): Mount {
  const subPath = text(value.subPath ?? value.sub_path ?? value.subPathExpr ?? value.sub_path_expr);
  return {
    volume: text(value.name) ?? "",
    path: text(value.mountPath ?? value.mount_path) ?? "",
    ...(subPath === undefined || subPath === "" ? {} : { subPath }),
    isReadOnly: (value.readOnly ?? value.read_only) === true,
  };
}

function volumeOf(value: Block): Volume {
  const { name, ...others } = value;
  const [configMap, secret, projected] = [value.configMap ?? value.config_map, value.secret, value.projected];
  const { defaultMode, default_mode: octal } = block(configMap ?? secret ?? projected);
  const mode = defaultMode ?? octal;
  return {
    name: text(name) ?? "",
    ...(typeof mode === "number" || typeof mode === "string" ? { mode } : {}),
    ...emptyFolder(block(value.emptyDir ?? value.empty_dir)),
    sources: [
      ...blocks(configMap).map((one) => objectSource("ConfigMap", one)),
      ...blocks(secret).map((one) => objectSource("Secret", one)),
      ...blocks(projected).flatMap(({ sources }) => blocks(sources).flatMap(projectedSources)),
      ...((configMap ?? secret ?? projected) ? [] : [otherSource(others)]),
    ],
  };
}

function emptyFolder({ medium, sizeLimit, size_limit: size = sizeLimit }: Block): Pick<Volume, "medium" | "sizeLimit"> {
  return {
    ...(typeof medium === "string" ? { medium } : {}),
    ...(typeof size === "string" ? { sizeLimit: size } : {}),
  };
}

/** Kubernetes takes a volume without a source for an empty folder. */
function otherSource(others: Block): VolumeSource {
  const kinds = Object.keys(others).filter((kind) => blocks(others[kind]).length > 0);
  return { kind: kinds.every((kind) => ["emptyDir", "empty_dir"].includes(kind)) ? "empty" : "opaque" };
}

function projectedSources(source: Block): readonly VolumeSource[] {
  const { serviceAccountToken, service_account_token: token = serviceAccountToken } = source;
  const { configMap, config_map: files = configMap, secret, ...others } = source;
  const isOpaque = Object.entries(others).some(([name, one]) => !TOKEN_SOURCE.test(name) && blocks(one).length > 0);
  return [
    ...blocks(token).map(tokenSource),
    ...blocks(files).map((one) => objectSource("ConfigMap", one)),
    ...blocks(secret).map((one) => objectSource("Secret", one)),
    ...(isOpaque ? [{ kind: "opaque" } as const] : []),
  ];
}

function tokenSource({ audience, path, ...others }: Block): VolumeSource {
  return {
    kind: "token",
    ...(text(audience) ? { audience: text(audience) } : {}),
    seconds: Number(others.expirationSeconds ?? others.expiration_seconds ?? DEFAULT_SECONDS),
    path: text(path) ?? "",
  };
}

function objectSource(of: "ConfigMap" | "Secret", value: Block): VolumeSource {
  const items = blocks(value.items).map(({ key, path }) => ({ key: text(key) ?? "", path: text(path) ?? "" }));
  return {
    kind: "object",
    of,
    name: text(value.name ?? value.secretName ?? value.secret_name) ?? "",
    ...(items.length > 0 ? { items } : {}),
    isOptional: value.optional === true,
  };
}
