import {
  Block,
  block,
  blocks,
  Configuration,
  placeOf,
  Resource,
  text,
  UnresolvedValue,
  unlessUnresolved,
} from "../../terraform";
import { WebhookContainer, WebhookPod, WebhookVolume } from "../../vendor/webhooks/pod";
import { clusterKey } from "./releases";

/** The pods of one workload. */
export interface Workload {
  readonly resource: Resource;
  /** The argument that has the pod's template. */
  readonly argument: string;
  readonly pod: WebhookPod;
}

/** A workload that names the service account, and whose pods cannot be known. */
export interface UnknownWorkload {
  readonly resource: Resource;
  readonly argument: string;
  readonly error: UnresolvedValue;
}

/** A service account of one cluster. */
export interface AccountPlace {
  readonly namespace: string;
  readonly name: string;
  /** The resource that makes it, whose cluster the workloads must be in. */
  readonly resource: Resource;
}

const PROVIDERS_TYPES =
  /^kubernetes_(deployment|daemonset|daemon_set|stateful_set|job|cron_job|pod|replication_controller)(_v1)?$/;
/** Where workloads have a pod's template, in the provider's classes and in manifests. */
const WITHIN = ["spec", "template", "job_template", "jobTemplate"];

/** The workloads whose pods run as a service account, in the service account's own cluster. */
export function workloadsOf(
  configuration: Configuration,
  account: AccountPlace,
): readonly (Workload | UnknownWorkload)[] {
  const named = new RegExp(`"${account.name.replaceAll(".", "\\.")}"`);
  return configuration
    .everyResource()
    .filter(({ type }) => PROVIDERS_TYPES.test(type) || type === "kubernetes_manifest")
    .filter((resource) => isInCluster(resource, account.resource))
    .flatMap((resource): readonly (Workload | UnknownWorkload)[] => {
      const argument = resource.type === "kubernetes_manifest" ? "manifest" : "spec";
      try {
        const object =
          argument === "manifest"
            ? block(resource.argument(argument))
            : { metadata: resource.argument("metadata"), spec: resource.argument("spec") };
        if ((text(block(object.metadata).namespace) ?? "default") !== account.namespace) return [];
        const pods = podsIn(object).filter(({ name }) => name === account.name);
        if (pods.length && !resource.provider && isInSeveral(configuration, account)) throw clusterless(resource);
        return pods.map(({ pod }) => ({ resource, argument, pod }));
      } catch (error) {
        if (!(error instanceof UnresolvedValue)) throw error;
        return resource.argumentsWith(named).length ? [{ resource, argument, error }] : [];
      }
    });
}

/** Whether two objects are in one cluster: by where their providers talk to, or else by the provider itself. */
function isInCluster(one: Resource, other: Resource): boolean {
  const [here, there] = [clusterKey(one), clusterKey(other)];
  if (here !== undefined && there !== undefined) return here === there;
  return one.stack === other.stack && one.provider?.key === other.provider?.key;
}

/** Whether several clusters have a service account of the same name, as those of a mesh often have. */
function isInSeveral(configuration: Configuration, { namespace, name }: AccountPlace): boolean {
  const accounts = ["kubernetes_service_account", "kubernetes_service_account_v1"].flatMap((type) =>
    configuration.resources(type),
  );
  const same = accounts.filter((one) => {
    const metadata = block(unlessUnresolved(() => one.argument("metadata"), undefined));
    return metadata.name === name && (text(metadata.namespace) ?? "default") === namespace;
  });
  return same.length > 1;
}

/** A state does not show which provider made an object. */
function clusterless(resource: Resource): UnresolvedValue {
  const reason = "shows no provider, and several clusters have its service account";
  return new UnresolvedValue(placeOf(resource), reason, "Read the synthesized folder (cdktf.out) instead");
}

/** Every pod in an object, with its service account's name. */
function podsIn(object: Block): readonly { readonly name: string; readonly pod: WebhookPod }[] {
  const spec = block(object.spec);
  const containers = containersIn(spec.container ?? spec.containers);
  if (containers.length) {
    const name = text(spec.service_account_name ?? spec.serviceAccountName) || "default";
    return [{ name, pod: podOf(block(object.metadata), spec, containers) }];
  }
  return WITHIN.flatMap((part) => {
    const inner = block(object[part]);
    return Object.keys(inner).length ? podsIn(part === "spec" ? innerOf(inner) : inner) : [];
  });
}

/** A workload's own `spec` has no containers, and a template in it does. */
function innerOf(spec: Block): Block {
  return Object.fromEntries(WITHIN.filter((part) => part !== "spec").map((part) => [part, spec[part]]));
}

function podOf(metadata: Block, spec: Block, containers: readonly WebhookContainer[]): WebhookPod {
  const initContainers = containersIn(spec.init_container ?? spec.initContainers);
  return {
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    nodeSelector: textsOf(spec.node_selector ?? spec.nodeSelector),
    volumes: blocks(spec.volume ?? spec.volumes).map(volumeOf),
    ...(initContainers.length ? { initContainers } : {}),
    containers,
  };
}

function containersIn(value: unknown): readonly WebhookContainer[] {
  return blocks(value).map((one) => ({
    name: text(one.name) ?? "",
    env: blocks(one.env).map((variable) => {
      const given = text(variable.value);
      return { name: text(variable.name) ?? "", ...(given === undefined ? {} : { value: given }) };
    }),
    volumeMounts: blocks(one.volume_mount ?? one.volumeMounts).map((mount) => ({
      name: text(mount.name) ?? "",
      mountPath: text(mount.mount_path ?? mount.mountPath) ?? "",
    })),
  }));
}

function volumeOf(volume: Block): WebhookVolume {
  const projected = blocks(volume.projected).flatMap((one) => blocks(one.sources));
  const sources = projected.map((source) => {
    const [token] = blocks(source.service_account_token ?? source.serviceAccountToken);
    if (!token) return {};
    const { audience, path } = token;
    const expirationSeconds = Number(token.expiration_seconds ?? token.expirationSeconds ?? 3600);
    return { serviceAccountToken: { audience: text(audience) ?? "", expirationSeconds, path: text(path) ?? "" } };
  });
  return { name: text(volume.name) ?? "", ...(sources.length ? { projected: { sources } } : {}) };
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(block(value)).map(([name, one]) => [name, text(one) ?? ""]));
}
